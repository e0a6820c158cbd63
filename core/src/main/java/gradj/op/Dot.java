package gradj.op;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;

/**
 * The matrix product y = a b of a [M, K] and b [K, N]. da = dout times b transposed, db = a transposed times dout: as in
 * {@link Multiply} the inputs change places, but on their own side and transposed. Book section 5.6.1.
 */
public final class Dot extends BinaryOperation {
    @Override
    protected Tensor forwardOf(Tensor a, Tensor b) {
        return a.dot(b);
    }

    /** A vector is a row on the left and a column on the right, as {@link Tensor#dot} has it. */
    @Override
    protected Tensor[] backwardOf(Tensor dout, Tensor a, Tensor b) {
        Tensor left = a.shape().rank() == 1 ? a.reshape(Shape.of(1, a.size())) : a;
        Tensor right = b.shape().rank() == 1 ? b.reshape(Shape.of(b.size(), 1)) : b;
        Tensor upstream =
                dout.reshape(Shape.of(left.shape().length(0), right.shape().length(1)));
        Tensor da = upstream.dotTransposed(right);
        Tensor db = left.transposedDot(upstream);
        return new Tensor[] {da.reshape(a.shape()), db.reshape(b.shape())};
    }
}
