package gradj.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.nn.Network;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** ONNX Runtime gives the scores that gradj gives. */
class RuntimeAgreementTest {
    private static final Tensors FLOAT32 = new Tensors(Backends.get("java"), DType.FLOAT32);
    private static final Tensors FLOAT64 = new Tensors(Backends.get("java"), DType.FLOAT64);
    private static final int NETS = 200;

    /** Where the models of these tests are left for scripts/check-onnx; empty for nowhere. */
    private static final String KEPT = System.getProperty("gradj.onnx.keep", "");

    /** The nodes are the right ones: in float64, hardly anything is lost. */
    @Test
    void randomNetsOfFloat64GiveTheSame() throws Exception {
        for (int seed = 1; seed <= NETS; seed++) {
            Difference found = difference(FLOAT64, seed);
            assertTrue(found.error <= 1e-9, "net " + seed + ": differs by " + found.error + " of a row's largest");
        }
    }

    /** To 1e-6; of a net that enlarges roundings, as differences of large numbers do, to some more of what gradj rounds itself. */
    @Test
    void randomNetsOfFloat32GiveTheSame() throws Exception {
        int beyond = 0;
        for (int seed = 1; seed <= NETS; seed++) {
            Difference found = difference(FLOAT32, seed);
            assertTrue(found.error <= 1e-6 + 8 * found.rounding, "net " + seed + ": " + found);
            beyond += found.error > 1e-6 ? 1 : 0;
        }
        assertTrue(beyond <= NETS / 20, beyond + " nets differ by more than 1e-6 of a row's largest");
    }

    /** Each as a part of the largest number in its row: runtime and gradj, gradj and its own result in float64. */
    private record Difference(double error, double rounding) {}

    private static Difference difference(Tensors tensors, int seed) throws Exception {
        RandomNet.Drawn drawn = RandomNet.of(tensors, seed);
        boolean isPrediction = seed % 2 == 0;
        OnnxExport export = OnnxExport.of(drawn.net()).withSample(drawn.sample().toArray());
        byte[] model = (isPrediction ? export.withPrediction() : export).toByteArray();
        keep(tensors.dtype() + "-" + seed, model);
        Network exact = drawn.net().copy(DType.FLOAT64);
        double error = 0;
        double rounding = 0;
        try (RunningModel runtime = new RunningModel(model)) {
            for (int samples : new int[] {1, 2, 7, 0}) {
                Tensor x = drawn.x(tensors, samples, 100 + seed);
                Tensor y = output(drawn.net(), isPrediction, x);
                RunningModel.Answer answer = runtime.run(x);
                assertEquals(y.shape(), answer.shape(), "net " + seed);
                error = Math.max(error, largestError(y, answer.values()));
                Tensor right = output(exact, isPrediction, x.to(DType.FLOAT64));
                rounding = Math.max(rounding, largestError(y, right.toDoubleArray()));
            }
        }
        return new Difference(error, rounding);
    }

    private static Tensor output(Network net, boolean isPrediction, Tensor x) {
        return isPrediction ? net.prediction(x) : net.predict(x);
    }

    private static void keep(String name, byte[] model) throws IOException {
        if (!KEPT.isEmpty()) {
            Files.write(Path.of(KEPT, name + ".onnx"), model);
        }
    }

    /** As a part of the largest score of its row. */
    private static double largestError(Tensor expected, double[] found) {
        double[] values = expected.toDoubleArray();
        int samples = expected.shape().length(0);
        int row = samples == 0 ? 0 : values.length / samples;
        double worst = 0;
        for (int start = 0; start < values.length; start += row) {
            double largest = 0;
            double error = 0;
            for (int i = start; i < start + row; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
                error = Math.max(error, Math.abs(values[i] - found[i]));
            }
            worst = Math.max(worst, error == 0 ? 0 : error / largest);
        }
        return worst;
    }
}
