package gradj.gradcheck;

import gradj.gradcheck.Comparison.StepRule;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.gradcheck.ParameterReport.Outcome;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** One gradient check of one function: compares, and where something is wrong asks why. */
final class CheckRun {
    private final Differentiable f;
    private final GradientCheck check;
    private final Set<String> names;
    private final Map<String, double[]> analytic = new LinkedHashMap<>();
    private final Map<String, Double> cancelled = new LinkedHashMap<>();
    private final Map<String, List<Diagnosis>> found = new LinkedHashMap<>();

    CheckRun(Differentiable f, GradientCheck check) {
        this.f = f;
        this.check = check;
        this.names = f.parameters().keySet();
    }

    GradientReport report() {
        List<Diagnosis> faults = f.faults();
        if (!faults.isEmpty()) {
            return unchecked(faults, Map.of());
        }
        double value = f.value();
        Optional<Diagnosis> violated = Preconditions.violated(f, value);
        if (violated.isPresent()) {
            boolean isRandom = violated.get().pattern() == Pattern.NONDETERMINISTIC;
            return unchecked(List.of(violated.get()), isRandom ? wrongParts() : Map.of());
        }
        Map<String, Tensor> gradients = takeGradients();
        cancelled.putAll(Cancellation.of(f, analytic));
        Measurement first = Measurement.of(f, gradients, NumericalGradient.STEP);
        List<ParameterReport> reports = compare(first.asFloat64());
        // Jumps may be those of a function that is steep somewhere: only where float64 explains less is it float32.
        Measurement measured = first.isFloat32() && isWrong(reports) ? first : first.asFloat64();
        if (measured.isFloat32()) {
            reports = compare(measured);
        }
        if (!measured.isFloat32() && !isWrong(reports)) {
            reports = new MovedPoint(f, check, measured, cancelled).recheck(provedByParts(reports));
        }
        boolean isWrong = isWrong(reports);
        Map<String, GradientReport> parts = isWrong ? wrongParts() : Map.of();
        List<String> notes = new ArrayList<>(f.notes());
        if (isWrong && parts.isEmpty() && !f.parts().isEmpty()) {
            notes.add("no step alone could be shown to be wrong: it is so only with the gradient that it gets here, or"
                    + " the mistake lies in how they are put together");
        }
        return new GradientReport(check.step(), reports, List.of(), List.copyOf(notes), parts);
    }

    private GradientReport unchecked(List<Diagnosis> diagnoses, Map<String, GradientReport> parts) {
        List<ParameterReport> unchecked = new ArrayList<>();
        f.parameters()
                .forEach((name, parameter) ->
                        unchecked.add(new ParameterReport(name, parameter.shape(), false, List.of(), List.of())));
        return new GradientReport(check.step(), List.copyOf(unchecked), List.copyOf(diagnoses), f.notes(), parts);
    }

    /** Takes the analytic gradient, twice: what is not the same again is told. */
    private Map<String, Tensor> takeGradients() {
        Map<String, Tensor> gradients = f.gradient();
        for (String name : names) {
            Tensor gradient = ParallelDifferences.gradientOf(gradients, name);
            Tensor parameter = shaped(name);
            if (gradient.shape().equals(parameter.shape())) {
                analytic.put(name, gradient.toDoubleArray());
            } else {
                diagnosesOf(name).add(Diagnoser.wrongShape(name, parameter.shape(), gradient.shape()));
            }
        }
        Map<String, Tensor> again = f.gradient();
        analytic.forEach((name, gradient) -> Diagnoser.stateLeaks(
                        name,
                        gradient,
                        ParallelDifferences.gradientOf(again, name).toDoubleArray())
                .ifPresent(diagnosis -> diagnosesOf(name).add(diagnosis)));
        return gradients;
    }

    private double cancelledOf(String name) {
        return cancelled.getOrDefault(name, 0.0);
    }

    private List<ParameterReport> compare(Measurement measured) {
        int largest = names.stream().mapToInt(name -> shaped(name).size()).max().orElse(0);
        Map<String, List<ElementReport>> elements = new LinkedHashMap<>();
        boolean[] alongDirections = new boolean[names.size()];
        try (ParallelDifferences differences =
                new ParallelDifferences(f, check.isAlongDirections() ? 1 : Math.min(check.count(), largest))) {
            for (String name : analytic.keySet()) {
                int number = elements.size();
                SeededRandom random = check.random(number);
                if (!check.isAlongDirections()) {
                    elements.put(name, elements(name, check.count(), random, differences, measured));
                    continue;
                }
                List<ElementReport> directions = alongDirections(name, random, measured);
                List<ElementReport> closer =
                        showsError(directions) ? closer(name, largest, random, measured) : List.of();
                alongDirections[number] = !showsError(closer);
                elements.put(name, showsError(closer) ? closer : directions);
            }
        }
        return diagnosed(elements, alongDirections, measured);
    }

    private List<ElementReport> alongDirections(String name, SeededRandom random, Measurement measured) {
        ErrorBound bound = measured.bound(analyticOf(name), cancelledOf(name));
        return new DirectionCheck(f, step(name, measured), bound, rule(measured))
                .compare(name, analyticOf(name), check.count(), random);
    }

