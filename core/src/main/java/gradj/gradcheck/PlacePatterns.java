package gradj.gradcheck;

import static gradj.gradcheck.WholePatterns.found;

import gradj.gradcheck.Diagnosis.Pattern;
import gradj.gradcheck.ElementReport.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Patterns of a gradient that is right at some elements and wrong at others: which ones are wrong? */
final class PlacePatterns {
    private static final int MOST_NAMED = 6;

    private PlacePatterns() {}

    /** One number along an axis along which the true gradient changes: added up, or averaged, and spread again. */
    static Optional<Diagnosis> spread(ComparedGradient e) {
        for (int axis = 0; axis < e.shape().rank(); axis++) {
            if (e.shape().length(axis) > 1 && isConstantAlong(e, axis) && changesAlong(e, axis)) {
                double ratio = ratioToSum(e, axis);
                int length = e.shape().length(axis);
                String is = Math.abs(ratio - 1) < 1e-6
                        ? "the sum of the true ones"
                        : Math.abs(ratio * length - 1) < 1e-6 ? "the mean of the true ones" : "the same number";
                return found(
                        Pattern.SPREAD_ALONG_AXIS,
                        axis,
                        "%s is %s all along axis %d: was it summed or averaged over that axis, and broadcast back?",
                        e.gradient(),
                        is,
                        axis);
            }
        }
        return Optional.empty();
    }

    private static boolean isConstantAlong(ComparedGradient e, int axis) {
        int inner = e.stride(axis);
        double[] a = e.analytic();
        double slack = e.tolerance();
        for (int i = 0; i < a.length; i++) {
            int index = e.index(i, axis);
            if (index > 0 && Math.abs(a[i] - a[i - inner]) > slack) {
                return false;
            }
        }
        return true;
    }

    private static boolean changesAlong(ComparedGradient e, int axis) {
        return e.elements().stream().collect(Collectors.groupingBy(x -> line(e, x.position(), axis))).values().stream()
                .anyMatch(line -> {
                    double low = line.stream()
                            .mapToDouble(ElementReport::numeric)
                            .min()
                            .orElse(0);
                    double high = line.stream()
                            .mapToDouble(ElementReport::numeric)
                            .max()
                            .orElse(0);
                    return high - low > 100 * e.tolerance();
                });
    }

    /** The one factor between the analytic gradient and the sums of the numeric one along the axis; NaN if none is. */
    private static double ratioToSum(ComparedGradient e, int axis) {
        if (e.elements().size() < e.analytic().length) {
            return Double.NaN;
        }
        double products = 0;
        double squares = 0;
        double error = 0;
        var lines = e.elements().stream().collect(Collectors.groupingBy(x -> line(e, x.position(), axis)));
        for (List<ElementReport> line : lines.values()) {
            double sum = line.stream().mapToDouble(ElementReport::numeric).sum();
            products += sum * line.get(0).analytic();
            squares += sum * sum;
        }
        double ratio = products / squares;
        for (List<ElementReport> line : lines.values()) {
            double sum = line.stream().mapToDouble(ElementReport::numeric).sum();
            error = Math.max(error, Math.abs(line.get(0).analytic() - ratio * sum));
        }
        return error <= 3 * e.shape().length(axis) * e.tolerance() ? ratio : Double.NaN;
    }

    /** Names the line along the axis that an element lies in: its position with that index set to 0. */
    private static int line(ComparedGradient e, int position, int axis) {
        return position - e.index(position, axis) * e.stride(axis);
    }

    /** Not 0 where the function is flat. */
    static Optional<Diagnosis> mask(ComparedGradient e) {
        List<ElementReport> wrong = e.wrong();
        boolean fits = wrong.size() < e.telling().size()
                && wrong.stream().allMatch(x -> Math.abs(x.numeric()) <= x.tolerance());
        return fits
                ? found(
                        Pattern.MASK_FORGOTTEN,
                        wrong.size(),
                        "%s is right where the function depends on %s, and not 0 at %d elements, such as %s, where it does"
                                + " not: a mask forgotten on the way back?",
                        e.gradient(),
                        e.name(),
                        wrong.size(),
                        e.at(wrong.get(0).position()))
                : Optional.empty();
    }

    /** 0 and not 0 at the wrong places: another mask than forward's. */
    static Optional<Diagnosis> otherMask(ComparedGradient e) {
        List<ElementReport> wrong = e.wrong();
        long zero = wrong.stream().filter(x -> x.analytic() == 0).count();
        long notZero = wrong.stream()
                .filter(x -> Math.abs(x.numeric()) <= x.tolerance())
                .count();
        return zero > 0 && notZero > 0 && zero + notZero == wrong.size()
                ? found(
                        Pattern.OTHER_MASK,
                        wrong.size(),
                        "%s is 0 where it should not be at %d elements, and not 0 where it should be at %d, such as %s: is"
                                + " it another mask than forward's?",
                        e.gradient(),
                        zero,
                        notZero,
                        e.at(wrong.get(0).position()))
                : Optional.empty();
    }

