package gradj.gradcheck;

import static gradj.gradcheck.Diagnosis.Pattern.ACCUMULATED_TWICE;
import static gradj.gradcheck.Diagnosis.Pattern.ALL_ZERO;
import static gradj.gradcheck.Diagnosis.Pattern.CONSTANT_ADDED;
import static gradj.gradcheck.Diagnosis.Pattern.CONSTANT_RATIO;
import static gradj.gradcheck.Diagnosis.Pattern.EPSILON;
import static gradj.gradcheck.Diagnosis.Pattern.GRADIENT_OF_ANOTHER;
import static gradj.gradcheck.Diagnosis.Pattern.NO_EFFECT;
import static gradj.gradcheck.Diagnosis.Pattern.OPPOSITE_SIGN;
import static gradj.gradcheck.Diagnosis.Pattern.PARAMETER_ADDED;
import static gradj.gradcheck.Diagnosis.Pattern.PERMUTED;
import static gradj.gradcheck.Diagnosis.Pattern.TRANSPOSED;

import gradj.gradcheck.Diagnosis.Pattern;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Patterns of a gradient that is wrong as a whole: one short rule turns the true one into it. */
final class WholePatterns {
    /** A relative difference below this may be that of two slightly different functions. */
    private static final double NEAR = 1e-2;

    private WholePatterns() {}

    /** Nothing changes when the parameter does. */
    static Optional<Diagnosis> noEffect(ComparedGradient e) {
        return e.elements().stream().allMatch(x -> x.numeric() == 0)
                ? found(
                        NO_EFFECT,
                        0,
                        "the function does not change when %s does: does it use another tensor, such as a copy, or is"
                                + " %s's branch detached?",
                        e.name(),
                        e.name())
                : Optional.empty();
    }

    static Optional<Diagnosis> zero(ComparedGradient e) {
        boolean isZero = Arrays.stream(e.analytic()).allMatch(a -> a == 0);
        return isZero && !e.wrong().isEmpty()
                ? found(
                        ALL_ZERO,
                        0,
                        "%s is 0 everywhere, and the function does depend on %s: backward does not reach it",
                        e.gradient(),
                        e.name())
                : Optional.empty();
    }

    static Optional<Diagnosis> ratio(ComparedGradient e) {
        List<ElementReport> telling = e.telling();
        double products = sum(telling, x -> weight(x) * x.analytic() * x.numeric());
        double squares = sum(telling, x -> weight(x) * x.numeric() * x.numeric());
        double ratio = products / squares;
        boolean fits = squares > 0 && ratio != 0 && e.isExplainedBy(x -> ratio * x.numeric(), ratio);
        double whole = Math.rint(Math.abs(ratio) >= 1 ? ratio : 1 / ratio);
        boolean isWhole =
                whole != 1 && Math.abs((Math.abs(ratio) >= 1 ? ratio : 1 / ratio) - whole) < 1e-5 * Math.abs(whole);
        String d = e.gradient();
        if (fits && telling.size() == 1 && !isWhole) {
            return found( // of one number any other is a multiple: what it is, and no cause
                    CONSTANT_RATIO,
                    ratio,
                    "%s is %s times the true gradient at %s, the only element that is not 0",
                    d,
                    factor(ratio),
                    e.at(telling.get(0).position()));
        }
        if (!fits) {
            return Optional.empty();
        }
        if (isWhole && whole == -1) {
            return found(OPPOSITE_SIGN, ratio, "%s has the opposite sign everywhere", d);
        }
        if (isWhole && whole == 2 && ratio > 1) {
            return found(
                    ACCUMULATED_TWICE,
                    ratio,
                    "%s is 2 times too large everywhere: added up twice, or a factor of 1/2 forgotten",
                    d);
        }
        if (isWhole && whole == 2 && ratio > 0) {
            return found(
                    CONSTANT_RATIO,
                    ratio,
                    "%s is 2 times too small everywhere: a factor of 2 forgotten, as of a square, or divided once too often",
                    d);
        }
        if (isWhole && ratio > 1) {
            return found(
                    CONSTANT_RATIO,
                    ratio,
                    "%s is %.0f times too large everywhere: is a division by %.0f missing, as by the batch size?",
                    d,
                    whole,
                    whole);
        }
        if (isWhole && ratio > 0) {
            return found(
                    CONSTANT_RATIO,
                    ratio,
                    "%s is %.0f times too small everywhere: divided by %.0f once too often, as by the batch size?",
                    d,
                    whole,
                    whole);
        }
        return found(
                CONSTANT_RATIO, ratio, "%s is the true gradient times %s everywhere: a wrong factor", d, factor(ratio));
    }

