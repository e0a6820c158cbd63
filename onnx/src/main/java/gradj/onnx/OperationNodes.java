package gradj.onnx;

import static gradj.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import gradj.backend.Backends;
import gradj.op.Abs;
import gradj.op.Exp;
import gradj.op.LeakyRelu;
import gradj.op.Log;
import gradj.op.LogSoftmax;
import gradj.op.Max;
import gradj.op.Mean;
import gradj.op.Negate;
import gradj.op.Reciprocal;
import gradj.op.Relu;
import gradj.op.Reshape;
import gradj.op.Sigmoid;
import gradj.op.Slice;
import gradj.op.Softmax;
import gradj.op.Sqrt;
import gradj.op.Square;
import gradj.op.Sum;
import gradj.op.Tanh;
import gradj.op.Transpose;
import gradj.op.UnaryOperation;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The nodes of an operation of one input, as an {@link gradj.nn.Activation} has it. */
record OperationNodes(OnnxGraph graph, DType dtype) {
    /** Those that are a node without more. */
    private static final Map<Class<? extends UnaryOperation>, String> PLAIN = Map.of(
            Abs.class, "Abs",
            Exp.class, "Exp",
            Log.class, "Log",
            Negate.class, "Neg",
            Reciprocal.class, "Reciprocal",
            Relu.class, "Relu",
            Sigmoid.class, "Sigmoid",
            Sqrt.class, "Sqrt",
            Tanh.class, "Tanh");

    private static final Set<Class<? extends UnaryOperation>> SAME_SHAPE =
            Set.of(LeakyRelu.class, LogSoftmax.class, Softmax.class, Square.class);

    private static final Set<Class<? extends UnaryOperation>> OTHER_SHAPE =
            Set.of(Max.class, Mean.class, Slice.class, Sum.class, Transpose.class);

    /** Refuses those that have no nodes. */
    static void requireKnown(UnaryOperation operation, String path) {
        Class<?> type = operation.getClass();
        if (operation instanceof Reshape) {
            throw new IllegalArgumentException(
                    NetNodes.at(path) + "a Reshape names the number of samples, and a model is for"
                            + " any number: use a Flatten, which leaves it as it is");
        }
        if (!PLAIN.containsKey(type) && !SAME_SHAPE.contains(type) && !OTHER_SHAPE.contains(type)) {
            throw new IllegalArgumentException(NetNodes.at(path) + "the function " + operation.name()
                    + " says in Java what it computes, and cannot be exported: compose it of gradj's own operations, or export"
                    + " what stands before it and behind it as two nets");
        }
    }

    static boolean changesShape(UnaryOperation operation) {
        return OTHER_SHAPE.contains(operation.getClass());
    }

    Value of(UnaryOperation operation, String path, Value x) {
        String plain = PLAIN.get(operation.getClass());
        Value y = new Value("", changesShape(operation) ? sampleOf(operation, path, x) : x.sample());
        if (plain != null) {
            return y.named(graph.node(plain, List.of(), path, x.name()));
        } else if (operation instanceof LeakyRelu leaky) {
            return y.named(leakyRelu(leaky.slope(), path, x.name()));
        } else if (operation instanceof Square) {
            return y.named(graph.node("Mul", List.of(), path, x.name(), x.name()));
        } else if (operation instanceof Softmax) {
            NetNodes.requireRow(x, path, "a Softmax");
            return y.named(graph.node("Softmax", List.of(attribute("axis", -1)), path, x.name()));
        } else if (operation instanceof LogSoftmax) {
            NetNodes.requireRow(x, path, "a LogSoftmax");
            return y.named(graph.node("LogSoftmax", List.of(attribute("axis", -1)), path, x.name()));
        } else if (operation instanceof Sum sum) {
            // Of the three, ONNX made the axes of the sum an input first.
            String axes = graph.number(path + ".axes", fromZero(sum.axis(), x));
            return y.named(graph.node("ReduceSum", List.of(keeps(sum.keepsAxis())), path, x.name(), axes));
        } else if (operation instanceof Mean mean) {
            return y.named(graph.node("ReduceMean", reduction(mean.axis(), mean.keepsAxis(), x), path, x.name()));
        } else if (operation instanceof Max max) {
            return y.named(graph.node("ReduceMax", reduction(max.axis(), max.keepsAxis(), x), path, x.name()));
        } else if (operation instanceof Slice slice) {
            String from = graph.number(path + ".from", slice.from());
            String to = graph.number(path + ".to", slice.to());
            String axis = graph.number(path + ".axis", slice.axis());
            return y.named(graph.node("Slice", List.of(), path, x.name(), from, to, axis));
        }
        int[] order = ((Transpose) operation).order(1 + x.sample().rank());
        return y.named(graph.node("Transpose", List.of(attribute("perm", order)), path, x.name()));
    }

    /** In float64 written out, relu(x) - slope relu(-x): ONNX Runtime has no LeakyRelu of doubles. */
    private String leakyRelu(double slope, String path, String x) {
        if (dtype == DType.FLOAT32) {
            return graph.node("LeakyRelu", List.of(attribute("alpha", (float) slope)), path, x);
        }
        String minus = graph.node("Neg", List.of(), path + ".minus", x);
        String below = graph.node("Relu", List.of(), path + ".below", minus);
        String above = graph.node("Relu", List.of(), path + ".above", x);
        String factor = graph.newName(path + ".slope");
        graph.constant(factor, new Tensors(Backends.get("java"), DType.FLOAT64).scalar(slope));
        String scaled = graph.node("Mul", List.of(), path + ".scaled", below, factor);
        return graph.node("Sub", List.of(), path, above, scaled);
    }

    private static List<AttributeProto> reduction(OptionalInt axis, boolean keepsAxis, Value x) {
        return List.of(attribute("axes", new int[] {fromZero(axis, x)}), keeps(keepsAxis));
    }

    /** Of no samples, ONNX Runtime leaves an axis that is counted from the end as it is. */
    private static int fromZero(OptionalInt axis, Value x) {
        return Math.floorMod(axis.orElseThrow(), 1 + x.sample().rank());
    }

    private static AttributeProto keeps(boolean keepsAxis) {
        return attribute("keepdims", keepsAxis ? 1 : 0);
    }

    /** Runs the operation on samples of this shape, of two numbers of them: the output must have as many. */
    private static Shape sampleOf(UnaryOperation operation, String path, Value x) {
        int[] two = outputShape(operation, 2, x.sample());
        int[] three = outputShape(operation, 3, x.sample());
        int[] expected = two.clone();
        if (expected.length > 0) {
            expected[0] = 3;
        }
        if (two.length < 1 || two[0] != 2 || !Arrays.equals(three, expected)) {
            throw new IllegalArgumentException(
                    NetNodes.at(path) + "the operation " + operation.name() + " of [N, ...] does not"
                            + " give [N, ...], a result for each sample, and a model is for any number of them: give it another axis"
                            + " than the first");
        }
        return Shape.of(Arrays.copyOfRange(two, 1, two.length));
    }

    private static int[] outputShape(UnaryOperation operation, int samples, Shape sample) {
        int[] lengths = new int[1 + sample.rank()];
        lengths[0] = samples;
        System.arraycopy(sample.toArray(), 0, lengths, 1, sample.rank());
        try (TensorScope scope = TensorScope.open()) {
            Tensor probe = new Tensors(Backends.get("java"), DType.FLOAT32).zeros(Shape.of(lengths));
            return operation.forward(probe).shape().toArray();
        }
    }
}