    /** Which elements of what is wrong along a direction? */
    private List<ElementReport> closer(String name, int largest, SeededRandom random, Measurement measured) {
        int count = check.closer().count();
        try (ParallelDifferences differences = new ParallelDifferences(f, Math.min(count, largest))) {
            return elements(name, count, random, differences, measured);
        }
    }

    private double step(String name, Measurement measured) {
        return check.rule().isFixed() ? check.step() : measured.steps().getOrDefault(name, check.step());
    }

    private StepRule rule(Measurement measured) {
        return measured.isFloat32() ? check.rule().rough() : check.rule();
    }

    private List<ParameterReport> diagnosed(
            Map<String, List<ElementReport>> elements, boolean[] alongDirections, Measurement measured) {
        Map<String, ComparedGradient> evidence = new LinkedHashMap<>();
        elements.forEach((name, compared) -> {
            boolean wanted =
                    elements.values().stream().anyMatch(CheckRun::showsError) && !alongDirections[evidence.size()];
            Tensor parameter = shaped(name);
            evidence.put(
                    name,
                    new ComparedGradient(
                            name,
                            parameter.shape(),
                            wanted ? parameter.toDoubleArray() : new double[0],
                            analyticOf(name),
                            wanted ? compared : List.of()));
        });
        Diagnoser diagnoser = new Diagnoser(f, measured);
        List<ParameterReport> reports = new ArrayList<>();
        int number = 0;
        for (String name : names) {
            List<ElementReport> compared = elements.getOrDefault(name, List.of());
            List<Diagnosis> diagnoses = new ArrayList<>(diagnosesOf(name));
            boolean along = elements.containsKey(name) && alongDirections[number++];
            ComparedGradient own = evidence.get(name);
            if (own != null && diagnoses.isEmpty()) {
                diagnoses.addAll(diagnoser.diagnose(own, List.copyOf(evidence.values())));
            }
            reports.add(new ParameterReport(
                    name, shaped(name).shape(), along, List.copyOf(compared), List.copyOf(diagnoses)));
        }
        return List.copyOf(reports);
    }

    private List<ElementReport> elements(
            String name, int count, SeededRandom random, ParallelDifferences differences, Measurement measured) {
        double[] gradient = analyticOf(name);
        int[] chosen = choose(gradient.length, count, random);
        return List.of(differences.compare(
                name,
                chosen,
                gradient,
                measured.bound(gradient, cancelledOf(name)),
                rule(measured),
                step(name, measured)));
    }

    private static int[] choose(int size, int count, SeededRandom random) {
        int[] elements = IntStream.range(0, size).toArray();
        if (count >= size) {
            return elements;
        }
        random.shuffle(elements);
        int[] chosen = Arrays.copyOf(elements, count);
        Arrays.sort(chosen);
        return chosen;
    }

    private static boolean showsError(List<ElementReport> elements) {
        return elements.stream().anyMatch(e -> e.verdict() == ElementReport.Verdict.WRONG);
    }

    private static boolean isWrong(List<ParameterReport> reports) {
        return reports.stream().anyMatch(report -> report.outcome() == Outcome.WRONG);
    }

    /**
     * A deep net of small weights has gradients far smaller than the rounding of its loss. Where the whole shows them in the
     * rough, and each step alone in the fine, they are right. So are those of which it shows nothing, as of a bias in front of
     * a batch normalisation, that takes it away, where it shows another parameter of the same layer.
     */
    private List<ParameterReport> provedByParts(List<ParameterReport> reports) {
        List<ParameterReport> open = reports.stream()
                .filter(report -> report.isShownRoughly() || (report.isHidden() && isLayerShown(report, reports)))
                .toList();
        if (open.isEmpty() || f.parts().isEmpty()) {
            return reports;
        }
        boolean isProved = f.parts().values().stream()
                .filter(part -> !part.parameters().isEmpty())
                .allMatch(part -> check.check(part).passed());
        return reports.stream()
                .map(report -> isProved && open.contains(report) ? report.provedByParts() : report)
                .toList();
    }

    private static boolean isLayerShown(ParameterReport report, List<ParameterReport> all) {
        String layer = layerOf(report.name());
        return !layer.isEmpty()
                && all.stream()
                        .anyMatch(other -> other.outcome() == Outcome.PASSED
                                && layerOf(other.name()).equals(layer));
    }

    /** The path before a parameter's own name; empty where it has none. */
    private static String layerOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    /** Each step of the function on its own: which of them is wrong? */
    private Map<String, GradientReport> wrongParts() {
        Map<String, GradientReport> wrong = new LinkedHashMap<>();
        f.parts().forEach((name, part) -> {
            if (!part.parameters().isEmpty()) {
                GradientReport report = check.closer().check(part);
                boolean isWrong = !report.diagnoses().isEmpty()
                        || report.parameters().stream().anyMatch(p -> p.outcome() == Outcome.WRONG);
                if (isWrong) {
                    wrong.put(name, report);
                }
            }
        });
        return wrong;
    }

    private Tensor shaped(String name) {
        return ParallelDifferences.parameter(f, name);
    }

    private List<Diagnosis> diagnosesOf(String name) {
        return found.computeIfAbsent(name, none -> new ArrayList<>());
    }

    private double[] analyticOf(String name) {
        return analytic.getOrDefault(name, new double[0]);
    }
}
