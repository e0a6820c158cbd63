package gradj.graph.picture;

import java.util.List;

/**
 * What one operation of a graph computes in one of the {@linkplain GraphPicture#steps steps} of a picture, as data: for
 * pages that say it in words of their own. Formulas are the same in every language: they are made of x, or a and b, or x1,
 * x2 ... for the inputs, y for the output, {@code dout} for the gradient from above, n and N for numbers of elements and
 * samples, × element by element, · for the matrix product, Σ for the sum over what the input has not, or has once.
 * Numbers and tensors are shown as the picture shows them, with a hyphen before negative numbers.
 *
 * @param number of the step, from 1
 * @param count of the steps of the series
 * @param isBackward whether gradients are computed; else the value is
 * @param operation as it is drawn: {@code ×}, {@code exp}, {@code affine}, {@code × 2}
 * @param formula as in {@code a × b}; empty for an operation that is not gradj's own
 * @param inputs in the operation's order
 * @param output the value
 * @param upstream backward: the gradient from above, {@code dout}, the sum where there are several; empty forward
 * @param derivatives backward: one for each input that gets a gradient, in their order; forward none
 */
public record LocalComputation(
        int number,
        int count,
        boolean isBackward,
        String operation,
        String formula,
        List<Variable> inputs,
        Variable output,
        String upstream,
        List<Derivative> derivatives) {
    /**
     * An input or the output.
     *
     * @param symbol what formulas call it
     * @param name the node's; empty where it has none, as numbers and most values on the way have
     * @param value a number, the elements of a small tensor or shape and norm; empty where a picture shows none
     */
    public record Variable(String symbol, String name, String value) {}

    /**
     * How the gradient of one input comes about.
     *
     * @param input what it is the gradient of
     * @param formula the local derivative: {@code b}, {@code 1 / x}, {@code y × (1 - y)} with the sign of minus; empty where
     *     no single number takes one element's place, as in a matrix product, and where it is not known
     * @param rule the gradient: {@code dout × b}, {@code dout · bᵀ}; empty where it is not known
     * @param value of the local derivative, where all is numbers; else empty
     * @param gradient what is passed back
     */
    public record Derivative(Variable input, String formula, String rule, String value, String gradient) {}

    /** A computation that is part of no series yet: all that can be told of it. */
    static LocalComputation of(
            String formula, List<Variable> inputs, Variable output, String upstream, List<Derivative> derivatives) {
        return new LocalComputation(0, 0, true, "", formula, inputs, output, upstream, derivatives);
    }

    /** The part of it that a step shows. */
    LocalComputation at(boolean backward, String sign) {
        return backward
                ? new LocalComputation(number, count, true, sign, formula, inputs, output, upstream, derivatives)
                : new LocalComputation(number, count, false, sign, formula, inputs, output, "", List.of());
    }

    LocalComputation numbered(int step, int steps) {
        return new LocalComputation(step, steps, isBackward, operation, formula, inputs, output, upstream, derivatives);
    }
}
