package gradj.op;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** The part of an axis from one place (inclusive) to another (exclusive). dx = dout there, and 0 elsewhere. */
public final class Slice extends UnaryOperation {
    private final int axis;
    private final int from;
    private final int to;

    /**
     * @param axis counted from 0, or from the end as -1, -2 ...
     * @param from the first place, from 0
     * @param to the place behind the last one
     */
    public Slice(int axis, int from, int to) {
        this.axis = axis;
        this.from = from;
        this.to = to;
    }

    /** The axis, as it was given. */
    public int axis() {
        return axis;
    }

    /** The first place. */
    public int from() {
        return from;
    }

    /** The place behind the last one. */
    public int to() {
        return to;
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.slice(axis, from, to);
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        Tensors tensors = new Tensors(x.backend(), x.dtype());
        Shape shape = x.shape();
        Tensor before = tensors.zeros(shape.with(axis, from));
        Tensor behind = tensors.zeros(shape.with(axis, shape.length(axis) - to));
        return Tensor.concat(axis, before, dout, behind);
    }
}
