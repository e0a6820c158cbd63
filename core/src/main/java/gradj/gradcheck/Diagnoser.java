package gradj.gradcheck;

import static gradj.gradcheck.WholePatterns.found;

import gradj.gradcheck.Diagnosis.Pattern;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks for the pattern in a wrong gradient: asks one after the other, the most specific first, and stops at the first
 * that fits. Nothing fits, nothing is said.
 */
final class Diagnoser {
    /** Of many wrong elements this many tell whether a smaller step mends them: enough not to be chance. */
    private static final int LOOKED_AT_AGAIN = 50;

    /** Backward's own rounding, generously, relative to the largest element: more than this is not linear. */
    private static final double NOT_ROUNDING = 1e-6;

    private final Differentiable f;
    private final double h;
    private final double float32Noise;
    private final double roundoff;

    /**
     * @param float32Noise the deviation of the function's value if that was found to carry the noise of 24 bits, else 0
     * @param deviation of the rounding errors of the function's value in float64
     */
    Diagnoser(Differentiable f, double h, double float32Noise, double deviation) {
        this.f = f;
        this.h = h;
        this.float32Noise = float32Noise;
        this.roundoff = ErrorBound.of(h, deviation, 0).roundoff();
    }

    /** What is wrong with this parameter, given the evidence for all. */
    List<Diagnosis> diagnose(Evidence e, List<Evidence> all) {
        if (e.wrong().isEmpty()) {
            return List.of();
        }
        Optional<Diagnosis> notANumber = notANumber(e);
        if (notANumber.isPresent()) {
            return notANumber.stream().toList();
        }
        List<Supplier<Optional<Diagnosis>>> patterns = new ArrayList<>();
        if (e.isClear()) {
            patterns.addAll(
                    List.of(() -> WholePatterns.noEffect(e), () -> WholePatterns.zero(e), () -> upstreamIgnored(e)));
        }
        patterns.add(() -> corner(e));
        if (e.isClear()) {
            patterns.addAll(List.of(
                    () -> notLinear(e),
                    () -> WholePatterns.ratio(e),
                    () -> WholePatterns.transposed(e),
                    () -> WholePatterns.ofAnother(e, all),
                    () -> WholePatterns.permuted(e),
                    () -> WholePatterns.parameterAdded(e),
                    () -> WholePatterns.constantAdded(e)));
        }
        patterns.addAll(List.of(() -> float32(e), () -> WholePatterns.epsilon(e)));
        if (e.isClear()) {
            patterns.addAll(List.of(
                    () -> PlacePatterns.spread(e),
                    () -> PlacePatterns.mask(e),
                    () -> PlacePatterns.otherMask(e),
                    () -> PlacePatterns.zeroInPart(e),
                    () -> PlacePatterns.slice(e),
                    () -> PlacePatterns.ratio(e),
                    () -> PlacePatterns.few(e)));
        }
        patterns.add(this::float32Forward);
        Stream<Diagnosis> first =
                patterns.stream().map(Supplier::get).flatMap(Optional::stream).limit(1);
        return Stream.concat(first, formula(e).stream()).toList();
    }

    private Optional<Diagnosis> notANumber(Evidence e) {
        List<ElementReport> bad = e.elements().stream()
                .filter(x -> !Double.isFinite(x.analytic()))
                .toList();
        if (!bad.isEmpty()) {
            ElementReport first = bad.get(0);
            return found(
                    Pattern.NOT_A_NUMBER,
                    bad.size(),
                    "%s is %s at %d of %d elements, the first %s: %s",
                    e.gradient(),
                    first.analytic(),
                    bad.size(),
                    e.elements().size(),
                    e.at(first.position()),
                    Double.isFinite(first.numeric())
                            ? "the function itself is finite there"
                            : "so is the function there");
        }
        return e.elements().stream()
                .filter(x -> !Double.isFinite(x.numeric()))
                .findFirst()
                .flatMap(x -> found(
                        Pattern.NOT_A_NUMBER,
                        0,
                        "the function is not finite at or beside its present point: look for log(0), 0/0 or an overflow"
                                + " in forward%s",
                        smallerThanStep(e, x.position())));
    }

    private String smallerThanStep(Evidence e, int position) {
        double x = Math.abs(e.value()[position]);
        return x > 0 && x <= h
                ? String.format(
                        Locale.ROOT, "; or %s is smaller than h, which crosses 0: use a smaller step", e.at(position))
                : "";
    }

    private Optional<Diagnosis> upstreamIgnored(Evidence e) {
        return f instanceof Projection projection
                        && Arrays.equals(gradient(projection, 2, e), e.analytic())
                        && Arrays.equals(gradient(projection, -1, e), e.analytic())
                ? found(
                        Pattern.UPSTREAM_IGNORED,
                        0,
                        "%s is the same for any upstream gradient: backward does not multiply by dout",
                        e.gradient())
                : Optional.empty();
    }

    /**
     * Backward is linear in dout: twice dout must give twice the gradient. If not, something was added that does not
     * depend on dout, or something else was done.
     */
    private Optional<Diagnosis> notLinear(Evidence e) {
        if (!(f instanceof Projection projection)) {
            return Optional.empty();
        }
        double[] twice = gradient(projection, 2, e);
        double largest = Arrays.stream(e.analytic()).map(Math::abs).max().orElse(0);
        int furthest = 0;
        double difference = 0;
        for (int i = 0; i < twice.length; i++) {
            double own = Math.abs(twice[i] - 2 * e.analytic()[i]);
            furthest = own > difference ? i : furthest;
            difference = Math.max(difference, own);
        }
        if (!(difference > NOT_ROUNDING * largest)) {
            return Optional.empty();
        }
        double ratio = twice[furthest] / e.analytic()[furthest];
        String where = e.at(furthest);
        return WholePatterns.parameterAdded(e)
                .or(() -> WholePatterns.constantAdded(e))
                .or(() -> found(
                        Pattern.NOT_LINEAR,
                        ratio,
                        "backward is not linear in dout: twice the upstream gradient gives %s times %s at %s; is something"
                                + " clipped, normalised, squared or added?",
                        WholePatterns.number(ratio),
                        e.gradient(),
                        where));
    }

