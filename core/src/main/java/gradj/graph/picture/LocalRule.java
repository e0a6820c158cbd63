package gradj.graph.picture;

import static java.util.Map.entry;

import gradj.graph.Node;
import gradj.nn.Activation;
import gradj.nn.Flatten;
import gradj.nn.Layer;
import gradj.op.Abs;
import gradj.op.Add;
import gradj.op.Affine;
import gradj.op.Concat;
import gradj.op.Divide;
import gradj.op.Dot;
import gradj.op.Exp;
import gradj.op.LeakyRelu;
import gradj.op.Log;
import gradj.op.LogSoftmax;
import gradj.op.Max;
import gradj.op.Mean;
import gradj.op.MeanSquaredError;
import gradj.op.Multiply;
import gradj.op.Negate;
import gradj.op.Operation;
import gradj.op.Reciprocal;
import gradj.op.Relu;
import gradj.op.Reshape;
import gradj.op.Sigmoid;
import gradj.op.Slice;
import gradj.op.Softmax;
import gradj.op.SoftmaxCrossEntropy;
import gradj.op.Sqrt;
import gradj.op.Square;
import gradj.op.Subtract;
import gradj.op.Sum;
import gradj.op.Tanh;
import gradj.op.Transpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An operation's formula and those of its local derivatives, as {@link LocalComputation} shows them.
 *
 * @param partials one for each input that may get a gradient; fewer than inputs where the rest, as labels, get none
 * @param symbols of the inputs; none where x1, x2 ... will do
 */
record LocalRule(String formula, List<String> symbols, List<Partial> partials) {
    /** A local derivative as a number, of inputs and output that are numbers; the second input is NaN where there is one. */
    @FunctionalInterface
    interface Slope {
        double at(double a, double b, double y);
    }

    /**
     * How one input's gradient comes about.
     *
     * @param derivative empty where no single number takes an element's place
     * @param slope its value; null where there is no derivative
     */
    record Partial(String derivative, String rule, @Nullable Slope slope) {}

    /** That of an operation that nothing is known of. */
    static final LocalRule UNKNOWN = new LocalRule("", List.of(), List.of());

    private static final Map<Class<? extends Operation>, LocalRule> RULES = Map.ofEntries(
            entry(Add.class, binary("a + b", by("1", (a, b, y) -> 1), by("1", (a, b, y) -> 1))),
            entry(Subtract.class, binary("a − b", by("1", (a, b, y) -> 1), by("−1", (a, b, y) -> -1))),
            entry(Multiply.class, binary("a × b", by("b", (a, b, y) -> b), by("a", (a, b, y) -> a))),
            entry(
                    Divide.class,
                    binary("a / b", by("1 / b", (a, b, y) -> 1 / b), by("−a / b²", (a, b, y) -> -(a / b / b)))),
            entry(Negate.class, unary("−x", by("−1", (x, none, y) -> -1))),
            entry(Square.class, unary("x²", by("2 × x", (x, none, y) -> 2 * x))),
            entry(Sqrt.class, unary("√x", by("1 / (2 × y)", (x, none, y) -> 1 / (2 * y)))),
            entry(Exp.class, unary("exp(x)", by("y", (x, none, y) -> y))),
            entry(Log.class, unary("log(x)", by("1 / x", (x, none, y) -> 1 / x))),
            entry(Reciprocal.class, unary("1 / x", by("−y²", (x, none, y) -> -(y * y)))),
            entry(Abs.class, unary("|x|", by("sign(x)", (x, none, y) -> Math.signum(x)))),
            entry(Tanh.class, unary("tanh(x)", by("1 − y²", (x, none, y) -> 1 - y * y))),
            entry(Sigmoid.class, unary("1 / (1 + exp(−x))", by("y × (1 − y)", (x, none, y) -> y * (1 - y)))),
            entry(
                    Relu.class,
                    unary(
                            "max(0, x)",
                            new Partial(
                                    "1 (x > 0), 0 (x ≤ 0)", "dout (x > 0), 0 (x ≤ 0)", (x, none, y) -> x > 0 ? 1 : 0))),
            entry(Sum.class, unary("Σ x", by("1", (x, none, y) -> 1))),
            entry(Mean.class, unary("Σ x / n", by("1 / n", (x, none, y) -> 1))),
            entry(
                    Max.class,
                    unary("max(x)", new Partial("1 (x = y), 0 (x < y)", "dout (x = y), 0 (x < y)", (x, none, y) -> 1))),
            entry(Reshape.class, unary("reshape(x)", whole("reshape(dout)"))),
            entry(Slice.class, unary("slice(x)", whole("(0, dout, 0)"))),
            entry(Dot.class, binary("a · b", whole("dout · bᵀ"), whole("aᵀ · dout"))),
            entry(Softmax.class, unary("exp(x) / Σ exp(x)", whole("y × (dout − Σ dout × y)"))),
            entry(LogSoftmax.class, unary("x − log(Σ exp(x))", whole("dout − exp(y) × Σ dout"))),
            entry(
                    Affine.class,
                    new LocalRule(
                            "x · W + b",
                            List.of("x", "W", "b"),
                            List.of(whole("dout · Wᵀ"), whole("xᵀ · dout"), whole("Σ dout")))),
            entry(
                    MeanSquaredError.class,
                    binary(
                            "Σ (a − b)² / (2 × N)",
                            by("(a − b) / N", (a, b, y) -> a - b),
                            by("(b − a) / N", (a, b, y) -> b - a))),
            entry(
                    SoftmaxCrossEntropy.class,
                    new LocalRule(
                            "−Σ t × log(softmax(x)) / N",
                            List.of("x", "t"),
                            List.of(whole("dout × (softmax(x) − t) / N")))));

