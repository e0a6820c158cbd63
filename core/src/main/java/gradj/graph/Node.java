package gradj.graph;

import gradj.gradcheck.Differentiable;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.SoftmaxWithLoss;
import gradj.op.Abs;
import gradj.op.Add;
import gradj.op.Affine;
import gradj.op.Concat;
import gradj.op.Divide;
import gradj.op.Dot;
import gradj.op.Exp;
import gradj.op.Labels;
import gradj.op.LeakyRelu;
import gradj.op.Log;
import gradj.op.LogSoftmax;
import gradj.op.Max;
import gradj.op.Mean;
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
import gradj.op.Square;
import gradj.op.Subtract;
import gradj.op.Sum;
import gradj.op.Tanh;
import gradj.op.Transpose;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in a {@link Graph}: given from outside, or the output of an operation on other nodes. Its arithmetic makes new
 * nodes, reads like that of numbers, and broadcasts as {@link Tensor} does.
 *
 * <p>Every such method throws {@link ShapeException} where shapes do not fit, and
 * {@link IllegalArgumentException} for a node of another graph.
 */
public final class Node {
    /** Where a node's value comes from. */
    public enum Kind {
        /** Given from outside; its gradient is asked for. */
        INPUT,
        /** A layer's parameter; its gradient is asked for. */
        PARAMETER,
        /** Given from outside; no gradient is kept. */
        CONSTANT,
        /** Computed from other nodes. */
        OPERATION
    }

    private final Graph graph;
    private final Kind kind;
    private final @Nullable Operation operation;
    private final List<Node> inputs;
    private final boolean takesGradient;
    private @Nullable String name;
    private Tensor value;
    private @Nullable Tensor gradient;
    private Tensor @Nullable [] passedOn;

    /** A given value; without a name it is a number, which is its own. */
    Node(Graph graph, Kind kind, @Nullable String name, Tensor value) {
        this.graph = graph;
        this.kind = kind;
        this.operation = null;
        this.inputs = List.of();
        this.takesGradient = kind != Kind.CONSTANT;
        this.name = name;
        this.value = value;
    }

    Node(Graph graph, Operation operation, List<Node> inputs, Tensor value) {
        this.graph = graph;
        this.kind = Kind.OPERATION;
        this.operation = operation;
        this.inputs = inputs;
        this.takesGradient = inputs.stream().anyMatch(input -> input.takesGradient);
        this.value = value;
    }

    // ---------------------------------------------------------------------------------------------------- arithmetic

    /** The sum, element by element. */
    public Node plus(Node other) {
        return apply(new Add(), other);
    }

    /** The sum with a number. */
    public Node plus(double other) {
        return plus(graph.constant(other));
    }

    /** The difference, element by element. */
    public Node minus(Node other) {
        return apply(new Subtract(), other);
    }

    /** The difference, element by element less a number. */
    public Node minus(double other) {
        return minus(graph.constant(other));
    }

    /** The product, element by element; {@link #dot} is the product of matrices. */
    public Node times(Node other) {
        return apply(new Multiply(), other);
    }

    /** The product with a number. */
    public Node times(double other) {
        return times(graph.constant(other));
    }

    /** The quotient, element by element. */
    public Node dividedBy(Node other) {
        return apply(new Divide(), other);
    }

    /** The quotient by a number. */
    public Node dividedBy(double other) {
        return dividedBy(graph.constant(other));
    }

    /** -x, element by element. */
    public Node negate() {
        return apply(new Negate());
    }

    /** x², element by element. */
    public Node square() {
        return apply(new Square());
    }

    /** e^x, element by element. */
    public Node exp() {
        return apply(new Exp());
    }

    /** The natural logarithm. */
    public Node log() {
        return apply(new Log());
    }

    /** 1 / x. */
    public Node reciprocal() {
        return apply(new Reciprocal());
    }

    /** The matrix product of [M, K] and [K, N]; a vector is a row on the left, a column on the right. */
    public Node dot(Node other) {
        return apply(new Dot(), other);
    }

    /** Rows become columns. */
    public Node transpose() {
        return apply(new Transpose());
    }

    /** Two axes change places; each is counted from 0, or from the end as -1. */
    public Node transpose(int axis, int otherAxis) {
        return apply(new Transpose(axis, otherAxis));
    }

