package gradj.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A model's graph under construction: its nodes, its constants (ONNX calls them initializers), and names that are all different. */
final class OnnxGraph {
    /** What a file of Protocol Buffers can hold, less some for all that is no constant. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("net");
    private final Set<String> names = new HashSet<>();
    private final DType dtype;
    private long bytes;

    OnnxGraph(DType dtype) {
        this.dtype = dtype;
    }

    /** This name, or where it is taken or empty one like it. */
    String newName(String wanted) {
        String name = wanted.isEmpty() ? "unnamed" : wanted;
        while (!names.add(name)) {
            name += "_";
        }
        return name;
    }

    /** Keeps a name that must be as it is. */
    void claim(String name, String what) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("the model's " + what + " is named " + name
                    + ", as a parameter is: name input and output otherwise, with withNames(input, output)");
        }
    }

    /** A constant of the net's dtype; its name is one that {@link #newName} gave. */
    void constant(String name, Tensor value) {
        int width = dtype == DType.FLOAT32 ? Float.BYTES : Double.BYTES;
        bytes += (long) width * value.size();
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the net's parameters take more than 2 GB, which an ONNX file cannot hold"
                            + ": export parts of it, each as a net of its own, or a float32 copy if it is float64");
        }
        ByteBuffer content = ByteBuffer.allocate(width * value.size()).order(ByteOrder.LITTLE_ENDIAN);
        switch (dtype) {
            case FLOAT32 -> content.asFloatBuffer().put(value.toFloatArray());
            case FLOAT64 -> content.asDoubleBuffer().put(value.toDoubleArray());
        }
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type())
                .setRawData(UnsafeByteOperations.unsafeWrap(content)); // nobody else has it
        for (int length : value.shape().toArray()) {
            tensor.addDims(length);
        }
        graph.addInitializer(tensor);
    }

    /** A constant of one whole number, as axes and places are; gives its name. */
    String number(String wantedName, int value) {
        String name = newName(wantedName);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(1)
                .addInt64Data(value));
        return name;
    }

    /** A node of one output, whose name this gives; the node has it too. */
    String node(String operator, List<AttributeProto> attributes, String wantedName, String... inputs) {
        String name = newName(wantedName);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(List.of(inputs))
                .addOutput(name)
                .addAllAttribute(attributes));
        return name;
    }

    static AttributeProto attribute(String name, int value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, int... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (int value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    /** The whole, with the last value under the output's name. */
    GraphProto build(Value input, Value last, String output) {
        boolean isNodes = false;
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOutput(0).equals(last.name())) {
                node.setOutput(0, output);
                isNodes = true;
            }
        }
        if (!isNodes) { // a net that leaves x as it is
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Identity")
                    .setName(newName("identity"))
                    .addInput(last.name())
                    .addOutput(output));
        }
        return graph.addInput(info(input.name(), input.sample()))
                .addOutput(info(output, last.sample()))
                .build();
    }

    private ValueInfoProto info(String name, Shape sample) {
        TensorShapeProto.Builder shape =
                TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("N"));
        for (int length : sample.toArray()) {
            shape.addDim(Dimension.newBuilder().setDimValue(length));
        }
        TypeProto.Tensor.Builder type =
                TypeProto.Tensor.newBuilder().setElemType(type()).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    private int type() {
        return switch (dtype) {
            case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
            case FLOAT64 -> TensorProto.DataType.DOUBLE_VALUE;
        };
    }
}