    /** Those that repeat an input along axes that it has not. */
    private static final Set<Class<? extends Operation>> REPEATING =
            Set.of(Add.class, Subtract.class, Multiply.class, Divide.class);

    /** The layers that are one of gradj's operations. */
    private static final Map<Class<? extends Layer>, Class<? extends Operation>> OF_LAYERS = Map.of(
            gradj.nn.Affine.class, Affine.class,
            gradj.nn.Relu.class, Relu.class,
            gradj.nn.Sigmoid.class, Sigmoid.class,
            Flatten.class, Reshape.class);

    private static LocalRule unary(String formula, Partial partial) {
        return new LocalRule(formula, List.of("x"), List.of(partial));
    }

    private static LocalRule binary(String formula, Partial a, Partial b) {
        return new LocalRule(formula, List.of("a", "b"), List.of(a, b));
    }

    /** The gradient from above times this. */
    private static Partial by(String derivative, Slope slope) {
        boolean isOne = derivative.matches("[\\w(]+\\)?"); // one number, letter or call needs no parentheses
        return new Partial(derivative, "dout × " + (isOne ? derivative : "(" + derivative + ")"), slope);
    }

    private static Partial whole(String rule) {
        return new Partial("", rule, null);
    }

    /** That of what computes a node, a layer's too. */
    static LocalRule of(Node node) {
        Operation operation = node.operation().orElseThrow();
        Optional<Layer> layer = node.layer();
        return layer.isPresent() ? of(layer.get(), node.inputs()) : of(operation, node.inputs());
    }

    private static LocalRule of(Layer layer, List<Node> inputs) {
        if (layer instanceof Activation activation) {
            return of(activation.operation(), inputs);
        }
        Class<? extends Operation> operation = OF_LAYERS.get(layer.getClass());
        return operation == null ? UNKNOWN : RULES.getOrDefault(operation, UNKNOWN);
    }

    private static LocalRule of(Operation operation, List<Node> inputs) {
        if (operation instanceof LeakyRelu leaky) {
            String slope = ShortNumber.withMinus(ShortNumber.of(leaky.slope()));
            return unary(
                    "x (x > 0), " + slope + " × x (x ≤ 0)",
                    new Partial(
                            "1 (x > 0), " + slope + " (x ≤ 0)",
                            "dout (x > 0), dout × " + slope + " (x ≤ 0)",
                            (x, none, y) -> x > 0 ? 1 : leaky.slope()));
        } else if (operation instanceof Transpose transpose) {
            int rank = inputs.get(0).value().shape().rank();
            boolean isMatrix = rank == 2 && transpose.order(rank)[0] == 1;
            return isMatrix ? unary("xᵀ", whole("doutᵀ")) : unary("transpose(x)", whole("transpose(dout)"));
        } else if (operation instanceof Concat) {
            List<String> names = IntStream.rangeClosed(1, inputs.size())
                    .mapToObj(i -> "x" + i)
                    .toList();
            List<Partial> parts =
                    names.stream().map(name -> whole("dout[" + name + "]")).toList();
            return new LocalRule("concat(" + String.join(", ", names) + ")", names, parts);
        }
        return RULES.getOrDefault(operation.getClass(), UNKNOWN);
    }

    /** What the formula calls one of so many inputs. */
    String symbol(int input, int inputs) {
        return input < symbols.size() ? symbols.get(input) : inputs == 1 ? "x" : "x" + (input + 1);
    }

    String derivative(int input) {
        return input < partials.size() ? partials.get(input).derivative : "";
    }

    /** The formula of an input's gradient; where the input was repeated along axes that it has not, the sum over them. */
    String gradient(int input, Node node) {
        if (input >= partials.size()) {
            return "";
        }
        Partial partial = partials.get(input);
        boolean isRepeated = REPEATING.contains(node.operation().orElseThrow().getClass())
                && !node.inputs().get(input).value().shape().equals(node.value().shape());
        return isRepeated ? "Σ " + partial.rule : partial.rule;
    }

    /** The local derivative as a number; empty where not all of inputs and output are numbers. */
    String value(int input, Node node) {
        Slope slope = input < partials.size() ? partials.get(input).slope : null;
        List<Node> inputs = node.inputs();
        boolean areNumbers = node.value().size() == 1
                && inputs.stream().allMatch(one -> one.value().size() == 1);
        if (slope == null || !areNumbers) {
            return "";
        }
        double a = inputs.get(0).item();
        double b = inputs.size() > 1 ? inputs.get(1).item() : Double.NaN;
        return ShortNumber.of(slope.at(a, b, node.item()));
    }
}
