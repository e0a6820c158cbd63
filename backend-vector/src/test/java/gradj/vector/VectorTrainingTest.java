package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.Split;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import gradj.train.History;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nets learn on vector what they learn on the backend java, and the same with any number of threads. */
class VectorTrainingTest {
    private static final Split SOME_DIGITS = Digits.draw(3, 30, 10);

    private static List<Double> losses(TensorBackend backend, DType dtype, Split digits, int hidden, int steps) {
        Tensors tensors = new Tensors(backend, dtype);
        TwoLayerNet net = new TwoLayerNet(tensors, 784, hidden, 10, 0.1, 3);
        TrainingPlan plan = new TrainingPlan(steps, 100, Sampling.WITH_REPLACEMENT, 3);
        Dataset train = Dataset.of(digits.train(), tensors);
        Dataset test = Dataset.of(digits.test(), tensors);
        History history = new Trainer(net, new Sgd(0.1), plan).train(train, test, TrainingListener.NONE);
        return history.losses();
    }

    /** Of a few steps with every kind of layer's kernels: a loss a step. */
    static List<Double> someLosses(DType dtype) {
        return losses(new VectorBackend(1), dtype, SOME_DIGITS, 20, 12);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 50, 100, 1e-4", "FLOAT64, 50, 50, 1e-12", "FLOAT32, 300, 20, 1e-4"})
    void lossesAreThoseOfJava(DType dtype, int hidden, int steps, double tolerance) {
        Split digits = Digits.draw(3, 1000, 100);
        List<Double> vector = losses(new VectorBackend(1), dtype, digits, hidden, steps);
        List<Double> java = losses(new JavaBackend(1), dtype, digits, hidden, steps);
        for (int i = 0; i < steps; i++) {
            assertEquals(java.get(i), vector.get(i), tolerance, "loss of step " + (i + 1));
        }
        assertTrue(vector.get(steps - 1) < 0.9 * vector.get(0), "it learns: " + vector);
        for (int threads = 2; threads <= 3; threads++) {
            assertEquals(
                    vector,
                    losses(new VectorBackend(threads), dtype, digits, hidden, steps),
                    "same seed, same bits with " + threads + " threads");
        }
    }
}
