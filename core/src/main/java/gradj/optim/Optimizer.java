package gradj.optim;

import gradj.nn.Parameter;
import gradj.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Changes parameters by the gradients of the last backward. A small class of your own, or a lambda, needs {@link #step}
 * only; one that remembers something from step to step gives it as {@link #state}, so that a checkpoint can keep it.
 */
@FunctionalInterface
public interface Optimizer {
    /**
     * One step: every parameter's value is changed in place. The tensors that an optimizer keeps belong to no
     * {@link gradj.tensor.TensorScope}.
     *
     * @throws IllegalStateException if a parameter has no gradient; the message names it, and nothing has been changed
     */
    void step(List<Parameter> parameters);

    /**
     * The present learning rate.
     *
     * @throws UnsupportedOperationException if this optimizer has none to tell
     */
    default double learningRate() {
        throw new UnsupportedOperationException(getClass().getName()
                + " tells no learning rate: a schedule needs learningRate() and setLearningRate(rate)");
    }

    /**
     * Sets the learning rate of the steps to come: what a {@link Schedule} says of the epoch.
     *
     * @param learningRate a finite number, 0 or more
     * @throws UnsupportedOperationException if this optimizer has none to set
     */
    default void setLearningRate(double learningRate) {
        throw new UnsupportedOperationException(getClass().getName()
                + " has no learning rate to set: a schedule needs learningRate() and setLearningRate(rate)");
    }

    /**
     * Copies of everything beside the parameters' values that the next step depends on, by name: {@code learningRate}, and
     * of each parameter such as {@code W1.m}, {@code W1.v} and the count of its steps, {@code W1.step}. Default: nothing.
     *
     * @param parameters those of {@link #step}
     */
    default Map<String, Tensor> state(List<Parameter> parameters) {
        return Map.of();
    }

    /**
     * Goes on from a {@link #state}: the steps that follow have the bits that they would have had without the interruption.
     *
     * @param parameters those of {@link #step}
     * @throws IllegalArgumentException if the state is of other parameters or of another optimizer; the message has every name
     *     that is missing or too many and every shape and dtype that differs, and nothing has been changed
     */
    default void restore(List<Parameter> parameters, Map<String, Tensor> state) {
        if (!state.isEmpty()) {
            throw new IllegalArgumentException(
                    "restore: " + getClass().getName() + " keeps no state, got " + String.join(", ", state.keySet()));
        }
    }
}
