package gradj.play.graph;

import gradj.graph.picture.LocalComputation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph as the page shows it.
 *
 * @param svg the picture
 * @param steps how many local computations there are
 * @param computation the one that is shown, if one is
 * @param result the value at the end
 * @param nudge what was asked for
 */
public record GraphAnswer(
        String svg,
        int steps,
        @Nullable LocalComputation computation,
        List<Input> inputs,
        Result result,
        @Nullable Difference nudge) {
    /**
     * An input.
     *
     * @param shape its lengths; none of a scalar
     * @param values row after row; null if there are too many to be changed by hand
     * @param gradients likewise
     */
    public record Input(String name, List<Integer> shape, double @Nullable [] values, double @Nullable [] gradients) {}

    /**
     * The value at the end.
     *
     * @param isFinite whether it, and every gradient that is shown, is a number
     */
    public record Result(String name, List<Integer> shape, double @Nullable [] values, boolean isFinite) {}

    /**
     * The slope between x - h and x + h, beside the gradient. Of a result of several elements, that of the sum of each times
     * the gradient that came from above.
     */
    public record Difference(
            String input, int element, double h, double below, double above, double slope, double gradient) {}
}
