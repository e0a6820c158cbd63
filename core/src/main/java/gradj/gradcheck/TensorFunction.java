package gradj.gradcheck;

import gradj.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function of named tensors whose value is a tensor y, with its backward: a layer, an operation. It is checked through
 * the scalar L = sum(y r), r being a random upstream gradient.
 */
public interface TensorFunction {
    /** The tensors that y depends on, by name, float64; the check changes their elements, and puts each back. */
    Map<String, Tensor> parameters();

    /** y at the present content of the parameters. */
    Tensor forward();

    /**
     * The gradient of L at the last {@link #forward}, by name, each in its parameter's shape.
     *
     * @param dout the gradient of L with respect to y, in y's shape
     */
    Map<String, Tensor> backward(Tensor dout);

    /** Which side of every kink the last {@link #forward} took; empty for a smooth function. */
    default boolean[] branches() {
        return new boolean[0];
    }

    /** The same function on tensors of its own, for use by another thread; empty if there can be only one. */
    default Optional<TensorFunction> copy() {
        return Optional.empty();
    }

    /**
     * The largest number that y is computed of, where that is larger than y: rounding errors are measured against it. 0
     * where y's own size will do.
     */
    default double magnitude() {
        return 0;
    }

    /** What a reader of the report must know, such as that an input was taken as a constant. */
    default List<String> notes() {
        return List.of();
    }

    /** What makes this function another one than it stands for; see {@link Differentiable#faults}. */
    default List<Diagnosis> faults() {
        return List.of();
    }

    /** This step of an operation at these inputs, by the names x0, x1 ...; constants (labels) stay as they are. */
    static TensorFunction of(gradj.op.Operation operation, Tensor... inputs) {
        return OperationFunction.of(operation, inputs);
    }
}