    /** The axes in another order: axis i of the result is axis {@code axes[i]} of this. */
    public Node permute(int... axes) {
        return apply(Transpose.permuting(axes));
    }

    /** The same elements in another shape of the same size. */
    public Node reshape(Shape shape) {
        return apply(new Reshape(shape));
    }

    /** The part of an axis {@code from} (inclusive) to {@code to} (exclusive). */
    public Node slice(int axis, int from, int to) {
        return apply(new Slice(axis, from, to));
    }

    /** This node and the others one after the other along an axis. */
    public Node concat(int axis, Node... others) {
        return apply(new Concat(axis), others);
    }

    /** The sum of all elements, a scalar. */
    public Node sum() {
        return apply(new Sum());
    }

    /** The sums along an axis, counted from 0, or from the end as -1; it disappears. */
    public Node sum(int axis) {
        return apply(new Sum(axis));
    }

    /** The sums along an axis, which stays with length 1 if it is kept. */
    public Node sum(int axis, boolean keepsAxis) {
        return apply(new Sum(axis, keepsAxis));
    }

    /** The mean of all elements, a scalar. */
    public Node mean() {
        return apply(new Mean());
    }

    /** The means along an axis, which disappears. */
    public Node mean(int axis) {
        return apply(new Mean(axis));
    }

    /** The means along an axis, which stays with length 1 if it is kept. */
    public Node mean(int axis, boolean keepsAxis) {
        return apply(new Mean(axis, keepsAxis));
    }

    /** The largest of all elements, a scalar; several that are equal share its gradient. */
    public Node max() {
        return apply(new Max());
    }

    /** The largest along an axis, which disappears; several that are equal share its gradient. */
    public Node max(int axis) {
        return apply(new Max(axis));
    }

    /** The largest along an axis, which stays with length 1 if it is kept; several that are equal share its gradient. */
    public Node max(int axis, boolean keepsAxis) {
        return apply(new Max(axis, keepsAxis));
    }

    /** |x|, element by element. */
    public Node abs() {
        return apply(new Abs());
    }

    /** x where x > 0, else 0. */
    public Node relu() {
        return apply(new Relu());
    }

    /** x where x > 0, else slope times x. */
    public Node leakyRelu(double slope) {
        return apply(new LeakyRelu(slope));
    }

    /** The hyperbolic tangent, in one step. */
    public Node tanh() {
        return apply(new Tanh());
    }

    /** 1 / (1 + e^-x), in one step. */
    public Node sigmoid() {
        return apply(new Sigmoid());
    }

    /** Softmax along the last axis: of each row of [N, C] or [..., C], or of a single [C]. */
    public Node softmax() {
        return apply(new Softmax());
    }

    /** The logarithm of {@link #softmax}, along the last axis. */
    public Node logSoftmax() {
        return apply(new LogSoftmax());
    }

    /** x W + b of this [N, D], W [D, M] and b [M]. */
    public Node affine(Node w, Node b) {
        return apply(new Affine(), w, b);
    }

    /** The mean loss of these scores [N, C] against labels, one-hot rows or class numbers; the labels get no gradient. */
    public Node softmaxCrossEntropy(Node t) {
        return apply(new SoftmaxCrossEntropy(), t);
    }

    /** Any operation, with this node as its first input; see {@link Graph#apply}. */
    public Node apply(Operation operation, Node... others) {
        Node[] all = new Node[others.length + 1];
        all[0] = this;
        System.arraycopy(others, 0, all, 1, others.length);
        return graph.apply(operation, all);
    }

    /**
     * A layer's output for this node. Its parameters become nodes of the graph too, found again by
     * {@link Graph#parameter}; backward also sets the gradients of the parameters themselves, the sum over all their uses
     * in the graph. As of an operation, {@link Graph#apply backward needs} the layer's last forward to be the graph's own.
     */
    public Node apply(Layer layer) {
        return graph.apply(layer, this, layer.parameters());
    }

    /**
     * The scores of a whole net for this node, a node for each of its layers. Where the net learns between this graph's
     * forward and its backward, its layers remember that instead, and the gradients would be wrong: call
     * {@link Graph#forward} first. Predicting and evaluating in between change nothing.
     */
    public Node apply(Network net) {
        Node y = this;
        for (Layer layer : net.layers()) {
            y = graph.apply(layer, y, net.parameters());
        }
        return y;
    }

