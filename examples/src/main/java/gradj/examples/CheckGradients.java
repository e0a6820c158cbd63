package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import gradj.nn.TwoLayerNet;
import gradj.tensor.Tensors;
import java.util.Locale;

/** Backpropagation against numerical differentiation, for each of the net's 39,760 parameters. Book section 5.7.3. */
public final class CheckGradients {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Dataset batch = Dataset.of(Digits.draw(1, 3, 1).train(), tensors);
        TwoLayerNet net = new TwoLayerNet(tensors, 784, 50, 10, TwoLayerNet.WEIGHT_INIT_STD, 1);
        GradientReport report = GradientCheck.everyElement().check(net.lossOf(batch.x(), batch.t()));

        System.out.printf(Locale.ROOT, "h is %.0e, differences up to %.0e pass%n", report.step(), report.tolerance());
        for (ParameterReport p : report.parameters()) {
            System.out.println(
                    p.name() + " " + p.shape() + ": " + p.checked() + " checked, " + p.failures() + " wrong");
        }
    }
}