    private static double[] gradient(Projection projection, double factor, Evidence e) {
        Map<String, Tensor> gradients =
                projection.gradient(projection.upstream().times(factor));
        return ParallelDifferences.gradientOf(gradients, e.name()).toDoubleArray();
    }

    /** With a step a hundred times smaller, and as much more rounding, the two gradients agree. */
    private Optional<Diagnosis> corner(Evidence e) {
        int[] wrong = e.wrong().stream()
                .limit(LOOKED_AT_AGAIN)
                .mapToInt(ElementReport::position)
                .toArray();
        double[] near = new ParallelDifferences(f, 1).gradient(e.name(), wrong, h / ErrorBound.NEARER);
        for (int i = 0; i < wrong.length; i++) {
            ElementReport x = e.wrong().get(i);
            double difference = Math.abs(x.analytic() - near[i]);
            if (!(difference <= ErrorBound.NEARER * roundoff && difference < x.difference() / ErrorBound.NEARER)) {
                return Optional.empty();
            }
        }
        return found(
                Pattern.CORNER_NEARBY,
                wrong.length,
                "%s agrees at %s with a step of %.0e: the function has a corner, or a sharp bend, within h of this point;"
                        + " at a corner let branches() tell which side was taken, else use a smaller h",
                e.gradient(),
                wrong.length == 1 ? e.at(wrong[0]) : wrong.length + " wrong elements",
                h / ErrorBound.NEARER);
    }

    /** Differences of the size that float32's noise, in function or gradient, explains. */
    private Optional<Diagnosis> float32(Evidence e) {
        double largest = Arrays.stream(e.analytic()).map(Math::abs).max().orElse(0);
        ErrorBound inFloat32 = ErrorBound.of(h, float32Noise, largest);
        if (float32Noise > 0 && e.elements().stream().allMatch(x -> x.difference() <= 3 * inFloat32.roundoff())) {
            return found(
                    Pattern.FLOAT32_ROUNDING,
                    0,
                    "the function is computed in float32 somewhere inside: its values jump by as much as float32's"
                            + " rounding, and a difference over %.0e keeps no more than a few digits; compute in float64",
                    2 * h);
        }
        boolean isSmall = e.elements().stream().allMatch(x -> x.difference() <= 0x1p-10 * largest);
        List<ElementReport> telling = e.telling();
        boolean fitFloat32 = telling.size() > 2 && telling.stream().allMatch(x -> (float) x.analytic() == x.analytic());
        boolean isNoisy = isSmall && (fitFloat32 || RoundingNoise.ofGradient(f, e.name(), h) > RoundingNoise.FLOAT32);
        return isNoisy
                ? found(
                        Pattern.FLOAT32_ROUNDING,
                        largest,
                        "%s is right to float32's rounding, no further: backward computes in float32 somewhere",
                        e.gradient())
                : Optional.empty();
    }

    /** The last resort: with such noise no other pattern may show. */
    private Optional<Diagnosis> float32Forward() {
        return float32Noise > 0
                ? found(
                        Pattern.FLOAT32_ROUNDING,
                        0,
                        "the function is computed in float32 somewhere inside, which alone does not explain the"
                                + " differences: compute in float64, and check again")
                : Optional.empty();
    }

    private Optional<Diagnosis> formula(Evidence e) {
        return f instanceof Projection projection && e.isClear()
                ? new Formulas(projection, e.shape()).compare(e)
                : Optional.empty();
    }

    /** The gradient has not its parameter's shape: is it right when the broadcast is undone? */
    static Diagnosis wrongShape(String name, Shape expected, Shape found) {
        int extra = found.rank() - expected.rank();
        boolean isBroadcast = extra >= 0;
        for (int axis = 0; isBroadcast && axis < expected.rank(); axis++) {
            isBroadcast = expected.length(axis) == 1 || expected.length(axis) == found.length(axis + extra);
        }
        String text = "d" + name + " has shape " + found + ", " + name + " has " + expected
                + (isBroadcast
                        ? ": it was broadcast forward, and backward must sum over the axes along which it was"
                        : found.size() == expected.size() ? ": reshape it, or transpose it" : "");
        return new Diagnosis(Pattern.WRONG_SHAPE, 0, text);
    }

    /** Two gradients at the same point that are not the same. */
    static Optional<Diagnosis> stateLeaks(String name, double[] first, double[] second) {
        if (first.length != second.length) {
            return found(
                    Pattern.STATE_LEAKS,
                    0,
                    "a second backward at the same point gives d%s %d elements, the first gave it %d: something of the last"
                            + " call is left over",
                    name,
                    second.length,
                    first.length);
        }
        double products = 0;
        double squares = 0;
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < first.length; i++) {
            products += first[i] * second[i];
            squares += first[i] * first[i];
            largest = Math.max(largest, Math.abs(first[i]));
            difference = Math.max(difference, Math.abs(first[i] - second[i])); // NaN: see there
        }
        if (!(difference > 1e-12 * largest)) {
            return Optional.empty();
        }
        double ratio = products / squares;
        return found(
                Pattern.STATE_LEAKS,
                ratio,
                "a second backward at the same point gives another d%s, about %s times the first: something of the last"
                        + " call is left over, as where gradients are added up and not reset, momentum is kept, or"
                        + " backward is random",
                name,
                WholePatterns.number(ratio));
    }
}
