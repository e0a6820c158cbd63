package gradj.spark;

import gradj.nn.Network;
import gradj.nn.NetworkBuilder;
import gradj.optim.Optimizer;
import gradj.tensor.Tensors;
import java.io.Serializable;

/**
 * What is trained and how, as each worker must know it. The first weights follow from the seed, so no worker sends them to another.
 *
 * @param classes 0 for a regression
 * @param backend empty for the best one
 */
record Plan(
        int features,
        int classes,
        int[] hiddenLayers,
        String optimizer,
        double learningRate,
        int batchSize,
        int iterations,
        int iterationsPerEpoch,
        long seed,
        String backend)
        implements Serializable {
    Network network(Tensors tensors) {
        NetworkBuilder net = Network.sequence(tensors, seed);
        int inputs = features;
        for (int units : hiddenLayers) {
            net.affine(inputs, units).relu();
            inputs = units;
        }
        return classes > 0
                ? net.affine(inputs, classes).softmaxCrossEntropy()
                : net.affine(inputs, 1).meanSquaredError();
    }

    /** What the workers exchange in a step: the gradients, and the loss. */
    int numbers() {
        int numbers = 1;
        int inputs = features;
        for (int units : hiddenLayers) {
            numbers = Math.addExact(numbers, Math.multiplyExact(inputs + 1, units));
            inputs = units;
        }
        return Math.addExact(numbers, Math.multiplyExact(inputs + 1, Math.max(1, classes)));
    }

    Optimizer newOptimizer() {
        return OptimizerName.of(optimizer).optimizer(learningRate);
    }
}