    static Optional<Diagnosis> zeroInPart(ComparedGradient e) {
        List<ElementReport> wrong = e.wrong();
        boolean fits = rightOnes(e) > 0 && wrong.stream().allMatch(x -> x.analytic() == 0);
        return fits
                ? found(
                        Pattern.ZERO_IN_PART,
                        wrong.size(),
                        "%s is 0 at %d of %d elements where it should not be%s; the others are right",
                        e.gradient(),
                        wrong.size(),
                        e.elements().size(),
                        slices(e)
                                .map(where -> ", all in " + where)
                                .orElse(", such as " + e.at(wrong.get(0).position())))
                : Optional.empty();
    }

    static Optional<Diagnosis> slice(ComparedGradient e) {
        return slices(e)
                .flatMap(where -> found(
                        Pattern.ONE_SLICE,
                        e.wrong().size(),
                        "%s is wrong in %s only%s; the others are right",
                        e.gradient(),
                        where,
                        ratioThere(e)));
    }

    static Optional<Diagnosis> ratio(ComparedGradient e) {
        ComparedGradient there = new ComparedGradient(e.name(), e.shape(), e.value(), e.analytic(), e.wrong());
        return rightOnes(e) == 0 || e.wrong().size() < 3
                ? Optional.empty()
                : WholePatterns.ratio(there)
                        .flatMap(d -> found(
                                Pattern.RATIO_IN_PART,
                                d.evidence(),
                                "%s is right at %d elements, and %s times the true gradient at %d, such as %s",
                                e.gradient(),
                                rightOnes(e),
                                WholePatterns.factor(d.evidence()),
                                e.wrong().size(),
                                e.at(e.wrong().get(0).position())));
    }

    static Optional<Diagnosis> few(ComparedGradient e) {
        List<ElementReport> wrong = e.wrong();
        boolean fits = !wrong.isEmpty() && wrong.size() <= MOST_NAMED && rightOnes(e) >= 2L * wrong.size();
        return fits
                ? found(
                        Pattern.FEW_ELEMENTS,
                        wrong.size(),
                        "%s is wrong at %s only%s; the others are right",
                        e.gradient(),
                        wrong.stream().map(x -> e.at(x.position())).collect(Collectors.joining(", ")),
                        ratioThere(e))
                : Optional.empty();
    }

    /** What else the wrong ones have in common. */
    private static String ratioThere(ComparedGradient e) {
        ComparedGradient there = new ComparedGradient(e.name(), e.shape(), e.value(), e.analytic(), e.wrong());
        return e.wrong().size() < 2
                ? ""
                : WholePatterns.ratio(there)
                        .map(d -> ", by a factor of " + WholePatterns.factor(d.evidence()))
                        .orElse("");
    }

    private static long rightOnes(ComparedGradient e) {
        return e.telling().stream().filter(x -> x.verdict() == Verdict.RIGHT).count();
    }

    /** The slices that hold all wrong elements and no telling right one, where at least as many slices are right. */
    private static Optional<String> slices(ComparedGradient e) {
        for (int axis = 0; e.shape().rank() > 1 && axis < e.shape().rank(); axis++) {
            TreeMap<Integer, Integer> right = new TreeMap<>();
            TreeSet<Integer> wrong = new TreeSet<>();
            for (ElementReport x : e.telling()) {
                int index = e.index(x.position(), axis);
                if (x.verdict() == Verdict.WRONG) {
                    wrong.add(index);
                } else {
                    right.merge(index, 1, Integer::sum);
                }
            }
            boolean apart = wrong.stream().noneMatch(right::containsKey);
            if (apart
                    && !wrong.isEmpty()
                    && wrong.size() <= right.size()
                    && wrong.size() <= MOST_NAMED
                    && e.wrong().size() > wrong.size()) {
                String kind = e.shape().rank() > 2 ? "slice" : axis == 0 ? "row" : "column";
                String numbers = wrong.stream().map(String::valueOf).collect(Collectors.joining(", "));
                return Optional.of(kind
                        + (wrong.size() == 1 ? " " : "s ")
                        + numbers
                        + (e.shape().rank() > 2 ? " of axis " + axis : ""));
            }
        }
        return Optional.empty();
    }
}
