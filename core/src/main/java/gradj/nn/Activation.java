package gradj.nn;

import gradj.op.UnaryOperation;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Any operation of one input as a layer without parameters: one that there is, {@code Activation.of(Sigmoid::new)}, or a
 * function of your own with its gradient:
 *
 * <pre>{@code
 * Activation.of("cube", x -> x.times(x).times(x), (dout, x, y) -> dout.times(3).times(x.square()))
 * }</pre>
 */
public final class Activation implements Layer {
    private final Supplier<? extends UnaryOperation> operations;
    private final UnaryOperation operation;

    private Activation(Supplier<? extends UnaryOperation> operations) {
        this.operations = operations;
        this.operation = operations.get();
    }

    /**
     * The layer of this operation.
     *
     * @param operations gives a new one at each call, for an operation remembers its last forward
     */
    public static Activation of(Supplier<? extends UnaryOperation> operations) {
        return new Activation(operations);
    }

    /**
     * The layer of this function.
     *
     * @param name for messages and pictures
     * @param forward y = f(x), element by element or not
     * @param backward the gradient of x
     */
    public static Activation of(String name, UnaryOperator<Tensor> forward, Backward backward) {
        return new Activation(() -> new Function(name, forward, backward));
    }

    /** How the gradient comes back through a function y = f(x). */
    @FunctionalInterface
    public interface Backward {
        /**
         * The gradient of x, in its shape.
         *
         * @param dout the upstream gradient, in y's shape
         */
        Tensor inputGradient(Tensor dout, Tensor x, Tensor y);
    }

    private static final class Function extends UnaryOperation {
        private final String name;
        private final UnaryOperator<Tensor> forward;
        private final Backward backward;

        private Function(String name, UnaryOperator<Tensor> forward, Backward backward) {
            this.name = name;
            this.forward = forward;
            this.backward = backward;
        }

        @Override
        protected Tensor forwardOf(Tensor x) {
            return forward.apply(x);
        }

        @Override
        protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
            return backward.inputGradient(dout, x, y);
        }

        @Override
        public String name() {
            return name;
        }
    }

    /** A new operation of the kind that this layer is. */
    public UnaryOperation operation() {
        return operations.get();
    }

    @Override
    public Tensor forward(Tensor x) {
        return operation.forward(x);
    }

    @Override
    public Tensor infer(Tensor x) {
        return operations.get().forward(x);
    }

    @Override
    public Tensor backward(Tensor dout) {
        return operation.inputGradient(dout);
    }

    @Override
    public boolean[] branches() {
        return operation.branches();
    }

    @Override
    public Activation copy(DType dtype) {
        return new Activation(operations);
    }

    /** The operation's name. */
    @Override
    public String toString() {
        return operation.name();
    }
}
