package gradj.peers.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gradj.backend.Backends;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times predictions of 1 and of 32 rows by ONNX Runtime for Java and by gradj, in one process and in turn, for a net
 * 784-50-10 in float32; prints a table for README.md. First each backend's scores are compared with ONNX Runtime's.
 */
public final class FewRows {
    private static final int INPUTS = 784;
    private static final int HIDDEN = 50;
    private static final int CLASSES = 10;
    private static final int[] ROWS = {1, 32};
    private static final List<String> BACKENDS = List.of("vector", "java");
    private static final double TOLERANCE = 1e-5;

    /** Rounds of each, and how many of the first are not counted. */
    private static final int ROUNDS = 160;

    private static final int WARM_UP = 100;
    private static final double ROUND_MICROSECONDS = 20_000;

    /** One prediction whose first score comes back to Java. */
    @FunctionalInterface
    private interface Prediction {
        float firstScore() throws OrtException;
    }

    private record Contender(String name, Prediction prediction) {}

    private FewRows() {}

    /** Prints the table; throws if an engine computes other scores. */
    public static void main(String[] arguments) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        byte[] model = OnnxModel.of(net("java").parameters());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(model, options)) {
            System.out.println("| rows | engine | median, us | of ONNX Runtime |");
            System.out.println("|---|---|---|---|");
            for (int rows : ROWS) {
                compare(environment, session, rows);
            }
        }
    }

    private static TwoLayerNet net(String backend) {
        return new TwoLayerNet(tensors(backend), INPUTS, HIDDEN, CLASSES, TwoLayerNet.WEIGHT_INIT_STD, 1);
    }

    private static Tensors tensors(String backend) {
        return new Tensors(Backends.get(backend), DType.FLOAT32);
    }

    private static void compare(OrtEnvironment environment, OrtSession session, int rows) throws OrtException {
        float[] x = new float[rows * INPUTS];
        SeededRandom random = new SeededRandom(rows);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble();
        }
        FloatBuffer direct = ByteBuffer.allocateDirect(Float.BYTES * x.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        direct.put(x).rewind();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, direct, new long[] {rows, INPUTS})) {
            float[] expected = scores(session, input);
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender("ONNX Runtime " + environment.getVersion(), () -> first(session, input)));
            for (String backend : BACKENDS) {
                TwoLayerNet net = net(backend);
                Tensor rowsOfX = tensors(backend).of(Shape.of(rows, INPUTS), x);
                requireSame(backend, expected, net.predict(rowsOfX).toFloatArray());
                contenders.add(new Contender("gradj " + backend, () -> first(net, rowsOfX)));
            }
            print(rows, contenders, time(contenders));
        }
    }

    private static float[] scores(OrtSession session, OnnxTensor input) throws OrtException {
        try (OrtSession.Result result = session.run(Map.of("x", input))) {
            FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return values;
        }
    }

    private static float first(OrtSession session, OnnxTensor input) throws OrtException {
        try (OrtSession.Result result = session.run(Map.of("x", input))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        }
    }

    private static float first(TwoLayerNet net, Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            return (float) net.predict(x).get(0, 0);
        }
    }

    private static void requireSame(String backend, float[] expected, float[] found) {
        if (expected.length != found.length) {
            throw new IllegalStateException(
                    "ONNX Runtime gives " + expected.length + " scores, gradj " + backend + " " + found.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - found[i]) <= TOLERANCE)) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "score %d: ONNX Runtime gives %s, gradj %s gives %s; they may differ by %s",
                        i,
                        expected[i],
                        backend,
                        found[i],
                        TOLERANCE));
            }
        }
    }

    /** Microseconds of a prediction: for each contender those of its counted rounds. */
    private static double[][] time(List<Contender> contenders) throws OrtException {
        double[][] times = new double[contenders.size()][ROUNDS - WARM_UP];
        int[] calls = new int[contenders.size()];
        Arrays.fill(calls, 100);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < calls.length; i++) {
                double time = time(contenders.get(i).prediction(), calls[i]);
                calls[i] = (int) Math.max(1, Math.min(10 * calls[i], ROUND_MICROSECONDS / time));
                if (round >= WARM_UP) {
                    times[i][round - WARM_UP] = time;
                }
            }
        }
        return times;
    }

    private static double time(Prediction prediction, int calls) throws OrtException {
        float sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            sum += prediction.firstScore();
        }
        double time = (System.nanoTime() - start) / 1e3 / calls;
        if (Float.isNaN(sum)) {
            throw new IllegalStateException("a score is NaN"); // and so no prediction may be left out
        }
        return time;
    }

    /** The quotient is the median of the rounds' own: what disturbs the machine for a while disturbs both. */
    private static void print(int rows, List<Contender> contenders, double[][] times) {
        for (int i = 0; i < times.length; i++) {
            double[] quotients = new double[times[i].length];
            for (int round = 0; round < quotients.length; round++) {
                quotients[round] = times[i][round] / times[0][round];
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %.1f | %.2f |%n",
                    rows,
                    contenders.get(i).name(),
                    median(times[i]),
                    median(quotients));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
