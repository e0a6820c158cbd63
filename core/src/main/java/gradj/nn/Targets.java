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

    static Tensor remembered(String loss, @Nullable Tensor tensor) {
        if (tensor == null) {
            throw new IllegalStateException(loss + ": backward before forward: call forward(scores, targets) first");
        }
        return tensor;
    }
}
