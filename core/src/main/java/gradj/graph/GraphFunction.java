package gradj.graph;

import gradj.gradcheck.Differentiable;
import gradj.gradcheck.TensorFunction;
import gradj.op.Operation;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scalar node as a function of the inputs and parameters that its gradient reaches.
 *
 * @param nodes those of the operations on the way
 * @param steps the operations on the way
 */
record GraphFunction(Node output, List<Node> variables, List<Node> nodes, List<Operation> steps)
        implements Differentiable {
    static GraphFunction of(Node output) {
        Graph graph = output.graph();
        output.backward();
        List<Node> reached = graph.nodes().stream().filter(Node::hasGradient).toList();
        List<Node> variables = reached.stream()
                .filter(node -> node.kind() != Node.Kind.OPERATION)
                .toList();
        List<Node> nodes =
                reached.stream().filter(node -> node.operation().isPresent()).toList();
        List<Operation> steps =
                nodes.stream().flatMap(node -> node.operation().stream()).toList();
        for (Node variable : variables) {
            if (variable.kind() == Node.Kind.INPUT) {
                variable.set(variable.value().persistentCopy()); // the check changes its elements
            }
        }
        return new GraphFunction(output, variables, nodes, steps);
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
        for (Operation step : steps) {
            boolean[] part = step.branches();
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

    /** Each operation at the inputs that it has in this graph. */
    @Override
    public Map<String, TensorFunction> parts() {
        output.graph().forward();
        Map<String, TensorFunction> parts = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            Tensor[] inputs = nodes.get(i).inputs().stream().map(Node::value).toArray(Tensor[]::new);
            parts.put("step " + (i + 1) + " (" + nodes.get(i).name() + ")", TensorFunction.of(steps.get(i), inputs));
        }
        output.graph().markStale();
        return parts;
    }
}
