package gradj.op;

import gradj.tensor.Tensor;

/**
 * The mean of all elements, or of those along one axis, which disappears or stays with length 1. dx = dout / n, repeated to
 * each of the n elements. A mean of nothing is refused.
 */
public final class Mean extends AxisReduction {
    /** The mean of all elements, a scalar. */
    public Mean() {}

    /** The means along an axis, counted from 0, or from the end as -1, -2 ... */
    public Mean(int axis) {
        this(axis, false);
    }

    /** The means along an axis, which stays with length 1 if it is kept. */
    public Mean(int axis, boolean keepsAxis) {
        super(axis, keepsAxis);
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        return axis.isPresent() ? x.mean(axis.getAsInt(), keepsAxis) : x.mean();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return beside(x, dout.dividedBy(terms(x))).expandTo(x.shape());
    }
}
