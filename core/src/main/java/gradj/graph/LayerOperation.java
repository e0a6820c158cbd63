package gradj.graph;

import gradj.nn.Activation;
import gradj.nn.Layer;
import gradj.nn.Parameter;
import gradj.op.Operation;
import gradj.tensor.Tensor;
import java.util.List;

/**
 * A layer as an operation of x and its parameters: the layer reads their values itself, and what it sets as their
 * gradients is passed on behind dx.
 */
record LayerOperation(Layer layer) implements Operation {
    @Override
    public Tensor forward(Tensor... inputs) {
        return layer.forward(inputs[0]);
    }

    @Override
    public Tensor[] backward(Tensor dout) {
        List<Parameter> parameters = layer.parameters();
        Tensor[] gradients = new Tensor[1 + parameters.size()];
        gradients[0] = layer.backward(dout);
        for (int i = 1; i < gradients.length; i++) {
            gradients[i] = parameters.get(i - 1).gradient();
        }
        return gradients;
    }

    @Override
    public boolean[] branches() {
        return layer.branches();
    }

    /** The layer's class; of one without a name (an anonymous class) what it is. */
    @Override
    public String name() {
        String name = layer instanceof Activation
                ? layer.toString()
                : layer.getClass().getSimpleName();
        return name.isEmpty() ? "layer" : name;
    }
}
