package gradj.train;

import gradj.data.Batches;
import gradj.nn.Network;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * What a net predicts beside what is true, a pair of numbers for each sample: the points of a picture, all on its diagonal if
 * the net is right. Every sample counts the same, whatever its weight in the loss.
 */
public final class PredictedOverTrue {
    private final double[] truth;
    private final double[] predicted;

    private PredictedOverTrue(double[] truth, double[] predicted) {
        this.truth = truth;
        this.predicted = predicted;
    }

    /** Of a net of one output. */
    public static PredictedOverTrue of(Network net, Batches data) {
        return of(net, data, 0, 1);
    }

    /**
     * Of one of a net's outputs, by the samples, which are gone through a piece at a time.
     *
     * @param output from 0 to K - 1
     * @throws IllegalArgumentException if there are no samples, or the net tells classes
     * @throws IndexOutOfBoundsException if there is no such output
     * @throws ShapeException if scores and targets do not fit
     * @throws ArithmeticException if a prediction is NaN
     */
    public static PredictedOverTrue of(Network net, Batches data, int output) {
        return of(net, data, output, -1);
    }

    /** @param outputs as many are expected, or -1 if any number is right */
    private static PredictedOverTrue of(Network net, Batches data, int output, int outputs) {
        if (net.loss() instanceof SoftmaxWithLoss || net.loss() instanceof SigmoidWithLoss) {
            throw new IllegalArgumentException("predicted over true: expected a net that predicts numbers, got one of"
                    + " classes, by " + net.loss().getClass().getSimpleName() + ": see ConfusionMatrix");
        }
        NamedClasses.requireSamples(data);
        PredictedOverTrue all = new PredictedOverTrue(new double[data.size()], new double[data.size()]);
        Evaluation.forEachPiece(net, data, (from, scores, targets) -> {
            Tensor predictions = net.loss().prediction(scores);
            double[] y = NumberMetric.numbers("predicted over true", predictions, targets);
            double[] t = targets.toDoubleArray();
            int columns = NumberMetric.columns(predictions);
            if (outputs > 0 && columns != outputs) {
                throw new ShapeException(
                        "predicted over true",
                        "expected one output, got " + predictions.shape() + ": say which one",
                        predictions.shape());
            }
            Objects.checkIndex(output, columns);
            for (int i = 0; i < y.length / columns; i++) {
                all.truth[from + i] = t[i * columns + output];
                all.predicted[from + i] = y[i * columns + output];
            }
        });
        return all;
    }

    /** Of numbers that are known, as many predicted ones as true ones; copied. */
    public static PredictedOverTrue of(double[] truth, double[] predicted) {
        if (truth.length != predicted.length || truth.length == 0) {
            throw new IllegalArgumentException(
                    "predicted over true: expected as many numbers of both, one or more, got " + predicted.length
                            + " and " + truth.length);
        }
        return new PredictedOverTrue(truth.clone(), predicted.clone());
    }

    /** The same pairs, both numbers gone through this: back to the unit that they were in before they were prepared. */
    public PredictedOverTrue map(DoubleUnaryOperator unit) {
        return new PredictedOverTrue(
                Arrays.stream(truth).map(unit).toArray(),
                Arrays.stream(predicted).map(unit).toArray());
    }

    /** How many pairs there are, one of each sample. */
    public int size() {
        return truth.length;
    }

    /** What is true of sample {@code i}. */
    public double truth(int i) {
        return truth[i];
    }

    /** What the net predicts of sample {@code i}. */
    public double predicted(int i) {
        return predicted[i];
    }

    /** What is true of each sample. */
    public double[] truths() {
        return truth.clone();
    }

    /** What the net predicts of each sample. */
    public double[] predictions() {
        return predicted.clone();
    }

    /** R^2 of these pairs; see {@link Metric#r2}. */
    public double r2() {
        return NumberMetric.r2(predicted, truth, 0, 1);
    }

    /** The mean of the squared differences. */
    public double meanSquaredError() {
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum += (predicted[i] - truth[i]) * (predicted[i] - truth[i]);
        }
        return sum / truth.length;
    }
}
