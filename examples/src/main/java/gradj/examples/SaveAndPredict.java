package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.LabeledImages;
import gradj.data.Split;
import gradj.io.NetworkFile;
import gradj.nn.Network;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.tensor.Tensor;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Saves a net that has learned; another program loads it, and lets many threads predict with it at once. */
public final class SaveAndPredict {
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempFile("digits", ".safetensors");
        learn(Digits.draw(1, 3000, 100), file);
        LabeledImages images = Digits.draw(2, 1, 200).test();
        Network net = NetworkFile.load(file);
        long right = IntStream.range(0, images.count())
                .parallel() // predictions are safe in any number of threads
                .filter(i -> {
                    Tensor x = Backends.float32().rows(1, 784, (row, to, at) -> images.pixels(i, to, at));
                    return (int) net.prediction(x).argmax(1).get(0) == images.label(i);
                })
                .count();
        Files.delete(file);
        System.out.println(right + " of " + images.count() + " images right");
    }

    private static void learn(Split digits, Path file) {
        Dataset train = Dataset.of(digits.train(), Backends.float32());
        Network net = new TwoLayerNet(784, 50, 10);
        new Trainer(net, new Sgd(0.2), new TrainingPlan(600, 50, Sampling.SHUFFLED_EPOCHS, 1)).train(train, train);
        NetworkFile.save(net, file);
    }
}
