package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * An affine layer and the ReLU behind it, run as one: a backend may do both in one pass over the output. The two layers
 * remember what they would have remembered on their own, so that each can be asked afterwards, and backward is theirs.
 */
record AffineRelu(Affine affine, Relu relu) implements Layer {
    /** The layers as a net runs them: each affine with a ReLU directly behind it as one, all others as they are. */
    static List<Layer> chain(List<Layer> layers) {
        List<Layer> chain = new ArrayList<>();
        for (Layer layer : layers) {
            int last = chain.size() - 1;
            if (layer instanceof Relu relu && last >= 0 && chain.get(last) instanceof Affine affine) {
                chain.set(last, new AffineRelu(affine, relu));
            } else {
                chain.add(layer);
            }
        }
        return chain;
    }

    @Override
    public Tensor forward(Tensor x) {
        return relu.forward(affine, x);
    }

    @Override
    public Tensor infer(Tensor x) {
        return affine.inferThenRelu(x);
    }

    @Override
    public Tensor backward(Tensor dout) {
        return affine.backward(relu.backward(dout));
    }

    @Override
    public void backwardToParameters(Tensor dout) {
        affine.backwardToParameters(relu.backward(dout));
    }

    @Override
    public List<Parameter> parameters() {
        return affine.parameters();
    }

    @Override
    public boolean[] branches() {
        return relu.branches();
    }

    @Override
    public AffineRelu copy(DType dtype) {
        return new AffineRelu(affine.copy(dtype), relu.copy(dtype));
    }
}
