package gradj.opencl;

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
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The book's net learns on the device what it learns in Java, in few launches. */
@Tag("once")
class OpenClTrainingTest {
    private static final int STEPS = 100;
    private static final int MOST_LAUNCHES = 11;

    private static List<Double> losses(TensorBackend backend, Split digits, TrainingListener listener) {
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        TwoLayerNet net = new TwoLayerNet(tensors, 784, 50, 10, 0.1, 3);
        TrainingPlan plan = new TrainingPlan(STEPS, 100, Sampling.WITH_REPLACEMENT, 3);
        Dataset train = Dataset.of(digits.train(), tensors);
        Dataset test = Dataset.of(digits.test(), tensors);
        return new Trainer(net, new Sgd(0.1), plan).train(train, test, listener).losses();
    }

    /** A step's launches from one loss to the next: backward, update, the next batch, forward, the loss itself. */
    @Test
    void lossesAreThoseOfJavaAndAStepTakesFewLaunches() {
        OpenClDevices.require();
        Split digits = Digits.draw(3, 1000, 100);
        List<Double> java = losses(new JavaBackend(1), digits, TrainingListener.NONE);
        try (OpenClBackend backend = new OpenClBackend()) {
            List<Long> launches = new ArrayList<>();
            List<Double> first = losses(backend, digits, new TrainingListener() {
                @Override
                public void onIteration(int iteration, double loss) {
                    launches.add(backend.launches());
                }
            });
            for (int i = 0; i < STEPS; i++) {
                assertEquals(java.get(i), first.get(i), 1e-3, "loss of step " + (i + 1));
            }
            assertTrue(first.get(STEPS - 1) < 0.8 * first.get(0), "it learns: " + first);
            assertEquals(first, losses(backend, digits, TrainingListener.NONE), "same seed, same bits");
            for (int i = 1; i < 10; i++) { // the tenth step ends the epoch, and is evaluated
                long step = launches.get(i) - launches.get(i - 1);
                assertTrue(step > 0 && step <= MOST_LAUNCHES, "step " + (i + 1) + " took " + step + " launches");
            }
        }
    }
}
