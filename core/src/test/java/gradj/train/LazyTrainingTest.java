package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradj.backend.JavaBackend;
import gradj.data.Batches;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.LabeledImages;
import gradj.data.LazySamples;
import gradj.data.Split;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that stay bytes teach what their tensors teach. */
class LazyTrainingTest {
    /** More test images than are evaluated at a time. */
    private static final Split DIGITS = Digits.draw(3, 300, Evaluation.ROWS + 100);

    @ParameterizedTest
    @EnumSource(DType.class)
    void trainingHasTheSameBits(DType dtype) {
        Tensors tensors = new Tensors(new JavaBackend(2), dtype);
        int inputs = DIGITS.train().pixelsPerImage();
        TwoLayerNet[] nets = new TwoLayerNet[2];
        History[] histories = new History[2];
        for (int i = 0; i < 2; i++) {
            nets[i] = new TwoLayerNet(tensors, inputs, 20, 10, 0.01, 1);
            Trainer trainer = new Trainer(nets[i], new Sgd(0.3), new TrainingPlan(30, 40, Sampling.SHUFFLED_EPOCHS, 1));
            histories[i] =
                    trainer.train(samples(DIGITS.train(), tensors, i == 1), samples(DIGITS.test(), tensors, i == 1));
        }
        assertEquals(histories[0].losses(), histories[1].losses());
        assertEquals(histories[0].epochs(), histories[1].epochs());
        for (int i = 0; i < nets[0].parameters().size(); i++) {
            Tensor expected = nets[0].parameters().get(i).value();
            Tensor found = nets[1].parameters().get(i).value();
            assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray());
        }
    }

    private static Batches samples(LabeledImages images, Tensors tensors, boolean areLazy) {
        return areLazy ? LazySamples.of(images, 10, tensors) : Dataset.of(images, 10, tensors);
    }

    @Test
    void labelsOfMoreClassesThanTheNetHasAreRefused() {
        Tensors tensors = new Tensors(new JavaBackend(2), DType.FLOAT32);
        TwoLayerNet net = new TwoLayerNet(tensors, DIGITS.train().pixelsPerImage(), 20, 10, 0.01, 1);
        Batches samples = LazySamples.of(DIGITS.train(), 11, tensors);
        Trainer trainer = new Trainer(net, new Sgd(0.3), new TrainingPlan(30, 40, Sampling.SHUFFLED_EPOCHS, 1));
        assertThrows(gradj.tensor.ShapeException.class, () -> trainer.train(samples, samples));
    }
}