    static Optional<Diagnosis> transposed(ComparedGradient e) {
        if (e.shape().rank() != 2) {
            return Optional.empty();
        }
        int rows = e.shape().length(0);
        int columns = e.shape().length(1);
        // The gradient as if its rows had been written as columns, one after the other.
        ToDoubleFunction<ElementReport> turned =
                x -> e.analytic()[x.position() % columns * rows + x.position() / columns];
        boolean fits = rows > 1
                && columns > 1
                && e.elements().stream()
                        .allMatch(x -> Math.abs(turned.applyAsDouble(x) - x.numeric()) <= 3 * x.tolerance());
        return fits
                ? found(
                        TRANSPOSED,
                        0,
                        rows == columns
                                ? "%s is transposed: element [i, j] holds what belongs to [j, i]"
                                : "%s is transposed: its numbers stand in the order of the transposed gradient, column"
                                        + " after column, where they belong row after row",
                        e.gradient())
                : Optional.empty();
    }

    /** The same numbers in another order; only where all were compared. */
    static Optional<Diagnosis> permuted(ComparedGradient e) {
        if (e.elements().size() < e.analytic().length || e.telling().size() < 3) {
            return Optional.empty();
        }
        double[] analytic = e.analytic().clone();
        double[] numeric =
                e.elements().stream().mapToDouble(ElementReport::numeric).toArray();
        int misplaced = e.wrong().get(0).position();
        double wanted = numeric[misplaced];
        int stands = 0;
        for (int i = 0; i < analytic.length; i++) {
            stands = Math.abs(analytic[i] - wanted) < Math.abs(analytic[stands] - wanted) ? i : stands;
        }
        Arrays.sort(analytic);
        Arrays.sort(numeric);
        for (int i = 0; i < numeric.length; i++) {
            if (Math.abs(analytic[i] - numeric[i]) > 3 * e.tolerance()) {
                return Optional.empty();
            }
        }
        return found(
                PERMUTED,
                0,
                "%s has the right numbers at the wrong places: what belongs to %s stands at %s",
                e.gradient(),
                e.at(misplaced),
                e.at(stands));
    }

    /** Whether this gradient is that of another parameter, and perhaps the other way round too. */
    static Optional<Diagnosis> ofAnother(ComparedGradient e, List<ComparedGradient> others) {
        for (ComparedGradient other : others) {
            boolean fits = other != e
                    && other.analytic().length == e.analytic().length
                    && other.telling().size() > 1
                    && takes(e, other);
            if (fits) {
                return takes(other, e)
                        ? found(GRADIENT_OF_ANOTHER, 0, "%s and %s are swapped", e.gradient(), other.gradient())
                        : found(GRADIENT_OF_ANOTHER, 0, "%s is the gradient of %s", e.gradient(), other.name());
            }
        }
        return Optional.empty();
    }

    private static boolean takes(ComparedGradient e, ComparedGradient other) {
        return other.elements().stream()
                .allMatch(x -> Math.abs(e.analytic()[x.position()] - x.numeric()) <= 3 * x.tolerance());
    }

