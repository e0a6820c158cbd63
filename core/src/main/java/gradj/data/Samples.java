package gradj.data;

import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;

/**
 * Samples x [N, ...] of any rank and their targets t, [N, ...] or [N], for any loss. What the targets must be is the loss's to
 * say; a classifier's rows are better checked by {@link Dataset}.
 *
 * @param x the samples
 * @param t the targets
 */
public record Samples(Tensor x, Tensor t) implements Batches, Batch {
    /**
     * Samples with these targets.
     *
     * @throws ShapeException if they have no first axis of the same length
     */
    public Samples {
        boolean fits = x.shape().rank() > 1
                && t.shape().rank() > 0
                && x.shape().length(0) == t.shape().length(0);
        if (!fits) {
            throw new ShapeException(
                    "Samples",
                    "expected samples [N, ...] and targets [N, ...] or [N], got " + x.shape() + " and " + t.shape(),
                    x.shape(),
                    t.shape());
        }
    }

    @Override
    public int size() {
        return x.shape().length(0);
    }

    @Override
    public Samples batch(int... rows) {
        return new Samples(Rows.of(x, rows), Rows.of(t, rows));
    }

    @Override
    public Tensor targets(int... rows) {
        return Rows.of(t, rows);
    }
}
