package gradj.graph;

import gradj.cases.Target;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Graphs of random operations on small numbers, the same for the same seed. */
public final class RandomGraphs {
    private static final List<Shape> SHAPES = List.of(Shape.of(), Shape.of(3), Shape.of(2, 3));

    private final Graph graph = new Graph(Target.FLOAT64);
    private final SeededRandom random;
    private final List<Node> nodes = new ArrayList<>();

    private RandomGraphs(long seed) {
        random = new SeededRandom(seed);
    }

    /** A scalar made from scalars, vectors and matrices that broadcast; smooth but for ReLU. */
    public static Node ofTensors(long seed) {
        RandomGraphs random = new RandomGraphs(seed);
        int inputs = 2 + random.random.nextInt(3);
        for (int i = 0; i < inputs; i++) {
            Shape shape = SHAPES.get(random.random.nextInt(SHAPES.size()));
            random.nodes.add(random.graph.input("x" + i, Target.FLOAT64.gaussian(shape, 0.5, random.random)));
        }
        int operations = 3 + random.random.nextInt(10);
        for (int i = 0; i < operations; i++) {
            Node a = random.any();
            Node b = random.random.nextInt(6) == 0 ? a : random.any(); // one node as both operands, as in x * x
            random.nodes.add(random.operation(a, b));
        }
        Node sum = random.nodes.get(0).sum();
        for (Node node : random.nodes) {
            sum = sum.plus(node.sum());
        }
        return sum.times(0.1);
    }

    /** A graph of this many scalar nodes or a few more, with much fan-out and names of all lengths. */
    public static Node ofScalars(long seed, int size) {
        RandomGraphs random = new RandomGraphs(seed);
        for (int i = 0; i < Math.max(1, size / 10); i++) {
            String name = "input" + " of a long name".repeat(random.random.nextInt(3)) + i;
            random.nodes.add(random.graph.input(name, random.random.nextGaussian()));
        }
        while (random.graph.nodes().size() < size) {
            Node a = random.recent();
            Node b = random.random.nextInt(3) == 0 ? random.any() : random.recent();
            random.nodes.add(random.operation(a, b));
        }
        Node output = random.nodes.get(random.nodes.size() - 1);
        for (Node node : List.copyOf(random.nodes)) {
            boolean isUnused = random.graph.nodes().stream()
                    .noneMatch(user -> user.inputs().contains(node));
            if (isUnused && node != output) {
                output = output.plus(node);
            }
        }
        output.backward();
        return output;
    }

    private Node any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private Node recent() {
        return nodes.get(nodes.size() - 1 - random.nextInt(Math.min(12, nodes.size())));
    }

    /** Sigmoids keep the values, and the third derivatives that numerical differentiation suffers from, small. */
    private Node operation(Node a, Node b) {
        return switch (random.nextInt(13)) {
            case 0 -> a.plus(b).times(0.5);
            case 1 -> a.minus(b).times(0.5);
            case 2 -> a.sigmoid().times(b);
            case 3 -> a.sigmoid().dividedBy(b.sigmoid().plus(1));
            case 4 -> a.negate().sigmoid();
            case 5 -> a.sigmoid().square();
            case 6 -> a.sigmoid().exp();
            case 7 -> a.sigmoid().plus(0.5).log();
            case 8 -> a.sigmoid().plus(1).reciprocal();
            case 9 -> a.relu();
            case 10 -> a.value().shape().rank() == 0 ? a.times(2) : a.softmax();
            case 11 ->
                a.value().shape().rank() == 2
                        ? a.transpose().dot(a).sum(0).times(0.1)
                        : a.sum().times(0.3);
            default -> a.sigmoid().minus(0.5).times(a);
        };
    }
}
