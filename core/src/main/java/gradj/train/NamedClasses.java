package gradj.train;

import gradj.data.Batches;
import gradj.nn.Accuracy;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.op.Labels;
import gradj.tensor.Tensor;
import java.util.Arrays;

/**
 * The class that the label of each sample of a piece names, and the one that the net says.
 *
 * @param from the number of the first sample
 * @param classes how many there are; of yes or no, 0 is no and 1 yes
 */
record NamedClasses(int from, int classes, int[] truth, int[] predicted, Tensor scores) {
    /** What is done with a piece of the samples. */
    interface Piece {
        void take(NamedClasses piece);
    }

    /**
     * Goes through all samples.
     *
     * @throws IllegalArgumentException if there are none, or the net tells no classes
     */
    static void forEachPiece(Network net, Batches data, Piece each) {
        requireSamples(data);
        Evaluation.forEachPiece(net, data, (from, scores, targets) -> each.take(of(net.loss(), from, scores, targets)));
    }

    static void requireSamples(Batches data) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("nothing to measure: expected samples, got none");
        }
    }

    private static NamedClasses of(Loss loss, int from, Tensor scores, Tensor targets) {
        requireTargets(loss, from, targets);
        if (loss instanceof SigmoidWithLoss) {
            double[] y = NumberMetric.numbers("yes or no", scores, targets);
            if (NumberMetric.columns(scores) > 1) {
                throw new IllegalArgumentException("scores " + scores.shape() + " answer yes or no several times each:"
                        + " a sample has no class, expected one score; ConfusionMatrix.ofAnswers has a matrix of each");
            }
            double[] t = targets.toDoubleArray();
            int[] said =
                    Arrays.stream(y).mapToInt(x -> ClassMetric.isYes(x) ? 1 : 0).toArray();
            int[] truth = Arrays.stream(t)
                    .mapToInt(x -> ClassMetric.isTrue(x) ? 1 : 0)
                    .toArray();
            return new NamedClasses(from, 2, truth, said, scores);
        }
        int[] said = Accuracy.predictedClasses(scores, from);
        int[] truth = Accuracy.labelledClasses(scores, targets, from);
        return new NamedClasses(from, scores.shape().length(-1), truth, said, scores);
    }

    /** Numbers that a regression learns from are no classes, though one of a row is the largest; one-hot rows are. */
    static void requireTargets(Loss loss, int from, Tensor targets) {
        try {
            loss.requireTargets(targets);
            boolean tellsClasses = loss instanceof SoftmaxWithLoss || loss instanceof SigmoidWithLoss;
            if (!tellsClasses && targets.shape().rank() > 1) {
                Labels.requireDistributions(targets);
            }
        } catch (IllegalArgumentException refused) {
            String where = from == 0 ? "" : "samples from " + from + " on: ";
            throw new IllegalArgumentException(where + refused.getMessage(), refused);
        }
    }
}
