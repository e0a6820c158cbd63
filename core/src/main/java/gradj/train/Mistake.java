package gradj.train;

import gradj.data.Batches;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A sample that a classifier takes for another class.
 *
 * @param sample its number, from 0
 * @param truth the class that its label names
 * @param predicted the class that the net says
 * @param probability of the class that the net says, 0 to 1, by the net
 * @param loss -ln of the probability of the true class by the net: the larger, the more wrong
 */
public record Mistake(int sample, int truth, int predicted, double probability, double loss) {
    /** The least wrong first; of equals the one that comes later. */
    private static final Comparator<Mistake> LEAST_WRONG = Comparator.comparingDouble(Mistake::loss)
            .thenComparing(Comparator.comparingInt(Mistake::sample).reversed());

    /** Of the true class, 0 to 1, by the net. */
    public double probabilityOfTruth() {
        return Math.exp(-loss);
    }

    /**
     * The samples that a net tells wrong, those first that it is most wrong about: whose true class it gives the smallest
     * probability. Samples that it tells right are none of them, however unsure it is.
     *
     * @param net as {@link ConfusionMatrix#of} takes it; its scores stand for probabilities
     * @param most how many there are at most
     * @throws IllegalArgumentException as for {@link ConfusionMatrix#of}, or if the scores stand for no probabilities
     */
    public static List<Mistake> mostWrong(Network net, Batches data, int most) {
        if (most < 0) {
            throw new IllegalArgumentException("most wrong samples: expected a count, 0 or above, got " + most);
        }
        PriorityQueue<Mistake> worst = new PriorityQueue<>(LEAST_WRONG);
        NamedClasses.forEachPiece(net, data, piece -> {
            Losses losses = new Losses(net.loss(), piece.scores());
            for (int i = 0; i < piece.truth().length; i++) {
                int truth = piece.truth()[i];
                int said = piece.predicted()[i];
                if (truth != said) {
                    double probability = Math.exp(-losses.of(i, said));
                    worst.add(new Mistake(piece.from() + i, truth, said, probability, losses.of(i, truth)));
                }
                if (worst.size() > most) {
                    worst.remove();
                }
            }
        });
        return worst.stream().sorted(LEAST_WRONG.reversed()).toList();
    }

    /** -ln of the probabilities that scores stand for: of softmax and sigmoid in more digits than the probabilities have. */
    private static final class Losses {
        private final Loss loss;
        private final double[] numbers;
        private final int columns;

        Losses(Loss loss, Tensor scores) {
            this.loss = loss;
            this.numbers = (isKnown() ? scores : loss.prediction(scores)).toDoubleArray();
            this.columns = NumberMetric.columns(scores);
        }

        private boolean isKnown() {
            return loss instanceof SoftmaxWithLoss || loss instanceof SigmoidWithLoss;
        }

        double of(int row, int number) {
            if (loss instanceof SoftmaxWithLoss) {
                return ClassMetric.loss(numbers, row * columns, columns, number);
            } else if (loss instanceof SigmoidWithLoss) {
                return ClassMetric.yesNoLoss(numbers[row], number);
            }
            double probability = numbers[row * columns + number];
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("most wrong samples: expected a loss whose scores stand for"
                        + " probabilities, by its prediction(scores), got " + probability);
            }
            return -Math.log(probability);
        }
    }
}