    /**
     * The mean loss of a whole net for this node and its labels, as {@link Network#loss} computes it; after a loss of the
     * net's own call {@link Graph#forward} before backward, see {@link #apply(Network)}.
     *
     * @throws ShapeException if the net's scores are of one class, which leaves nothing to learn
     */
    public Node loss(Network net, Node t) {
        Node scores = apply(net);
        if (net.loss() instanceof SoftmaxWithLoss) {
            Labels.requireClasses("scores", scores.content().shape());
        }
        return scores.apply(net.loss().operation(), t);
    }

    // ------------------------------------------------------------------------------------------------------ backward

    /**
     * Backpropagation from this node, which holds one number: afterwards every node that it was made from, directly or
     * not, has its gradient. Gradients of an earlier backward are replaced, not added to: calling it twice gives the same.
     *
     * @throws IllegalStateException if this node has more elements than one, or is made from constants alone, or an input
     *     changed since the last forward
     */
    public void backward() {
        Tensor y = value();
        if (y.size() != 1) {
            throw new IllegalStateException("backward from " + name() + ": its shape is " + y.shape()
                    + ", no scalar: give the upstream gradient with backward(dout), or add a sum()");
        }
        graph.backward(this, graph.tensors().full(y.shape(), 1));
    }

    /**
     * Backpropagation from this node for a given upstream gradient; see {@link #backward()}.
     *
     * @param dout a tensor of this node's shape
     * @throws ShapeException if it has another shape
     * @throws gradj.tensor.MixedTensorsException if it has another dtype or backend than the graph
     * @throws IllegalStateException if this node is made from constants alone, or an input changed since the last forward
     */
    public void backward(Tensor dout) {
        graph.requireSameKind("dout", dout);
        if (!dout.shape().equals(value().shape())) {
            throw new ShapeException(
                    "backward from " + name(),
                    "dout has the node's shape: expected " + value.shape() + ", got " + dout.shape(),
                    value.shape(),
                    dout.shape());
        }
        graph.backward(this, dout);
    }

    /**
     * The scalar in this node as a function of the graph's inputs and parameters, to be checked by
     * {@link gradj.gradcheck.GradientCheck}: of all those that its gradient reaches, by their names. Its evaluations run the
     * graph; afterwards {@link Graph#forward} gives the nodes their values back. Inputs become copies of their tensors.
     *
     * <p>Kinks are known of operations and layers that tell their {@link Operation#branches branches}; others count as
     * smooth.
     */
    public Differentiable asFunction() {
        return GraphFunction.of(this);
    }

    // ------------------------------------------------------------------------------------------------- what it holds

    /**
     * The node's value.
     *
     * @throws IllegalStateException if an input changed since it was computed
     */
    public Tensor value() {
        if (kind == Kind.OPERATION) {
            graph.requireFresh(name());
        }
        return value;
    }

    /** The number in a node of one element. */
    public double item() {
        return value().item();
    }

    /**
     * The gradient of what the last backward started from, with respect to this node, in its shape.
     *
     * @throws IllegalStateException if there is none, and why
     */
    public Tensor gradient() {
        graph.requireFresh("gradient of " + name());
        if (gradient == null) {
            Node from = graph.lastBackward();
            throw new IllegalStateException(name() + " has no gradient: "
                    + (!takesGradient
                            ? "it is a constant, or made from constants alone; make it an input(name, value)"
                            : from == null
                                    ? "call backward() on the graph's output first"
                                    : "the last backward, from " + from.name() + ", did not come past it"));
        }
        return gradient;
    }

    /** Whether {@link #gradient} gives one: the last backward came past this node, and no input changed since. */
    public boolean hasGradient() {
        return gradient != null && graph.isFresh();
    }

    /**
     * What the last backward passed from this node to one of its inputs: a part of that input's gradient, the whole of it
     * where it is used nowhere else. Empty for constants and labels, and where {@link #hasGradient} is false.
     *
     * @param input its position in {@link #inputs}
     * @throws IndexOutOfBoundsException if there is no such input
     */
    public Optional<Tensor> gradientPassedTo(int input) {
        boolean takesPart = inputs.get(Objects.checkIndex(input, inputs.size())).takesGradient;
        return passedOn == null || !hasGradient() || input >= passedOn.length || !takesPart
                ? Optional.empty()
                : Optional.of(passedOn[input]);
    }

