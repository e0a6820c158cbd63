package gradj.graph;

import gradj.nn.Layer;
import gradj.nn.Parameter;
import gradj.op.Operation;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A computational graph: values computed from values, each by one {@link Operation}, of one dtype on one backend. Book
 * sections 5.1 and 5.2.
 *
 * <pre>{@code
 * Graph graph = new Graph(Backends.float64());
 * Node apple = graph.input("apple", 100);
 * Node count = graph.input("count", 2);
 * Node tax = graph.input("tax", 1.1);
 * Node price = apple.times(count).times(tax);  // 220
 * price.backward();
 * apple.gradient().item();                     // 2.2
 * }</pre>
 *
 * <p>A node is computed once, when it is made; whoever uses it shares its value. {@link Node#set} and {@link #forward}
 * run the same graph on other inputs. A node is made from nodes that are there already, so there can be no cycle, and
 * the order in which they were made is an order to compute in: forward walks along it, backward against it, both in a
 * loop, however deep the graph is.
 *
 * <p><b>Scopes.</b> A graph's tensors live as any others do: those made while a {@link gradj.tensor.TensorScope} is open
 * end with it. The tensors given as inputs are not copied. A graph that is used again and again is built outside and run
 * inside a scope; after the scope's end {@link #forward} computes its values anew, as long as the inputs live. For one
 * thread.
 */
public final class Graph {
    private final Tensors tensors;

    /** In the order in which they were made: every node stands behind those it is made from. */
    private final List<Node> nodes = new ArrayList<>();

    private final Set<String> inputNames = new HashSet<>();
    private final Map<Parameter, Node> parameters = new LinkedHashMap<>();

    /** Operations and layers, each at its one place. */
    private final IdentityHashMap<Object, Node> places = new IdentityHashMap<>();

    private @Nullable Node lastBackward;
    private boolean isStale;
    private long forwards;
    private long backwards;

    /** An empty graph whose numbers all have this dtype, on this backend. */
    public Graph(Tensors tensors) {
        this.tensors = tensors;
    }

    // --------------------------------------------------------------------------------------- where values come from

    /**
     * A node whose value is given from outside, and whose gradient is asked for.
     *
     * @param name unique among the inputs of this graph
     * @throws MixedTensorsException if the tensor has another dtype or backend than this graph
     */
    public Node input(String name, Tensor value) {
        return source(Node.Kind.INPUT, name, value);
    }

    /** A scalar {@link #input(String, Tensor)}. */
    public Node input(String name, double value) {
        return input(name, tensors.scalar(value));
    }

    /** A node whose value is given from outside and that no gradient is kept for, such as the labels of a loss. */
    public Node constant(String name, Tensor value) {
        return source(Node.Kind.CONSTANT, name, value);
    }

    /** A scalar constant, such as the -1 in {@code x.times(-1)}; its name is the number that it has at present. */
    public Node constant(double value) {
        return add(new Node(this, Node.Kind.CONSTANT, null, tensors.scalar(value)));
    }

    /** The node of a layer's parameter, the same one for every call; its value is the parameter's own tensor. */
    public Node parameter(Parameter parameter) {
        Node known = parameters.get(parameter);
        if (known == null) {
            known = source(Node.Kind.PARAMETER, parameter.name(), parameter.value());
            parameters.put(parameter, known);
        }
        return known;
    }

    private Node source(Node.Kind kind, String name, Tensor value) {
        requireSameKind(name, value);
        renameSource(null, name);
        return add(new Node(this, kind, name, value));
    }

    /** Takes a name for a node that is not computed, and gives its old one back, if it had one. */
    void renameSource(@Nullable String oldName, String newName) {
        if (newName.equals(oldName)) {
            return;
        }
        if (!inputNames.add(newName)) {
            throw new IllegalArgumentException(
                    "two inputs of the graph are named " + newName + ": give each a name of its own");
        }
        inputNames.remove(oldName);
    }

    /**
     * The output of an operation as a new node. The operation remembers one forward only, and {@link Node#backward()}
     * needs the one that this graph ran: where it ran elsewhere in between, by itself or in another graph, the gradients
     * would be those of that run, so call {@link #forward} first.
     *
     * @throws IllegalArgumentException if the operation stands in this graph already: it remembers one forward only; or if
     *     an input belongs to another graph; or as the operation's forward says
     */
    public Node apply(Operation operation, Node... inputs) {
        requireFree(operation, operation.name());
        requireOwn(operation.name(), List.of(inputs));
        return add(operation, operation, List.of(inputs));
    }

    /** A layer as a node, its parameters as the nodes that it is also made from, with the names that these have. */
    Node apply(Layer layer, Node x, List<Parameter> named) {
        LayerOperation operation = new LayerOperation(layer);
        requireFree(layer, operation.name());
        List<Node> inputs = new ArrayList<>();
        inputs.add(x);
        int before = nodes.size();
        for (Parameter parameter : layer.parameters()) {
            int place = named.indexOf(parameter);
            inputs.add(parameter(place < 0 ? parameter : named.get(place)));
        }
        try {
            return add(layer, operation, inputs);
        } finally {
            if (!places.containsKey(layer)) { // its forward threw: the graph stays as it was
                removeParametersFrom(before);
            }
        }
    }

    private void removeParametersFrom(int start) {
        List<Node> added = nodes.subList(start, nodes.size());
        parameters.values().removeAll(added);
        added.forEach(node -> inputNames.remove(node.name()));
        added.clear();
    }

    private Node add(Object place, Operation operation, List<Node> inputs) {
        requireFresh(operation.name());
        Node node = new Node(this, operation, inputs, compute(operation, inputs));
        places.put(place, node);
        return add(node);
    }

    private Node add(Node node) {
        nodes.add(node);
        return node;
    }

    // ------------------------------------------------------------------------------------------------------- running

    /** Computes every node anew from the present values of the inputs; gradients of the old values are forgotten. */
    public void forward() {
        isStale = true; // and stays so if an operation throws
        forgetGradients();
        for (Node node : nodes) {
            if (node.kind() == Node.Kind.OPERATION) {
                node.replaceValue(compute(node.requireOperation(), node.inputs()));
            }
        }
        isStale = false;
    }

    private Tensor compute(Operation operation, List<Node> inputs) {
        Tensor[] values = new Tensor[inputs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = inputs.get(i).content();
        }
        Tensor y = operation.forward(values);
        requireSameKind("the output of " + operation.name(), y);
        forwards++;
        return y;
    }

    /** Passes dout back from a node to all it was made from, adding where paths meet; all of it, or nothing. */
    void backward(Node output, Tensor dout) {
        requireFresh("backward");
        if (!output.takesGradient()) {
            throw new IllegalStateException(
                    "backward from " + output.name()
                            + ": it is a constant, or made from constants alone: make what it depends on an input(name, value)");
        }
        forgetGradients();
        try {
            passBack(output, dout);
            lastBackward = output;
        } finally {
            if (lastBackward == null) { // an operation threw: half a sum is no gradient
                forgetGradients();
            }
        }
        parameters.forEach((parameter, node) -> {
            if (node.hasGradient()) {
                parameter.setGradient(node.gradient());
            }
        });
    }

    private void passBack(Node output, Tensor dout) {
        output.addGradient(dout);
        for (int i = nodes.lastIndexOf(output); i >= 0; i--) {
            Node node = nodes.get(i);
            if (node.kind() == Node.Kind.OPERATION && node.hasGradient()) {
                node.passGradientOn();
                backwards++;
            }
        }
    }

    private void forgetGradients() {
        lastBackward = null;
        nodes.forEach(Node::forgetGradients);
    }

    /** An input changed: what was computed from it is not its value any more. */
    void markStale() {
        isStale = true;
    }

    // ----------------------------------------------------------------------------------------------- what there is

    /** All nodes, in the order in which they were made, which is an order of computation. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** How many operations ran forward since the graph was made: one for each node made, and for each on {@link #forward}. */
    public long forwardCount() {
        return forwards;
    }

    /** How many operations ran backward: one for each node that a gradient reached, in every {@link Node#backward}. */
    public long backwardCount() {
        return backwards;
    }

    /** Where the gradients come from: the node of the last backward, if it is valid. */
    @Nullable
    Node lastBackward() {
        return lastBackward;
    }

    /** What makes tensors that this graph takes. */
    public Tensors tensors() {
        return tensors;
    }

    // ------------------------------------------------------------------------------------------------------- checks

    /** Whether all values are those of the present inputs. */
    boolean isFresh() {
        return !isStale;
    }

    void requireFresh(String action) {
        if (isStale) {
            throw new IllegalStateException(action + ": an input changed: call graph.forward() first");
        }
    }

    void requireSameKind(String name, Tensor tensor) {
        if (tensor.dtype() != tensors.dtype() || tensor.backend() != tensors.backend()) {
            throw new MixedTensorsException(
                    name,
                    "is " + tensor.dtype() + " on backend " + tensor.backend().name() + ", the graph "
                            + tensors.dtype() + " on " + tensors.backend().name()
                            + ": convert with to(dtype) or to(backend)");
        }
    }

    private void requireOwn(String operation, List<Node> inputs) {
        for (Node input : inputs) {
            if (input.graph() != this) {
                throw new IllegalArgumentException(operation + ": the node " + input.name()
                        + " belongs to another graph: make all inputs of an operation in one graph");
            }
        }
    }

    private void requireFree(Object operationOrLayer, String name) {
        if (places.containsKey(operationOrLayer)) {
            throw new IllegalArgumentException(
                    name + ": this object stands at another place of the graph already, and it"
                            + " remembers one forward only: make a second one");
        }
    }
}
