package gradj.op;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;

/**
 * The largest of all elements, or of those along one axis, which disappears or stays with length 1. Its gradient goes to the
 * largest element; several that are equal share it in equal parts, as in PyTorch's {@code max()} and {@code amax}. PyTorch's
 * {@code max(dim)} gives all of it to the first of them: {@link #ofFirst}. Unspecified where an element is NaN; a maximum of
 * nothing is refused.
 */
public final class Max extends AxisReduction {
    private final boolean firstOnly;

    /** The largest of all elements, a scalar. */
    public Max() {
        firstOnly = false;
    }

    /** The largest along an axis, counted from 0, or from the end as -1, -2 ... */
    public Max(int axis) {
        this(axis, false);
    }

    /** The largest along an axis, which stays with length 1 if it is kept. */
    public Max(int axis, boolean keepsAxis) {
        this(axis, keepsAxis, false);
    }

    private Max(int axis, boolean keepsAxis, boolean firstOnly) {
        super(axis, keepsAxis);
        this.firstOnly = firstOnly;
    }

    /** The largest along an axis, whose gradient goes to the first of several that are equal. */
    public static Max ofFirst(int axis, boolean keepsAxis) {
        return new Max(axis, keepsAxis, true);
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        return axis.isPresent() ? x.max(axis.getAsInt(), keepsAxis) : x.max();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        Tensor others = others(x, y);
        Tensor zeros = new Tensors(x.backend(), x.dtype()).zeros(x.shape());
        Tensor winners = zeros.where(others, zeros.plus(1));
        Tensor count = axis.isPresent() ? winners.sum(axis.getAsInt(), keepsAxis) : winners.sum();
        return zeros.where(others, beside(x, dout.dividedBy(count)).expandTo(x.shape()));
    }

    /** Above 0 where x is not chosen. Infinity less infinity is NaN, which is not above 0: an infinite maximum is chosen. */
    private Tensor others(Tensor x, Tensor y) {
        if (!firstOnly) {
            return beside(x, y).minus(x);
        }
        int n = terms(x);
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = i;
        }
        int rank = x.shape().rank();
        int along = Math.floorMod(axis.getAsInt(), rank);
        int[] lengths = new int[rank - along];
        Arrays.fill(lengths, 1);
        lengths[0] = n;
        Tensor position = new Tensors(x.backend(), x.dtype()).of(Shape.of(lengths), numbers);
        return position.minus(beside(x, x.argmax(along))).square();
    }

    /** Of each element, whether it is the largest, or one of them: another one is a kink away. */
    @Override
    public boolean[] branches() {
        Tensor x = input();
        boolean[] chosen = Checks.above(others(x, output()));
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = !chosen[i];
        }
        return chosen;
    }
}
