package gradj.graph;

import gradj.gradcheck.Differentiable;
import gradj.op.Relu;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scalar node as a function of the inputs and parameters that its gradient reaches. */
record GraphFunction(Node output, List<Node> variables) implements Differentiable {
    static GraphFunction of(Node output) {
        Graph graph = output.graph();
        List<Node> variables = new ArrayList<>();
        output.backward();
        for (Node node : graph.nodes()) {
            if (node.kind() != Node.Kind.OPERATION && node.hasGradient()) {
                variables.add(node);
            }
        }
        for (Node variable : variables) {
            if (variable.kind() == Node.Kind.INPUT) {
                variable.set(variable.value().persistentCopy()); // the check changes its elements
            }
        }
        return new GraphFunction(output, List.copyOf(variables));
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        variables.forEach(variable -> values.put(variable.name(), variable.value()));
        return values;
    }

    @Override
    public double value() {
        output.graph().forward();
        double value = output.item();
        output.graph().markStale(); // an element changes next, or the scope of these values ends
        return value;
    }

    @Override
    public Map<String, Tensor> gradient() {
        output.graph().forward();
        output.backward();
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        variables.forEach(variable -> gradients.put(variable.name(), variable.gradient()));
        output.graph().markStale();
        return gradients;
    }

    @Override
    public boolean[] branches() {
        List<boolean[]> parts = new ArrayList<>();
        int size = 0;
        for (Node node : output.graph().nodes()) {
            boolean[] part = branches(node);
            parts.add(part);
            size += part.length;
        }
        boolean[] all = new boolean[size];
        int end = 0;
        for (boolean[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }

    private static boolean[] branches(Node node) {
        if (node.operation().orElse(null) instanceof LayerOperation operation) {
            return operation.layer().branches();
        }
        if (!(node.operation().orElse(null) instanceof Relu)) {
            return new boolean[0];
        }
        double[] y = node.content().toDoubleArray();
        boolean[] isStopped = new boolean[y.length];
        for (int i = 0; i < y.length; i++) {
            isStopped[i] = y[i] <= 0;
        }
        return isStopped;
    }
}
