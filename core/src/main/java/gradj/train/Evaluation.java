package gradj.train;

import gradj.data.Batch;
import gradj.data.Batches;
import gradj.data.Dataset;
import gradj.nn.Accuracy;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a net makes of samples, by some metrics; and whether it can learn from them at all. */
public final class Evaluation {
    /** Samples evaluated at a time: enough to keep the kernels busy, few enough to keep the hidden layers small. */
    static final int ROWS = 2000;

    private Evaluation() {}

    /**
     * The metrics by their names, in their order; of all samples together, whose scores are kept for that. Accuracy is counted
     * piece by piece, and keeps nothing.
     *
     * @throws gradj.tensor.ShapeException if samples, scores and targets do not fit
     * @throws ArithmeticException if a score is NaN
     */
    public static Map<String, Double> of(Network net, List<Metric> metrics, Batches data) {
        Map<String, Double> results = new LinkedHashMap<>();
        metrics.forEach(metric -> results.put(metric.name(), Double.NaN)); // in their order
        List<Metric> others = metrics.stream()
                .filter(metric -> metric != NumberMetric.ACCURACY)
                .toList();
        boolean isCounted = others.size() < metrics.size();
        if (isCounted && data instanceof Dataset dataset) { // in place, sample by sample
            results.put(NumberMetric.ACCURACY.name(), net.accuracy(dataset.x(), dataset.t()));
            isCounted = false;
        }
        if (isCounted || !others.isEmpty()) {
            Gathered scores = new Gathered(data.size());
            Gathered targets = new Gathered(data.size());
            boolean counts = isCounted;
            int[] correct = {0};
            forEachPiece(net, data, (from, pieceScores, pieceTargets) -> {
                if (counts) {
                    correct[0] += Accuracy.correct(pieceScores, pieceTargets, from);
                }
                if (!others.isEmpty()) {
                    scores.add(from, pieceScores);
                    targets.add(from, pieceTargets);
                }
            });
            if (counts) {
                results.put(NumberMetric.ACCURACY.name(), (double) correct[0] / data.size());
            }
            if (!others.isEmpty()) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensor allScores = scores.tensor();
                    Tensor allTargets = targets.tensor();
                    others.forEach(metric -> results.put(metric.name(), metric.of(allScores, allTargets)));
                }
            }
        }
        return results;
    }

    /** What is done with the scores of a piece of the samples and their targets; both end with the call. */
    interface Piece {
        void take(int from, Tensor scores, Tensor targets);
    }

    /** All samples in their order, a piece at a time: of no more is there a tensor. */
    static void forEachPiece(Network net, Batches data, Piece each) {
        try (TensorScope.Rounds pieces = TensorScope.rounds()) {
            for (int from = 0; from < data.size(); from += ROWS) {
                try (TensorScope piece = pieces.open()) {
                    Batch batch = data.batch(rows(from, data.size()));
                    each.take(from, net.predict(batch.x()), batch.t());
                }
            }
        }
    }

    private static int[] rows(int from, int size) {
        return IntStream.range(from, Math.min(size, from + ROWS)).toArray();
    }

    /** Rows of pieces, one behind the other. */
    private static final class Gathered {
        private final int rows;
        private double[] values = {};
        private int[] lengths = {};
        private @Nullable Tensors kind;

        private Gathered(int rows) {
            this.rows = rows;
        }

        private void add(int from, Tensor piece) {
            int columns = piece.size() / piece.shape().length(0);
            if (from == 0) {
                values = new double[rows * columns];
                lengths = new int[piece.shape().rank()];
                Arrays.setAll(lengths, axis -> axis == 0 ? rows : piece.shape().length(axis));
                kind = new Tensors(piece.backend(), piece.dtype());
            }
            System.arraycopy(piece.toDoubleArray(), 0, values, from * columns, piece.size());
        }

        private Tensor tensor() {
            return Objects.requireNonNull(kind).of(Shape.of(lengths), values);
        }
    }

    /** What is measured of a net with this loss where nothing else is asked for. */
    static List<Metric> metricsOf(Loss loss) {
        if (loss instanceof SoftmaxWithLoss) {
            return List.of(Metric.accuracy());
        } else if (loss instanceof SigmoidWithLoss) {
            return List.of(Metric.yesNoAccuracy());
        }
        return loss instanceof RegressionLoss ? List.of(Metric.rootMeanSquaredError()) : List.of();
    }

    /** Whether the net takes the samples, and the loss its scores and the targets. */
    static void requireFit(String which, Network net, Batches data) {
        try (TensorScope scope = TensorScope.open()) {
            Batch first = data.batch(0);
            Tensor scores = net.predict(first.x());
            if (data instanceof Dataset dataset && net.loss() instanceof SoftmaxWithLoss) {
                requireClasses(which, scores.shape(), dataset);
            } else {
                requireTargets(which, net.loss(), data);
                net.loss().copy().forward(scores, first.t());
            }
            first.weights().ifPresent(weights -> net.loss().copy().forward(scores, first.t(), weights.plus(1)));
        }
    }

    private static void requireClasses(String which, Shape scores, Dataset data) {
        Shape labels = Shape.of(1, data.classes());
        if (!scores.equals(labels)) {
            throw new ShapeException(
                    "Trainer",
                    "the labels of the " + which + " samples are of " + data.classes() + " classes: expected scores "
                            + labels + " of a sample, the net gives " + scores,
                    scores,
                    labels);
        }
    }

    private static void requireTargets(String which, Loss loss, Batches data) {
        try (TensorScope.Rounds pieces = TensorScope.rounds()) {
            for (int from = 0; from < data.size(); from += ROWS) {
                try (TensorScope piece = pieces.open()) {
                    requireTargets(which, loss, from, data.targets(rows(from, data.size())));
                }
            }
        }
    }

    private static void requireTargets(String which, Loss loss, int from, Tensor targets) {
        try {
            loss.requireTargets(targets);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "the " + which + " samples" + (from == 0 ? "" : " from " + from + " on") + ": "
                            + refused.getMessage(),
                    refused);
        }
    }
}
