package gradj.jblas;

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
import org.junit.jupiter.api.Test;

/** The book's net learns on jblas what it learns on the backend java. */
class JblasTrainingTest {
    private static final int STEPS = 100;

    private static List<Double> losses(TensorBackend backend, Split digits) {
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        TwoLayerNet net = new TwoLayerNet(tensors, 784, 50, 10, 0.1, 3);
        TrainingPlan plan = new TrainingPlan(STEPS, 100, Sampling.WITH_REPLACEMENT, 3);
        Dataset train = Dataset.of(digits.train(), tensors);
        Dataset test = Dataset.of(digits.test(), tensors);
        History history = new Trainer(net, new Sgd(0.1), plan).train(train, test, TrainingListener.NONE);
        return history.losses();
    }

    @Test
    void lossesAreThoseOfJava() {
        NativeLibrary.require();
        Split digits = Digits.draw(3, 1000, 100);
        List<Double> jblas = losses(new JblasBackend(), digits);
        List<Double> java = losses(new JavaBackend(1), digits);
        for (int i = 0; i < STEPS; i++) {
            assertEquals(java.get(i), jblas.get(i), 1e-4, "loss of step " + (i + 1));
        }
        assertTrue(jblas.get(STEPS - 1) < 0.8 * jblas.get(0), "it learns: " + jblas);
        assertEquals(jblas, losses(new JblasBackend(), digits), "same seed, same bits");
    }
}
