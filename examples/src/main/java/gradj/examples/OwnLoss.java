package gradj.examples;

import gradj.backend.Backends;
import gradj.gradcheck.GradientCheck;
import gradj.nn.Activation;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.tensor.Tensor;

/** An activation and a loss that gradj does not have, the mean of (y - t)^4, checked. */
public final class OwnLoss {
    static final class FourthPower implements Loss {
        private Tensor difference = Backends.float64().scalar(0);

        @Override
        public Tensor forward(Tensor scores, Tensor targets) {
            difference = scores.minus(targets);
            return difference.square().square().mean();
        }

        @Override
        public Tensor backward() {
            return difference.square().times(difference).times(4.0 / difference.size());
        }

        @Override
        public Loss copy() {
            return new FourthPower();
        }
    }

    public static void main(String[] args) {
        var tensors = Backends.float64();
        Network net = Network.sequence(tensors, 1)
                .affine(2, 3)
                .layer(Activation.of(
                        "cube",
                        x -> x.times(x.square()),
                        (dout, x, y) -> dout.times(x.square().times(3))))
                .affine(3, 1)
                .loss(new FourthPower());
        Tensor x = tensors.matrix(new double[][] {{1, 2}, {-1, 0.5}, {0.3, -2}});
        System.out.print(GradientCheck.everyElement().check(net.lossOf(x, x.sum(1, true))));
    }
}
