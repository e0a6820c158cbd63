package gradj.gradcheck;

import static gradj.gradcheck.WholePatterns.found;

import gradj.gradcheck.Diagnosis.Pattern;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks for the pattern in a wrong gradient: asks one after the other, the most specific first, and stops at the first
 * that fits. Nothing fits, nothing is said.
 */
final class Diagnoser {
    /** Backward's own rounding, generously, relative to the largest element: more than this is not linear. */
    private static final double NOT_ROUNDING = 1e-6;

    private final Differentiable f;
    private final Measurement measured;

    /** For a function of which this was measured. */
    Diagnoser(Differentiable f, Measurement measured) {
        this.f = f;
        this.measured = measured;
    }

    /** What is wrong with this parameter, given the evidence for all. */
    List<Diagnosis> diagnose(ComparedGradient e, List<ComparedGradient> all) {
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
        if (e.isClear()) {
            patterns.addAll(List.of(
                    () -> notLinear(e),
                    () -> WholePatterns.ratio(e),
                    () -> WholePatterns.transposed(e),
                    () -> WholePatterns.ofAnother(e, all),
                    () -> WholePatterns.permuted(e),
                    () -> WholePatterns.parameterAdded(e),
                    () -> WholePatterns.constantAdded(e),
                    () -> RowPatterns.mixed(f, e)));
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

    private Optional<Diagnosis> notANumber(ComparedGradient e) {
        List<ElementReport> bad = e.elements().stream()
                .filter(x -> !Double.isFinite(x.analytic()))
                .toList();
        if (bad.isEmpty()) {
            return Optional.empty();
        }
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
                        : "the function is finite there, and not beside it");
    }

    private Optional<Diagnosis> upstreamIgnored(ComparedGradient e) {
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
    private Optional<Diagnosis> notLinear(ComparedGradient e) {
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

    private static double[] gradient(Projection projection, double factor, ComparedGradient e) {
        Map<String, Tensor> gradients =
                projection.gradient(projection.upstream().times(factor));
        return ParallelDifferences.gradientOf(gradients, e.name()).toDoubleArray();
    }

    /** Differences of the size that float32's noise, in function or gradient, explains. */
    private Optional<Diagnosis> float32(ComparedGradient e) {
        double largest = Arrays.stream(e.analytic()).map(Math::abs).max().orElse(0);
        ErrorBound inFloat32 = new ErrorBound(measured.noise(), measured.scale(), largest);
        boolean isExplained =
                e.elements().stream().allMatch(x -> x.difference() <= 3 * inFloat32.roundoff(x.step(), 0));
        if (measured.isFloat32() && isExplained) {
            return found(
                    Pattern.FLOAT32_ROUNDING,
                    0,
                    "the function is computed in float32 somewhere inside: its values jump by as much as float32's"
                            + " rounding, and a difference over %.0e keeps no more than a few digits; compute in float64",
                    2 * e.elements().get(0).step());
        }
        boolean isSmall = e.elements().stream().allMatch(x -> x.difference() <= 0x1p-10 * largest);
        List<ElementReport> telling = e.telling();
        boolean fitFloat32 = telling.size() > 2 && telling.stream().allMatch(x -> (float) x.analytic() == x.analytic());
        boolean isNoisy = isSmall
                && (fitFloat32 || RoundingNoise.ofGradient(f, e.name(), measured.steps()) > RoundingNoise.FLOAT32);
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
        return measured.isFloat32()
                ? found(
                        Pattern.FLOAT32_ROUNDING,
                        0,
                        "the function is computed in float32 somewhere inside, which alone does not explain the"
                                + " differences: compute in float64, and check again")
                : Optional.empty();
    }

    /** Not of a function in float32: there the right formula does not give what was measured. */
    private Optional<Diagnosis> formula(ComparedGradient e) {
        return f instanceof Projection projection && e.isClear() && !measured.isFloat32()
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
