package gradj.nn;

import gradj.op.Labels;
import gradj.op.Operation;
import gradj.tensor.Tensor;

/**
 * What a net is to make small: one number for the scores of a batch and their targets. It remembers its last
 * {@link #forward}, which belongs to one thread, as a layer's does.
 *
 * <p>A loss of your own says the first three methods; the others have defaults for a loss of plain numbers.
 */
public interface Loss {
    /**
     * The loss of the batch, a scalar, as a rule a mean over its samples; remembers what {@link #backward} will need.
     *
     * @param scores [N, C] as the last layer gives them, or [C] of a single sample
     * @param targets what they should be; it depends on the loss
     * @throws gradj.tensor.ShapeException if the shapes do not fit
     * @throws IllegalArgumentException if the targets are none, which the message says
     */
    Tensor forward(Tensor scores, Tensor targets);

    /**
     * The loss of the batch where samples count differently: the mean weighted by these.
     *
     * @param weights [N], finite, none below 0, not all 0
     * @throws UnsupportedOperationException if this loss does not weigh samples, which is the default
     */
    default Tensor forward(Tensor scores, Tensor targets, Tensor weights) {
        throw new UnsupportedOperationException(LossOperation.nameOf(this)
                + " does not weigh samples: expected forward(scores, targets, weights) of it");
    }

    /**
     * The gradient of the last forward's scores, in their shape.
     *
     * @throws IllegalStateException if there was no forward
     */
    Tensor backward();

    /** The same loss, remembering nothing. */
    Loss copy();

    /**
     * Refuses targets that cannot be meant, before anything is learned from them; it reads them all, once. Default: NaN and
     * infinity.
     *
     * @param targets of all samples, [N, ...]
     * @throws IllegalArgumentException naming the first such row and value, and what was expected
     * @throws gradj.tensor.ShapeException if no scores fit their shape
     */
    default void requireTargets(Tensor targets) {
        Labels.requireFinite(targets);
    }

    /** What the scores stand for, in their shape: probabilities, or the numbers themselves, which is the default. */
    default Tensor prediction(Tensor scores) {
        return scores;
    }

    /** A copy of this loss as an operation of scores and targets, the targets constants: for a graph, and to be checked. */
    default Operation operation() {
        return new LossOperation(copy());
    }

    /** Which side of its kink each element took in the last forward; empty for a smooth loss. */
    default boolean[] branches() {
        return new boolean[0];
    }
}
