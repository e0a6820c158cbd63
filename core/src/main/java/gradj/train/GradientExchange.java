package gradj.train;

import gradj.nn.Parameter;
import java.util.List;

/**
 * What happens to the gradients of a mini-batch before the update: nothing on one machine; where several learn from a part of
 * the batch each, the mean over all of them, set with {@link Parameter#setGradient}.
 */
@FunctionalInterface
public interface GradientExchange {
    /** On one machine the gradients are complete. */
    GradientExchange NONE = parameters -> {};

    /** Replaces the gradients of these parameters by what all have found. */
    void exchange(List<Parameter> parameters);
}
