package gradj.gradcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the step for a parameter: what 1e-4 is beside the numbers that it changes depends on their scale. A weight of a
 * pixel from 0 to 255 moves a score 255 times as far as one of a pixel from 0 to 1, and bends the loss 255^2 times as
 * much. A few elements are asked: where D(h) and D(h/4) agree, and rounding leaves seven digits, the step stays as it
 * is; else it goes down or up in powers of ten.
 */
final class StepChoice {
    private static final double RATIO = 4;
    private static final double FACTOR = 10;
    private static final int MOST_FACTORS_UP = 40;

    /** Down to the smallest number: a pole may be as near. */
    private static final int MOST_FACTORS_DOWN = 320;

    /** What D(h/4) may differ: a thousandth part of it is left after extrapolation. */
    private static final double BENDS = 1e-6;

    /** A larger step must show a derivative, and not the rounding only. */
    private static final double SHOWS = 1e-3;

    private final CentralDifference difference;
    private final ErrorBound bound;

    StepChoice(CentralDifference difference, ErrorBound bound) {
        this.difference = difference;
        this.bound = bound;
    }

    /** The differences of a step and a quarter of it. */
    private record Look(double quotient, double change, double roundoff) {
        boolean isSmallEnough() {
            return change <= Math.max(2 * roundoff, BENDS * Math.abs(quotient)); // false for NaN
        }

        /** Whether no bend is seen: then rounding alone explains the differences of right elements, with two evaluations. */
        boolean isStraight() {
            return change <= 2 * roundoff;
        }

        /** Whether there is nothing but rounding where backward says that there is more: as far away from a pole. */
        boolean missesAll(double analytic) {
            return Math.abs(quotient) <= roundoff && roundoff < Math.abs(analytic);
        }

        boolean leaves(double digits) {
            return roundoff <= digits * Math.abs(quotient);
        }
    }

    /** Elements of which one step for all is chosen: the largest gradient, and those at 1/4 and 1/2 in order of size. */
    static List<Integer> telling(double[] analytic) {
        int[] positions = IntStream.range(0, analytic.length)
                .filter(i -> analytic[i] != 0 && Double.isFinite(analytic[i]))
                .toArray();
        if (positions.length == 0) {
            return IntStream.of(0, analytic.length / 2, analytic.length - 1)
                    .filter(i -> i >= 0 && i < analytic.length)
                    .distinct()
                    .boxed()
                    .toList();
        }
        List<Integer> bySize = new ArrayList<>(IntStream.of(positions).boxed().toList());
        bySize.sort((i, j) -> Double.compare(Math.abs(analytic[j]), Math.abs(analytic[i])));
        return IntStream.of(0, bySize.size() / 4, bySize.size() / 2)
                .distinct()
                .mapToObj(bySize::get)
                .toList();
    }

    /** The steps that these elements of a tensor need, in order of size; the usual one if there is none. */
    double[] forElements(StraightLine.OfElement line, List<Integer> elements, double[] analytic, double usual) {
        double[] steps = elements.stream()
                .mapToDouble(i -> forLine(line.through(i), analytic[i], usual))
                .sorted()
                .toArray();
        return steps.length == 0 ? new double[] {usual} : steps;
    }

    /** The step for a line; the usual one where none is better. */
    double forLine(StraightLine line, double analytic, double usual) {
        Look look = look(line, usual);
        if (!look.isSmallEnough() || look.missesAll(analytic)) {
            return smaller(line, analytic, usual);
        }
        return look.leaves(Comparison.PROVES) ? usual : larger(line, usual);
    }

    /** Steps so small that nothing changes are no better; or the function is flat here, as backward says. */
    private double smaller(StraightLine line, double analytic, double usual) {
        double h = usual;
        boolean isFirst = true;
        for (int i = 0; i < MOST_FACTORS_DOWN; i++) {
            h /= FACTOR;
            Look look = look(line, h);
            if (!look.isSmallEnough()) {
                continue;
            }
            boolean isFlat = isFirst && Math.abs(analytic - look.quotient()) <= look.roundoff();
            if (look.leaves(SHOWS) || isFlat) {
                return h;
            }
            if (!look.missesAll(analytic)) {
                return usual;
            }
            isFirst = false;
        }
        return usual;
    }

    private double larger(StraightLine line, double usual) {
        double best = usual;
        double h = usual;
        for (int i = 0; i < MOST_FACTORS_UP; i++) {
            h *= FACTOR;
            Look look = look(line, h);
            if (!look.isStraight()) {
                break;
            }
            if (look.leaves(SHOWS)) {
                best = h;
            }
            if (look.leaves(Comparison.PROVES / FACTOR)) {
                break;
            }
        }
        return best;
    }

    private Look look(StraightLine line, double h) {
        double full = difference.quotient(line, h);
        double quarter = difference.quotient(line, h / RATIO);
        return new Look(quarter, Math.abs(full - quarter), bound.ofQuotient(h / RATIO, difference.largestValue()));
    }
}
