package gradj.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** A model in ONNX Runtime. */
final class RunningModel implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    /** What a model gave. */
    record Answer(Shape shape, double[] values) {}

    RunningModel(byte[] model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = ENVIRONMENT.createSession(model, options);
        }
    }

    OrtSession session() {
        return session;
    }

    /** The only output for this only input. */
    Answer run(Tensor x) throws OrtException {
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor given = tensor(x);
                OrtSession.Result results = session.run(Map.of(input, given))) {
            OnnxTensor result = (OnnxTensor) results.get(0);
            TensorInfo info = result.getInfo();
            Shape shape = Shape.of(
                    Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray());
            double[] values = new double[shape.size()];
            if (x.dtype() == DType.FLOAT32) {
                FloatBuffer buffer = result.getFloatBuffer();
                Arrays.setAll(values, i -> buffer.get(i));
            } else {
                DoubleBuffer buffer = result.getDoubleBuffer();
                Arrays.setAll(values, buffer::get);
            }
            return new Answer(shape, values);
        }
    }

    /** By a buffer, because an array of no rows is refused. */
    private static OnnxTensor tensor(Tensor x) throws OrtException {
        long[] shape = Arrays.stream(x.shape().toArray()).asLongStream().toArray();
        ByteBuffer bytes = ByteBuffer.allocateDirect(8 * x.size()).order(ByteOrder.nativeOrder());
        return switch (x.dtype()) {
            case FLOAT32 ->
                OnnxTensor.createTensor(
                        ENVIRONMENT,
                        bytes.asFloatBuffer().put(x.toFloatArray()).rewind().limit(x.size()),
                        shape);
            case FLOAT64 ->
                OnnxTensor.createTensor(
                        ENVIRONMENT,
                        bytes.asDoubleBuffer().put(x.toDoubleArray()).rewind(),
                        shape);
        };
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
