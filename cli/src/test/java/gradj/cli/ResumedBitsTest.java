package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.BackendUnavailableException;
import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.nn.Network;
import gradj.optim.Momentum;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import gradj.train.Checkpoints;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/** A training in pieces has the bits of one in one go, on each backend whose tensors are Java arrays. */
class ResumedBitsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "java, FLOAT32",
        "java, FLOAT64",
        "vector, FLOAT32",
        "vector, FLOAT64",
        "jblas, FLOAT32",
        "jblas, FLOAT64"
    })
    void piecesHaveTheBitsOfOneGo(String backend, DType dtype) throws IOException {
        Tensors tensors = tensors(backend, dtype);
        Checkpoints whole = Checkpoints.in(folder.resolve("whole"));
        Checkpoints pieces = Checkpoints.in(folder.resolve("pieces"));
        run(tensors, 30, whole);
        for (int end : new int[] {7, 16, 30}) {
            run(tensors, end, pieces);
        }
        assertTrue(whole.newest().orElseThrow().toString().endsWith("-0000000030.safetensors"));
        assertEquals(
                -1, Files.mismatch(whole.newest().orElseThrow(), pieces.newest().orElseThrow()));
    }

    private static Tensors tensors(String backend, DType dtype) {
        try {
            return new Tensors(Backends.get(backend), dtype);
        } catch (BackendUnavailableException unavailable) {
            throw new TestAbortedException(unavailable.getMessage(), unavailable);
        }
    }

    private static void run(Tensors tensors, int iterations, Checkpoints checkpoints) {
        Dataset digits = Dataset.of(Digits.draw(1, 100, 1).train(), tensors);
        Network net = Network.sequence(tensors, 2)
                .affine(784, 20)
                .relu()
                .dropout(0.1)
                .affine(20, 10)
                .softmaxCrossEntropy();
        TrainingPlan plan = new TrainingPlan(iterations, 16, Sampling.SHUFFLED_EPOCHS, 4);
        Trainer trainer = new Trainer(net, new Momentum(0.05), plan).withCheckpoints(checkpoints);
        if (checkpoints.newest().isPresent()) {
            trainer.resume(digits, digits, TrainingListener.NONE);
        } else {
            trainer.train(digits, digits, TrainingListener.NONE);
        }
    }
}
