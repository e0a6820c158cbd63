package gradj.gradcheck;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The short formulas that a step's gradient usually is: the upstream gradient dout itself, its sums, its products with
 * the step's other tensors, element by element or as matrices. Where one of them gives exactly the analytic gradient, and
 * another the numeric one, both are named.
 */
final class Formulas {
    private record Candidate(String text, double[] values) {}

    private final Tensor dout;
    private final Map<String, Tensor> parameters;

    Formulas(Projection projection) {
        this.dout = projection.upstream();
        this.parameters = projection.parameters();
    }

    Optional<Diagnosis> compare(Evidence e) {
        List<Candidate> candidates = candidates(e.shape());
        Optional<Candidate> said = candidates.stream()
                .filter(c -> e.isExplainedBy(x -> c.values()[x.position()], 0))
                .findFirst();
        Optional<Candidate> meant = candidates.stream()
                .filter(c -> e.elements().stream()
                        .allMatch(x -> Math.abs(x.numeric() - c.values()[x.position()]) <= 3 * x.tolerance()))
                .findFirst();
        if (said.isEmpty() || e.telling().size() < 2) {
            return Optional.empty();
        }
        return WholePatterns.found(
                Diagnosis.Pattern.OTHER_FORMULA,
                0,
                "%s is %s; %s",
                e.gradient(),
                said.get().text(),
                meant.map(c -> "the true gradient is " + c.text()).orElse("the true gradient is not"));
    }

    private List<Candidate> candidates(Shape shape) {
        List<Candidate> candidates = new ArrayList<>();
        if (dout.shape().equals(shape)) {
            add(candidates, "dout itself, as if the step changed nothing", dout);
        }
        for (int axis = 0; axis < dout.shape().rank(); axis++) {
            Tensor sums = dout.sum(axis);
            if (sums.shape().equals(shape)) {
                add(candidates, "dout summed over axis " + axis, sums);
                add(
                        candidates,
                        "the mean of dout over axis " + axis,
                        sums.dividedBy(dout.shape().length(axis)));
            }
        }
        parameters.forEach((name, other) -> {
            addElementwise(candidates, shape, name, other);
            addProducts(candidates, shape, name, other);
        });
        return candidates;
    }

    private void addElementwise(List<Candidate> candidates, Shape shape, String name, Tensor other) {
        if (other.shape().equals(dout.shape()) && shape.equals(dout.shape())) {
            add(candidates, "dout times " + name + ", element by element", dout.times(other));
            add(candidates, "dout divided by " + name + ", element by element", dout.dividedBy(other));
        }
    }

    private void addProducts(List<Candidate> candidates, Shape shape, String name, Tensor other) {
        if (shape.rank() != 2 || other.shape().rank() != 2 || dout.shape().rank() != 2) {
            return;
        }
        for (boolean turnDout : new boolean[] {false, true}) {
            for (boolean turnOther : new boolean[] {false, true}) {
                Tensor d = turnDout ? dout.transpose() : dout;
                Tensor o = turnOther ? other.transpose() : other;
                String dText = turnDout ? "dout^T" : "dout";
                String oText = turnOther ? name + "^T" : name;
                addProduct(candidates, shape, dText + " " + oText, d, o);
                addProduct(candidates, shape, oText + " " + dText, o, d);
            }
        }
    }

    private static void addProduct(List<Candidate> candidates, Shape shape, String text, Tensor a, Tensor b) {
        boolean fits = a.shape().length(1) == b.shape().length(0)
                && shape.equals(Shape.of(a.shape().length(0), b.shape().length(1)));
        if (fits) {
            add(candidates, "the matrix product " + text, a.dot(b));
        }
    }

    private static void add(List<Candidate> candidates, String text, Tensor values) {
        candidates.add(new Candidate(text, values.toDoubleArray()));
    }
}
