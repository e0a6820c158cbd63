package gradj.tensor;

/** The shapes of {@link Tensor#dot} and its transposed forms. */
final class MatrixProduct {
    private MatrixProduct() {}

    static Tensor of(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        Checks.compatible("dot", a, b);
        Shape left = asMatrix(a, true, transposeA);
        Shape right = asMatrix(b, false, transposeB);
        int m = left.length(transposeA ? 1 : 0);
        int k = left.length(transposeA ? 0 : 1);
        int n = right.length(transposeB ? 0 : 1);
        int rightInner = right.length(transposeB ? 1 : 0);
        if (k != rightInner) {
            throw new ShapeException(
                    "dot",
                    "inner dimensions differ: left " + a.shape() + " has " + k + (transposeA ? " rows" : " columns")
                            + ", right " + b.shape() + " has " + rightInner + (transposeB ? " columns" : " rows"),
                    a.shape(),
                    b.shape());
        }
        Tensor y = a.allocateLike(resultShape(a, b, m, n));
        a.backend().dot(transposeA, transposeB, m, n, k, 1, a.storage(), b.storage(), 0, y.storage());
        return y;
    }

    /** A vector is a row on the left and a column on the right; only matrices can be transposed. */
    private static Shape asMatrix(Tensor tensor, boolean isLeft, boolean transposed) {
        Shape shape = tensor.shape();
        if (shape.rank() == 1 && !transposed) {
            return isLeft ? Shape.of(1, shape.length(0)) : Shape.of(shape.length(0), 1);
        }
        if (shape.rank() != 2) {
            throw new ShapeException(
                    "dot",
                    (isLeft ? "left" : "right") + " must be a matrix" + (transposed ? "" : " or a vector") + ", got "
                            + shape,
                    shape);
        }
        return shape;
    }

    private static Shape resultShape(Tensor a, Tensor b, int m, int n) {
        if (a.shape().rank() == 1) {
            return b.shape().rank() == 1 ? Shape.of() : Shape.of(n);
        }
        return b.shape().rank() == 1 ? Shape.of(m) : Shape.of(m, n);
    }
}
