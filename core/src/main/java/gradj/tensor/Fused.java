package gradj.tensor;

/**
 * The operations that a backend may do in one pass over memory instead of several. Each gives what its composition of
 * {@link Tensor} operations gives, within rounding; backends that know no better do compose it.
 */
public final class Fused {
    private Fused() {}

    /** x W + b: [N, D] times [D, M] plus [M] gives [N, M]. A single x [D] gives [M]. */
    public static Tensor affine(Tensor x, Tensor w, Tensor b) {
        Tensor y = affineOutput(x, w, b);
        int in = w.shape().length(0);
        int out = w.shape().length(1);
        x.backend().affine(rows(x), in, out, x.storage(), w.storage(), b.storage(), y.storage());
        return y;
    }

    /** x W + b where that is above 0, else 0: {@link #affine} and {@link Tensor#relu} behind it. */
    public static Tensor affineRelu(Tensor x, Tensor w, Tensor b) {
        Tensor y = affineOutput(x, w, b);
        int in = w.shape().length(0);
        int out = w.shape().length(1);
        x.backend().affineRelu(rows(x), in, out, x.storage(), w.storage(), b.storage(), y.storage());
        return y;
    }

    /** The output, still to be written, of operands that fit. */
    private static Tensor affineOutput(Tensor x, Tensor w, Tensor b) {
        Checks.compatible("affine", x, w);
        Checks.compatible("affine", w, b);
        Checks.matrix("affine weights", w);
        int in = w.shape().length(0);
        int out = w.shape().length(1);
        Checks.shape("affine bias", Shape.of(out), b);
        int rank = x.shape().rank();
        if (rank < 1 || rank > 2 || x.shape().length(-1) != in) {
            throw new ShapeException("affine", "expected [N, " + in + "], got " + x.shape(), x.shape(), w.shape());
        }
        return x.allocateLike(rank == 1 ? Shape.of(out) : Shape.of(rows(x), out));
    }

    /** N of [N, D]; a single [D] is one row. */
    private static int rows(Tensor x) {
        return x.shape().rank() == 1 ? 1 : x.shape().length(0);
    }

    /** The gradients of {@link #affine}'s weights and bias: dW = the transpose of x times dy, db = the column sums of dy. */
    public static WeightGradients affineBackward(Tensor x, Tensor dy) {
        Checks.compatible("affineBackward", x, dy);
        int rank = x.shape().rank();
        if (rank < 1 || rank > 2 || dy.shape().rank() != rank) {
            throw new ShapeException(
                    "affineBackward",
                    "expected x [N, D] and dy [N, M], got " + x.shape() + " and " + dy.shape(),
                    x.shape(),
                    dy.shape());
        }
        int rows = rows(x);
        int in = x.shape().length(-1);
        int out = dy.shape().length(-1);
        Checks.shape("affineBackward", rank == 1 ? Shape.of(out) : Shape.of(rows, out), dy);
        Tensor dw = x.allocateLike(Shape.of(in, out));
        Tensor db = x.allocateLike(Shape.of(out));
        x.backend().affineBackward(rows, in, out, x.storage(), dy.storage(), dw.storage(), db.storage());
        return new WeightGradients(dw, db);
    }

    /** dW [D, M] and db [M]. */
    public record WeightGradients(Tensor dw, Tensor db) {}

    /** dy where y > 0, else 0; y is what {@link Tensor#relu} gave. */
    public static Tensor reluBackward(Tensor y, Tensor dy) {
        Checks.sameShape("reluBackward", y, dy);
        Tensor dx = y.allocateLike(y.shape());
        y.backend().reluBackward(y.size(), y.storage(), dy.storage(), dx.storage());
        return dx;
    }

    /** dy (1 - y) y; y is what {@link Tensor#sigmoid} gave. */
    public static Tensor sigmoidBackward(Tensor y, Tensor dy) {
        Checks.sameShape("sigmoidBackward", y, dy);
        Tensor dx = y.allocateLike(y.shape());
        y.backend().sigmoidBackward(y.size(), y.storage(), dy.storage(), dx.storage());
        return dx;
    }

    /** Softmax along the last axis: each row of [N, C], of [..., C], or a single [C], becomes a distribution. */
    public static Tensor softmax(Tensor x) {
        int columns = lastAxis("softmax", x);
        Tensor y = x.allocateLike(x.shape());
        x.backend().softmax(x.size() / columns, columns, x.storage(), y.storage());
        return y;
    }

    /**
     * The logarithm of {@link #softmax}, x - ln(sum(e^x)) along the last axis of x [..., C], shifted by the row's maximum:
     * finite where softmax itself underflows to 0.
     */
    public static Tensor logSoftmax(Tensor x) {
        lastAxis("logSoftmax", x);
        Tensor shifted = x.minus(x.max(-1, true));
        return shifted.minus(shifted.exp().sum(-1, true).log());
    }

    private static int lastAxis(String operation, Tensor x) {
        if (x.shape().rank() == 0 || x.shape().length(-1) == 0) {
            throw new ShapeException(
                    operation, "expected [..., C] with one class or more, got " + x.shape(), x.shape());
        }
        return x.shape().length(-1);
    }

    /**
     * Softmax of the scores x [N, C] and the mean cross entropy -sum(t ln y) / N against the labels t [N, C]: one-hot
     * rows, other distributions, or any finite numbers. A single sample may be [C].
     */
    public static SoftmaxAndLoss softmaxCrossEntropy(Tensor x, Tensor t) {
        Checks.sameShape("softmaxCrossEntropy", x, t);
        int columns = columns("softmaxCrossEntropy", x);
        if (x.size() == 0) {
            throw new ShapeException("softmaxCrossEntropy", "a batch without samples has no mean loss", x.shape());
        }
        Tensor y = x.allocateLike(x.shape());
        Tensor loss = x.allocateLike(Shape.of());
        x.backend()
                .softmaxCrossEntropy(
                        x.size() / columns, columns, x.storage(), t.storage(), y.storage(), loss.storage());
        return new SoftmaxAndLoss(y, loss);
    }

    /** The probabilities y [N, C] and the loss, a scalar. */
    public record SoftmaxAndLoss(Tensor y, Tensor loss) {}

    /**
     * dLoss (y sum(t) - t) / N, the gradient of {@link #softmaxCrossEntropy} with respect to the scores; the sum is the
     * row's, 1 for a distribution.
     */
    public static Tensor softmaxCrossEntropyBackward(Tensor y, Tensor t, Tensor dLoss) {
        Checks.sameShape("softmaxCrossEntropyBackward", y, t);
        Checks.compatible("softmaxCrossEntropyBackward", y, dLoss);
        Checks.shape("softmaxCrossEntropyBackward", Shape.of(), dLoss);
        int columns = columns("softmaxCrossEntropyBackward", y);
        Tensor dx = y.allocateLike(y.shape());
        y.backend()
                .softmaxCrossEntropyBackward(
                        y.size() / columns, columns, y.storage(), t.storage(), dLoss.storage(), dx.storage());
        return dx;
    }

    private static int columns(String operation, Tensor x) {
        int rank = x.shape().rank();
        if (rank < 1 || rank > 2 || x.shape().length(-1) == 0) {
            throw new ShapeException(operation, "expected [N, C] with one class or more, got " + x.shape(), x.shape());
        }
        return x.shape().length(-1);
    }
}
