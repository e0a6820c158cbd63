package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Tensor;

/** The sigmoid as a layer. Book section 5.5.2. */
public final class Sigmoid implements Layer {
    private final gradj.op.Sigmoid operation = new gradj.op.Sigmoid();

    @Override
    public Tensor forward(Tensor x) {
        return operation.forward(x);
    }

    @Override
    public Tensor infer(Tensor x) {
        return x.sigmoid();
    }

    @Override
    public Tensor backward(Tensor dout) {
        return operation.inputGradient(dout);
    }

    @Override
    public Sigmoid copy(DType dtype) {
        return new Sigmoid();
    }
}
