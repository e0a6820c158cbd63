package gradj.gradcheck;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The short formulas that a step's gradient usually is: the upstream gradient dout itself, its sums, its products with
 * the step's other tensors or simple functions of them, element by element or as matrices. Where one of them gives
 * exactly the analytic gradient it is named, and the one that gives the numeric gradient too.
 */
final class Formulas {
    private record Candidate(String text, double[] values) {}

    /** What a derivative is often made of; %s is the tensor's name. */
    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = functions();

    private static Map<String, UnaryOperator<Tensor>> functions() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("%s", q -> q);
        functions.put("2 %s", q -> q.times(2));
        functions.put("%s^2", Tensor::square);
        functions.put("1 / %s", Tensor::reciprocal);
        functions.put("%s (1 - %<s)", q -> q.times(q.negate().plus(1)));
        functions.put("(1 - %s^2)", q -> q.square().negate().plus(1));
        functions.put("(1 - %s)", q -> q.negate().plus(1));
        functions.put("e^%s", Tensor::exp);
        return functions;
    }

    private final Tensor dout;
    private final Map<String, Tensor> tensors;
    private final Shape shape;
    private final List<Candidate> candidates = new ArrayList<>();

    /** The formulas of this step that have the shape of a gradient. */
    Formulas(Projection projection, Shape shape) {
        this.dout = projection.upstream();
        this.shape = shape;
        this.tensors = new LinkedHashMap<>(projection.parameters());
        this.tensors.put("y", projection.function().forward());
        add("dout itself", dout);
        add("minus dout", dout.negate());
        addSums("dout", dout);
        addRows();
        tensors.forEach((name, other) -> {
            FUNCTIONS.forEach((text, function) -> addElementwise(String.format(text, name), function.apply(other)));
            addProducts(name, other);
        });
        addDetached(projection);
    }

    /** What a product's backward gives that takes the other factor for a constant. */
    private void addDetached(Projection projection) {
        Tensor y = projection.function().forward();
        projection.parameters().forEach((name, x) -> {
            if (x.shape().equals(y.shape())) {
                add("dout times y / " + name + ", element by element", dout.times(y.dividedBy(x)));
            }
        });
    }

    /** What the analytic gradient is, if it is one of the formulas. */
    Optional<Diagnosis> compare(ComparedGradient e) {
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
                "%s is %s; the true gradient is %s",
                e.gradient(),
                said.get().text(),
                meant.map(Candidate::text).orElse("not"));
    }

    private void add(String text, Tensor values) {
        if (values.shape().equals(shape)) {
            candidates.add(new Candidate(text, values.toDoubleArray()));
        }
    }

    private void addSums(String text, Tensor values) {
        for (int axis = 0; axis < values.shape().rank(); axis++) {
            Tensor sums = values.sum(axis);
            add(text + " summed over axis " + axis, sums);
            add(
                    "the mean of " + text + " over axis " + axis,
                    sums.dividedBy(values.shape().length(axis)));
        }
    }

    private void addRows() {
        if (dout.shape().rank() == 2 && dout.shape().length(0) > 1) {
            int last = dout.shape().length(0) - 1;
            add("the first row of dout", dout.rows(0, 1).sum(0));
            add("the last row of dout", dout.rows(last, last + 1).sum(0));
        }
    }

    private void addElementwise(String text, Tensor other) {
        if (fitsBroadcast(other.shape())) {
            Tensor product = dout.times(other);
            add("dout times " + text + ", element by element", product);
            add("minus dout times " + text + ", element by element", product.negate());
            addSums("dout times " + text, product);
        }
    }

    /** Whether it has dout's shape, or is repeated to it. */
    private boolean fitsBroadcast(Shape other) {
        int missing = dout.shape().rank() - other.rank();
        boolean fits = missing >= 0;
        for (int axis = 0; fits && axis < other.rank(); axis++) {
            fits = other.length(axis) == 1 || other.length(axis) == dout.shape().length(axis + missing);
        }
        return fits;
    }

    private void addProducts(String name, Tensor other) {
        if (shape.rank() != 2 || other.shape().rank() != 2 || dout.shape().rank() != 2) {
            return;
        }
        for (boolean turnDout : new boolean[] {false, true}) {
            for (boolean turnOther : new boolean[] {false, true}) {
                Tensor d = turnDout ? dout.transpose() : dout;
                Tensor o = turnOther ? other.transpose() : other;
                String dText = turnDout ? "dout^T" : "dout";
                String oText = turnOther ? name + "^T" : name;
                addProduct(dText + " " + oText, d, o);
                addProduct(oText + " " + dText, o, d);
            }
        }
    }

    private void addProduct(String text, Tensor a, Tensor b) {
        boolean fits = a.shape().length(1) == b.shape().length(0)
                && shape.equals(Shape.of(a.shape().length(0), b.shape().length(1)));
        if (fits) {
            add("the matrix product " + text, a.dot(b));
        }
    }
}
