package gradj.op;

import gradj.tensor.Tensor;

/**
 * The sum of all elements, or of those along one axis, which disappears or stays with length 1. dx = dout, repeated to each
 * element that was summed. Book section 5.6.2: the bias of a batch is the mirror image, repeated forward and summed backward.
 */
public final class Sum extends AxisReduction {
    /** Sums all elements to a scalar. */
    public Sum() {}

    /** Sums along an axis, counted from 0, or from the end as -1, -2 ... */
    public Sum(int axis) {
        this(axis, false);
    }

    /** Sums along an axis, which stays with length 1 if it is kept. */
    public Sum(int axis, boolean keepsAxis) {
        super(axis, keepsAxis);
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        return axis.isPresent() ? x.sum(axis.getAsInt(), keepsAxis) : x.sum();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return beside(x, dout).expandTo(x.shape());
    }
}
