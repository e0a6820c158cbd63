# Sourced by the scripts about ONNX Runtime: `operator_program` is `program` of common.sh with the class Operator in it, which
# builds the ONNX model of a single operator and runs it. The model is what the standard describes; nothing of gradj is in it.
. "$(dirname "$0")/common.sh"
fetch com.microsoft.onnxruntime:onnxruntime:1.29.0 org.tribuo:tribuo-util-onnx:4.3.2

# operator_program: takes a Java class `Finding` without imports of its own from standard input.
operator_program() {
    {
        cat <<'JAVA'
import ai.onnx.proto.OnnxMl.*;
import ai.onnxruntime.*;
import java.nio.*;
import java.util.*;

JAVA
        cat
        cat <<'JAVA'

/** A model of one operator of the opset 21; its inputs are all given at run time, on one thread. */
class Operator {
    static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    private final NodeProto.Builder node;

    Operator(String type) {
        node = NodeProto.newBuilder().setOpType(type);
    }

    Operator with(String attribute, int value) {
        node.addAttribute(
                AttributeProto.newBuilder().setName(attribute).setType(AttributeProto.AttributeType.INT).setI(value));
        return this;
    }

    Operator withList(String attribute, int... values) {
        AttributeProto.Builder list =
                AttributeProto.newBuilder().setName(attribute).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(list::addInts);
        node.addAttribute(list);
        return this;
    }

    static OnnxTensor floats(float[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values), shape);
    }

    static OnnxTensor doubles(double[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(values), shape);
    }

    static OnnxTensor longs(long[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(values), shape);
    }

    /** The first of the operator's outputs. */
    OnnxTensor run(OnnxTensor... inputs) throws OrtException {
        return runAll(1, inputs)[0];
    }

    OnnxTensor[] runAll(int outputs, OnnxTensor... inputs) throws OrtException {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");
        Map<String, OnnxTensor> values = new HashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            for (int axis = 0; axis < inputs[i].getInfo().getShape().length; axis++) {
                shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("length" + i + axis));
            }
            int type = switch (inputs[i].getInfo().type) {
                case FLOAT -> 1;
                case INT64 -> 7;
                case DOUBLE -> 11;
                default -> throw new IllegalArgumentException("type of the input");
            };
            TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape);
            graph.addInput(ValueInfoProto.newBuilder().setName("x" + i).setType(TypeProto.newBuilder().setTensorType(tensor)));
            node.addInput("x" + i);
            values.put("x" + i, inputs[i]);
        }
        for (int i = 0; i < outputs; i++) {
            graph.addOutput(ValueInfoProto.newBuilder().setName("y" + i));
            node.addOutput("y" + i);
        }
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(10)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(21))
                .setGraph(graph.addNode(node))
                .build();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        OrtSession.Result result = ENVIRONMENT.createSession(model.toByteArray(), options).run(values);
        OnnxTensor[] tensors = new OnnxTensor[outputs];
        for (int i = 0; i < outputs; i++) {
            tensors[i] = (OnnxTensor) result.get(i);
        }
        return tensors;
    }

    /** A tensor of at least one axis as text: its shape and its values. */
    static String text(OnnxTensor tensor) throws OrtException {
        String values = tensor.getInfo().getNumElements() == 0
                ? "[nothing]"
                : Arrays.deepToString(new Object[] {tensor.getValue()});
        return Arrays.toString(tensor.getInfo().getShape()) + " " + values.substring(1, values.length() - 1);
    }
}
JAVA
    } | program
}
