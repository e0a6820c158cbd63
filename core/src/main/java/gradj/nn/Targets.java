package gradj.nn;

import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What the losses ask of targets that are numbers. */
final class Targets {
    private Targets() {}

    /** The targets in the shape of the scores: themselves, or [N] as the one column of [N, 1]. */
    static Tensor inShapeOf(String loss, Tensor scores, Tensor targets) {
        Shape expected = scores.shape();
        Shape found = targets.shape();
        boolean isColumn =
                expected.rank() == 2 && expected.length(1) == 1 && found.equals(Shape.of(expected.length(0)));
        if (scores.size() == 0 || (!found.equals(expected) && !isColumn)) {
            throw new ShapeException(
                    loss,
                    "expected targets " + expected + " of scores " + expected + ", one or more, got " + found,
                    expected,
                    found);
        }
        return isColumn ? targets.reshape(expected) : targets;
    }

    static void requireBetween(Tensor targets, double least, double most, String expected) {
        double[] values = targets.toDoubleArray();
        int rows = targets.shape().rank() == 0 ? 1 : Math.max(1, targets.shape().length(0));
        int columns = Math.max(1, values.length / rows);
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= least && values[i] <= most)) {
                throw new IllegalArgumentException(
                        "target row " + i / columns + " holds " + values[i] + ", expected " + expected);
            }
        }
    }

    /**
     * What each row of N counts so that a mean over N is the one weighted by these: w N / sum(w).
     *
     * @param weights [N] of scores [N, K], [1] of the scores [K] of a single sample
     * @return [N, 1], or [1]
     */
    static Tensor shares(String loss, Tensor scores, Tensor weights) {
        Shape shape = scores.shape();
        int samples = shape.rank() < 2 ? 1 : shape.length(0);
        if (!weights.shape().equals(Shape.of(samples))) {
            throw new ShapeException(
                    loss,
                    "expected weights [N] of scores [N, ...], got weights " + weights.shape() + " of scores " + shape,
                    shape,
                    weights.shape());
        }
        double[] values = weights.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            if (!(values[i] >= 0 && values[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "weight of sample " + i + ": expected a finite number, 0 or above, got " + values[i]);
            }
            sum += values[i];
        }
        if (sum == 0) {
            throw new IllegalArgumentException("all samples of the batch weigh 0: no mean loss, leave them out");
        }
        Tensor shares = weights.times(samples / sum);
        return shape.rank() < 2 ? shares : shares.reshape(Shape.of(samples, 1));
    }

    static Tensor remembered(String loss, @Nullable Tensor tensor) {
        if (tensor == null) {
            throw new IllegalStateException(loss + ": backward before forward: call forward(scores, targets) first");
        }
        return tensor;
    }
}
