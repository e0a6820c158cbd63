package fruit;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.nn.Network;
import gradj.optim.Adam;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;

/** Trains a net of three layers on rows of its own, and asks it about a fruit that it has not seen. */
public final class Fruit {
    public static void main(String[] args) {
        String[] names = {"apple", "banana", "cherry"};
        double[][] rows = { // weight in 100 g, length in 10 cm
            {1.8, 0.8}, {1.5, 0.7}, {2.1, 0.9}, {1.2, 1.9}, {1.1, 1.7}, {1.4, 2.1}, {0.1, 0.2}, {0.1, 0.3}, {0.2, 0.2}
        };
        int[] kinds = {0, 0, 0, 1, 1, 1, 2, 2, 2};

        Tensors tensors = Backends.float32();
        Dataset fruits = new Dataset(tensors.matrix(rows), tensors.oneHot(names.length, kinds));
        Network net = Network.sequence(tensors, 1)
                .affine(2, 16).relu()
                .affine(16, 16).relu()
                .affine(16, 3).softmaxCrossEntropy();
        TrainingPlan plan = new TrainingPlan(100, 9, Sampling.SHUFFLED_EPOCHS, 1);
        new Trainer(net, new Adam(0.01), plan).train(fruits, fruits);

        Tensor probabilities = net.prediction(tensors.vector(1.4, 1.5));
        for (int kind = 0; kind < names.length; kind++) {
            System.out.printf("%-6s %3.0f %%%n", names[kind], 100 * probabilities.get(kind));
        }
    }
}
