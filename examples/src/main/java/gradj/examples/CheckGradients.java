package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.gradcheck.GradientCheck;
import gradj.nn.TwoLayerNet;
import gradj.tensor.Tensors;

/** Backpropagation against numerical differentiation, for each of the net's 39,760 parameters. Book section 5.7.3. */
public final class CheckGradients {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Dataset batch = Dataset.of(Digits.draw(1, 3, 1).train(), tensors);
        TwoLayerNet net = new TwoLayerNet(tensors, 784, 50, 10, TwoLayerNet.WEIGHT_INIT_STD, 1);
        System.out.print(GradientCheck.everyElement().check(net.lossOf(batch.x(), batch.t())));
    }
}
