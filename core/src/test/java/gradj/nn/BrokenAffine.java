package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Fused;
import gradj.tensor.Fused.WeightGradients;
import gradj.tensor.Tensor;
import java.util.List;

/** An affine layer whose backward is wrong on purpose; W must be square, and the batch as large as W. */
public final class BrokenAffine implements Layer {
    /** The mistakes people make. */
    public enum Mistake {
        SIGN,
        FACTOR,
        TRANSPOSED,
        ZERO,
        WRONG_BIAS_AXIS,
        INPUT_GRADIENT_NOT_TRANSPOSED
    }

    private final Affine right;
    private final Mistake mistake;
    private Tensor x;

    public BrokenAffine(Affine right, Mistake mistake) {
        this.right = right;
        this.mistake = mistake;
    }

    @Override
    public Tensor forward(Tensor input) {
        x = input;
        return right.forward(input);
    }

    @Override
    public Tensor backward(Tensor dout) {
        Parameter w = parameters().get(0);
        Parameter b = parameters().get(1);
        WeightGradients gradients = Fused.affineBackward(x, dout);
        Tensor dw = gradients.dw();
        w.setGradient(
                switch (mistake) {
                    case SIGN -> dw.negate();
                    case FACTOR -> dw.times(2);
                    case TRANSPOSED -> dw.transpose();
                    case ZERO -> dw.times(0);
                    default -> dw;
                });
        b.setGradient(mistake == Mistake.WRONG_BIAS_AXIS ? dout.sum(1) : gradients.db());
        return mistake == Mistake.INPUT_GRADIENT_NOT_TRANSPOSED ? dout.dot(w.value()) : dout.dotTransposed(w.value());
    }

    @Override
    public List<Parameter> parameters() {
        return right.parameters();
    }

    @Override
    public BrokenAffine copy(DType dtype) {
        return new BrokenAffine(right.copy(dtype), mistake);
    }
}
