package gradj.gradcheck;

import gradj.gradcheck.Comparison.StepRule;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.gradcheck.ElementReport.Verdict;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second look, along one direction of each parameter, at a point nearby, and beside a copy at one far away. A layer that
 * keeps something of its first forward, such as W transposed, is right there, and wrong in every step of learning that
 * follows.
 *
 * @param cancelled what rounding leaves of gradients whose terms cancel
 */
record MovedPoint(Differentiable f, GradientCheck check, Measurement measured, Map<String, Double> cancelled) {
    /** Each number goes a twentieth of itself at most: as far as learning may, and not across 0. */
    private static final double PART = 0.05;

    /** What is 0 everywhere goes this many steps: far enough to tell, and less than a gradient changes in. */
    private static final double STEPS = 100;

    /** Two gradients of the same function at the same point, in parts of the largest element. */
    private static final double SAME = 1e-9;

    private static final String STALE = "something of the first forward is kept, such as a transposed W, the input or a"
            + " mask, that every forward must replace";

    /** The reports of a function that is not wrong at its own point, with what is wrong at the other. */
    List<ParameterReport> recheck(List<ParameterReport> reports) {
        Map<String, Tensor> starts = new LinkedHashMap<>();
        f.parameters().forEach((name, parameter) -> starts.put(name, parameter.copy()));
        Map<String, Diagnosis> wrong = new LinkedHashMap<>();
        try (TensorScope scope = TensorScope.open()) {
            SeededRandom random = new SeededRandom(0);
            starts.forEach((name, start) -> move(ParallelDifferences.parameter(f, name), start, name, random));
            Differentiable there = f.elsewhere().orElse(f);
            wrong.putAll(wrongThere(there));
            if (wrong.isEmpty()) {
                starts.keySet().forEach(name -> Copies.reverse(ParallelDifferences.parameter(f, name)));
                wrong.putAll(unlikeCopy(there));
            }
        } finally {
            starts.forEach((name, start) -> {
                Tensor parameter = ParallelDifferences.parameter(f, name);
                parameter.backend().copy(start.storage(), 0, parameter.storage(), 0, start.size());
            });
        }
        if (!wrong.isEmpty()) {
            Map<String, ElementReport> here = compare(f);
            wrong.replaceAll((name, diagnosis) -> here.containsKey(name) ? notInTheSample(name) : diagnosis);
        }
        return reports.stream()
                .map(report -> {
                    Diagnosis diagnosis = wrong.get(report.name());
                    return diagnosis == null ? report : report.with(diagnosis);
                })
                .toList();
    }

    private static Diagnosis notInTheSample(String name) {
        return new Diagnosis(
                Pattern.FEW_ELEMENTS,
                0,
                "d" + name
                        + " is right at every element that was compared, and wrong along a direction through all: it is"
                        + " wrong at elements that were not drawn; compare more of them");
    }

    private void move(Tensor parameter, Tensor start, String name, SeededRandom random) {
        double[] values = start.toDoubleArray();
        boolean isZero = Arrays.stream(values).allMatch(x -> x == 0);
        double step = STEPS * measured.steps().getOrDefault(name, check.step());
        for (int i = 0; i < values.length; i++) {
            double r = 2 * random.nextDouble() - 1;
            values[i] += r * (isZero ? step : PART * values[i]);
        }
        parameter.backend().write(values, 0, parameter.storage(), 0, values.length);
    }

    private Map<String, Diagnosis> wrongThere(Differentiable there) {
        Map<String, Diagnosis> diagnoses = new LinkedHashMap<>();
        compare(there).forEach((name, wrong) -> diagnoses.put(name, diagnosis(there, name, wrong)));
        return diagnoses;
    }

    /**
     * What a copy, which has seen no other point, finds another gradient for. Nothing is differentiated here: the point may
     * be far away, where masks are others.
     */
    private static Map<String, Diagnosis> unlikeCopy(Differentiable there) {
        Map<String, Diagnosis> diagnoses = new LinkedHashMap<>();
        there.copy().ifPresent(copy -> {
            there.value();
            Map<String, Tensor> seen = there.gradient();
            copy.value();
            Map<String, Tensor> fresh = copy.gradient();
            for (String name : there.parameters().keySet()) {
                double[] mine = ParallelDifferences.gradientOf(seen, name).toDoubleArray();
                double[] theirs = ParallelDifferences.gradientOf(fresh, name).toDoubleArray();
                if (!isSame(mine, theirs)) {
                    diagnoses.put(
                            name,
                            new Diagnosis(
                                    Pattern.STALE_STATE,
                                    0,
                                    "d" + name + " is right at the first point, and with each parameter's numbers in"
                                            + " reverse order it is not what a copy gives that has seen no other point: "
                                            + STALE));
                }
            }
        });
        return diagnoses;
    }

    /** True, too, where there are numbers that nothing can be said of. */
    private static boolean isSame(double[] mine, double[] fresh) {
        double largest = Arrays.stream(mine).map(Math::abs).max().orElse(0);
        boolean isSame = mine.length == fresh.length;
        for (int i = 0; isSame && i < mine.length; i++) {
            isSame = !(Math.abs(fresh[i] - mine[i]) > SAME * largest);
        }
        return isSame;
    }

    /** For each parameter that is wrong where the function stands, the comparison along a direction that shows it. */
    private static Map<String, ElementReport> wrong(Map<String, ElementReport> compared) {
        compared.values().removeIf(e -> e.verdict() != Verdict.WRONG);
        return compared;
    }

    private Map<String, ElementReport> compare(Differentiable g) {
        Map<String, ElementReport> compared = new LinkedHashMap<>();
        double value = g.value();
        if (!Double.isFinite(value)) {
            return compared;
        }
        Map<String, Tensor> gradients = g.gradient();
        double scale = RoundingNoise.scale(g, value, gradients);
        double larger = scale > measured.scale() ? scale / measured.scale() : 1;
        for (String name : g.parameters().keySet()) {
            Tensor gradient = ParallelDifferences.gradientOf(gradients, name);
            if (gradient.size() != ParallelDifferences.parameter(g, name).size()) {
                continue;
            }
            double step = measured.steps().getOrDefault(name, check.step());
            ErrorBound bound = new ErrorBound(
                    larger * measured.deviation(), larger * measured.scale(), 0, cancelled.getOrDefault(name, 0.0));
            new DirectionCheck(g, step, bound, StepRule.CHOSEN)
                    .compare(name, gradient.toDoubleArray(), 1, new SeededRandom(1))
                    .forEach(e -> compared.put(name, e));
        }
        return wrong(compared);
    }

    /** A copy remembers nothing: whether it gives the same gradient there tells stale from wrong. */
    private static Diagnosis diagnosis(Differentiable there, String name, ElementReport e) {
        double[] analytic =
                ParallelDifferences.gradientOf(there.gradient(), name).toDoubleArray();
        Optional<double[]> fresh = there.copy()
                .map(copy ->
                        ParallelDifferences.gradientOf(copy.gradient(), name).toDoubleArray());
        boolean isSame = fresh.isPresent() && isSame(analytic, fresh.get());
        String found = "d" + name + " is right at the first point, and wrong after the parameters moved a little (along"
                + " a direction analytic " + WholePatterns.number(e.analytic()) + ", numeric "
                + WholePatterns.number(e.numeric()) + "): ";
        return isSame
                ? new Diagnosis(
                        Pattern.WRONG_NEARBY,
                        e.difference(),
                        found + "backward is wrong at other values; check it there to see where")
                : new Diagnosis(Pattern.STALE_STATE, e.difference(), found + STALE);
    }
}
