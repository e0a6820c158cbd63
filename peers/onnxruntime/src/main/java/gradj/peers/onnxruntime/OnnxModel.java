package gradj.peers.onnxruntime;

import gradj.nn.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A net of affine, ReLU and affine as the bytes of an ONNX file: the few messages of onnx.proto that it takes, in the wire
 * format of Protocol Buffers. The numbers are those of the messages' fields.
 */
final class OnnxModel {
    private static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OnnxModel() {}

    /** The model with input x [N, D], output y [N, C] and these float32 parameters: W1 [D, H], b1 [H], W2 [H, C], b2 [C]. */
    static byte[] of(List<Parameter> parameters) {
        OnnxModel graph = new OnnxModel()
                .message(1, node("Gemm", "h", "x", "W1", "b1"))
                .message(1, node("Relu", "r", "h"))
                .message(1, node("Gemm", "y", "r", "W2", "b2"))
                .text(2, "net");
        for (Parameter parameter : parameters) {
            graph.message(5, tensor(parameter));
        }
        graph.message(11, matrix("x", columns(parameters.get(0), 0)));
        graph.message(12, matrix("y", columns(parameters.get(2), 1)));
        OnnxModel operators = new OnnxModel().text(1, "").number(2, OPERATOR_SET);
        return new OnnxModel()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, operators)
                .out
                .toByteArray();
    }

    private static int columns(Parameter parameter, int axis) {
        return parameter.value().shape().length(axis);
    }

    private static OnnxModel node(String operator, String output, String... inputs) {
        OnnxModel node = new OnnxModel();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    private static OnnxModel tensor(Parameter parameter) {
        OnnxModel tensor = new OnnxModel();
        for (int length : parameter.value().shape().toArray()) {
            tensor.number(1, length);
        }
        float[] values = parameter.value().toFloatArray();
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor.number(2, FLOAT).text(8, parameter.name()).bytes(9, raw.array());
    }

    /** A value of float32 [N, columns]. */
    private static OnnxModel matrix(String name, int columns) {
        OnnxModel shape =
                new OnnxModel().message(1, new OnnxModel().text(2, "N")).message(1, new OnnxModel().number(1, columns));
        OnnxModel type = new OnnxModel().number(1, FLOAT).message(2, shape);
        return new OnnxModel().text(1, name).message(2, new OnnxModel().message(1, type));
    }

    private OnnxModel number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    private OnnxModel text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxModel message(int field, OnnxModel value) {
        return bytes(field, value.out.toByteArray());
    }

    private OnnxModel bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while (rest > 127) {
            out.write((int) (rest & 127 | 128));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