    /**
     * Gives an input or a constant another value, of the same or another shape. What was computed from it cannot be read
     * until {@link Graph#forward} ran.
     *
     * @throws IllegalStateException if this node is computed, or a layer's parameter
     */
    public void set(Tensor newValue) {
        if (kind == Kind.OPERATION || kind == Kind.PARAMETER) {
            throw new IllegalStateException("set: " + name()
                    + (kind == Kind.OPERATION
                            ? " is computed: set the inputs that it comes from"
                            : " is a layer's parameter: change it with Parameter.assign, then call graph.forward()"));
        }
        graph.requireSameKind(name(), newValue);
        value = newValue;
        graph.markStale();
    }

    /** Gives a scalar input or constant another value. */
    public void set(double newValue) {
        set(graph.tensors().scalar(newValue));
    }

    /**
     * Gives the node a name for messages and pictures.
     *
     * @throws IllegalArgumentException if it is an input, a constant or a parameter, and another of them has that name
     */
    public Node named(String newName) {
        if (kind != Kind.OPERATION) {
            graph.renameSource(name, newName);
        }
        name = newName;
        return this;
    }

    /** The given name; of a node that has none the operation's, or the number that a constant is. */
    public String name() {
        if (name != null) {
            return name;
        } else if (operation != null) {
            return operation.name();
        }
        return value.shape().rank() == 0 ? number(value.item()) : "constant " + value.shape();
    }

    private static String number(double x) {
        return x == (long) x && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
    }

    /** Whether the node was given a name, with {@link #named} or when it was made. */
    public boolean isNamed() {
        return name != null;
    }

    /** Where its value comes from. */
    public Kind kind() {
        return kind;
    }

    /** What computes it; empty unless it is an {@link Kind#OPERATION}. */
    public Optional<Operation> operation() {
        return Optional.ofNullable(operation);
    }

    /** The layer that computes it; empty unless {@link #apply(Layer)} or {@link #apply(Network)} made it. */
    public Optional<Layer> layer() {
        return operation instanceof LayerOperation of ? Optional.of(of.layer()) : Optional.empty();
    }

    /** The nodes that it is computed from. */
    public List<Node> inputs() {
        return inputs;
    }

    /** The graph that it belongs to. */
    public Graph graph() {
        return graph;
    }

    /** Name and value. */
    @Override
    public String toString() {
        return name() + " = " + value;
    }

    // ---------------------------------------------------------------------------------------------- for the graph

    /** Whether it is an input or a parameter, or made from one. */
    boolean takesGradient() {
        return takesGradient;
    }

    Operation requireOperation() {
        if (operation == null) {
            throw new IllegalStateException(name() + " is not computed");
        }
        return operation;
    }

    /** The value, whether the inputs changed or not. */
    Tensor content() {
        return value;
    }

    void replaceValue(Tensor newValue) {
        value = newValue;
    }

    void addGradient(Tensor part) {
        if (takesGradient) {
            gradient = gradient == null ? part : gradient.plus(part);
        }
    }

    void passGradientOn() {
        if (gradient != null) {
            Tensor[] parts = requireOperation().backward(gradient); // labels at the end may have none
            if (parts.length == 0 || parts.length > inputs.size()) {
                throw new IllegalStateException(requireOperation().name() + ": backward's gradients: expected "
                        + inputs.size() + ", one for each input, got " + parts.length);
            }
            for (int i = 0; i < parts.length; i++) {
                if (inputs.get(i).takesGradient) {
                    inputs.get(i).addGradient(checked(i, parts[i]));
                }
            }
            passedOn = parts;
        }
    }

    /** A gradient that the operation's backward gave for one of its inputs, if it can be one. */
    private Tensor checked(int input, Tensor part) {
        Node of = inputs.get(input);
        String which = requireOperation().name() + ": backward's gradient " + input + " of " + of.name();
        Shape expected = of.content().shape();
        if (part == null) { // an operation from outside may know nothing of null marking
            throw new IllegalStateException(which + ": expected " + expected + ", got null");
        }
        graph.requireSameKind(which, part);
        if (!part.shape().equals(expected)) {
            throw new ShapeException(which, "expected " + expected + ", got " + part.shape(), expected, part.shape());
        }
        return part;
    }

    void forgetGradients() {
        gradient = null;
        passedOn = null;
    }
}
