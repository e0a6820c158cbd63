package gradj.op;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.util.OptionalInt;

/**
 * The sum of all elements, or of those along one axis, which disappears. dx = dout, repeated to each element that was
 * summed. Book section 5.6.2: the bias of a batch is the mirror image, repeated forward and summed backward.
 */
public final class Sum extends UnaryOperation {
    private final OptionalInt axis;

    /** Sums all elements to a scalar. */
    public Sum() {
        axis = OptionalInt.empty();
    }

    /** Sums along an axis, counted from 0, or from the end as -1, -2 ... */
    public Sum(int axis) {
        this.axis = OptionalInt.of(axis);
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        return axis.isPresent() ? x.sum(axis.getAsInt()) : x.sum();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        if (axis.isEmpty()) {
            return dout.expandTo(x.shape());
        }
        int[] lengths = x.shape().toArray();
        lengths[Math.floorMod(axis.getAsInt(), lengths.length)] = 1;
        return dout.reshape(Shape.of(lengths)).expandTo(x.shape());
    }
}
