package gradj.op;

import gradj.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The axes of x in another order: rows become columns, two axes change places, or all go where they are told. dx = dout with
 * its axes put back.
 */
public final class Transpose extends UnaryOperation {
    private final int @Nullable [] axes;
    private final boolean isSwap;

    /** Rows become columns: [M, N] gives [N, M]. */
    public Transpose() {
        axes = null;
        isSwap = false;
    }

    /** Two axes change places; each is counted from 0, or from the end as -1, -2 ... */
    public Transpose(int axis, int otherAxis) {
        axes = new int[] {axis, otherAxis};
        isSwap = true;
    }

    private Transpose(int... order) {
        axes = order.clone();
        isSwap = false;
    }

    /**
     * Axis i of the output is axis {@code axes[i]} of x: [2, 3, 5] with 2, 0, 1 gives [5, 2, 3].
     *
     * @param axes each axis once, counted from 0, or from the end as -1, -2 ...
     */
    public static Transpose permuting(int... axes) {
        return new Transpose(axes);
    }

    /** The axis of x, counted from 0, that each axis of the output is; for an x of this rank, which the operation takes. */
    public int[] order(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, i -> axes == null || isSwap ? i : Math.floorMod(axes[i], rank));
        if (axes == null || isSwap) {
            int one = axes == null ? 0 : Math.floorMod(axes[0], rank);
            int other = axes == null ? 1 : Math.floorMod(axes[1], rank);
            order[one] = other;
            order[other] = one;
        }
        return order;
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        if (axes == null) {
            return x.transpose();
        }
        return isSwap ? x.transpose(axes[0], axes[1]) : x.permute(axes);
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        if (axes == null) {
            return dout.transpose();
        }
        return isSwap ? dout.transpose(axes[0], axes[1]) : dout.permute(inverse(axes));
    }

    private static int[] inverse(int... order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[Math.floorMod(order[i], order.length)] = i;
        }
        return inverse;
    }
}
