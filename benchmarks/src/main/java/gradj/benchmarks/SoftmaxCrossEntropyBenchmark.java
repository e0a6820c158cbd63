package gradj.benchmarks;

import gradj.op.SoftmaxCrossEntropy;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import org.openjdk.jmh.annotations.Benchmark;

/** The last layer of a classifier: the mean loss of a batch of scores, and the gradient of the scores. */
@SuppressWarnings("NullAway.Init") // filled by check, which JMH's setup calls
public class SoftmaxCrossEntropyBenchmark extends MatrixBenchmark {
    private final SoftmaxCrossEntropy layer = new SoftmaxCrossEntropy();
    private Tensor t;
    private Tensor one;

    @Override
    void check(Tensor reference) {
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % columns;
        }
        t = tensors().oneHot(columns, labels);
        one = tensors().scalar(1);
        SoftmaxCrossEntropy right = new SoftmaxCrossEntropy();
        Tensor loss = right.forward(reference, onReference(t));
        // Exponentials of scores below 8 in size, and a sum of one term a column.
        double roundings = 2.0 * columns + 64;
        requireRight("cross entropy", layer.forward(x, t), loss, loss, roundings + rows);
        requireRight("softmax", layer.probabilities(), right.probabilities(), right.probabilities(), roundings);
        Tensor gradient = right.inputGradient(onReference(one));
        Tensor magnitude = right.probabilities().plus(onReference(t)).dividedBy(rows);
        requireRight("gradient of cross entropy", layer.inputGradient(one), gradient, magnitude, roundings);
    }

    /** Reads scores and labels, writes probabilities. */
    @Benchmark
    public double loss(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(3));
            return finished(layer.forward(x, t));
        }
    }

    /** Reads scores and labels, writes probabilities, reads both, writes the gradient. */
    @Benchmark
    public double lossAndGradient(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(6));
            layer.forward(x, t);
            return finished(layer.inputGradient(one));
        }
    }
}