    static Optional<Diagnosis> parameterAdded(ComparedGradient e) {
        List<ElementReport> all = e.elements();
        double products = sum(all, x -> weight(x) * (x.analytic() - x.numeric()) * e.value()[x.position()]);
        double squares = sum(all, x -> weight(x) * Math.pow(e.value()[x.position()], 2));
        double factor = products / squares;
        boolean fits = squares > 0
                && all.size() > 2
                && e.isExplainedBy(x -> x.numeric() + factor * e.value()[x.position()], 0);
        return fits
                ? found(
                        PARAMETER_ADDED,
                        factor,
                        "%s is the true gradient %s %s %s: %s",
                        e.gradient(),
                        factor < 0 ? "-" : "+",
                        number(Math.abs(factor)),
                        e.name(),
                        factor < 0
                                ? "does the function have a weight decay that backward leaves out, or has less of?"
                                : "weight decay that is not in the function, or more of it than there is?")
                : Optional.empty();
    }

    static Optional<Diagnosis> constantAdded(ComparedGradient e) {
        List<ElementReport> all = e.elements();
        double constant = sum(all, x -> weight(x) * (x.analytic() - x.numeric())) / sum(all, x -> weight(x));
        boolean fits = all.size() > 2 && e.isExplainedBy(x -> x.numeric() + constant, 0);
        return fits
                ? found(
                        CONSTANT_ADDED,
                        constant,
                        "%s is the true gradient %s %s everywhere",
                        e.gradient(),
                        constant < 0 ? "-" : "+",
                        number(Math.abs(constant)))
                : Optional.empty();
    }

    /** All elements are nearly right, most of them not quite; that it is no rounding must be known already. */
    static Optional<Diagnosis> epsilon(ComparedGradient e) {
        List<ElementReport> telling = e.telling();
        double largest =
                telling.stream().mapToDouble(x -> Math.abs(x.numeric())).max().orElse(0);
        double difference = e.elements().stream()
                .mapToDouble(ElementReport::difference)
                .max()
                .orElse(0);
        double relative = difference / largest;
        // Of one number any other is a multiple, and an epsilon acts on no two elements alike.
        boolean fits = telling.size() > 1 && 2 * e.wrong().size() >= telling.size() && relative < NEAR;
        return fits
                ? found(
                        EPSILON,
                        relative,
                        "%s is right to %.0e of its largest element, and the rest is no rounding: backward belongs to a"
                                + " slightly different function, for example if forward has an epsilon, log(y + 1e-7),"
                                + " that backward leaves out",
                        e.gradient(),
                        relative)
                : Optional.empty();
    }

    /** Elements of a large tolerance count for little. */
    private static double weight(ElementReport x) {
        return x.tolerance() > 0 ? 1 / (x.tolerance() * x.tolerance()) : 1;
    }

    private static double sum(List<ElementReport> elements, ToDoubleFunction<ElementReport> term) {
        return elements.stream().mapToDouble(term).sum();
    }

    /** A factor; one near 1 by what it differs. */
    static String factor(double ratio) {
        // Rounded first: a measured 1.01 lies now on this side of 1.01, now on the other.
        double more = new BigDecimal(ratio - 1).round(new MathContext(3)).doubleValue();
        return Math.abs(more) < NEAR
                ? "(1 " + (more < 0 ? "- " : "+ ") + number(Math.abs(more), 3) + ")"
                : number(ratio);
    }

    /** Six digits, without zeros at the end; a power of ten only where it would be many zeros. */
    static String number(double value) {
        return number(value, 6);
    }

    private static String number(double value, int digits) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        boolean isShort = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7);
        return isShort ? rounded.toPlainString() : rounded.toString();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    static Optional<Diagnosis> found(Pattern pattern, double evidence, String text, Object... arguments) {
        return Optional.of(new Diagnosis(pattern, evidence, String.format(Locale.ROOT, text, arguments)));
    }
}
