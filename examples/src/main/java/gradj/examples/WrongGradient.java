package gradj.examples;

import gradj.backend.Backends;
import gradj.gradcheck.GradientCheck;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.op.UnaryOperation;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** An operation whose gradient is wrong, and how the check finds it. Book section 5.7.3. */
public final class WrongGradient {
    /** The area of a square with side x, y = x^2. Its slope is 2 x. */
    static final class Area extends UnaryOperation {
        @Override
        protected Tensor forwardOf(Tensor x) {
            return x.times(x);
        }

        @Override
        protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
            return dout.times(x); // forgot the 2
        }
    }

    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Node x = new Graph(tensors).input("x", tensors.vector(1, 2, 3));
        Node sum = x.apply(new Area()).sum();
        System.out.print(GradientCheck.everyElement().check(sum.asFunction()));
    }
}
