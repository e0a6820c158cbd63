package gradj.nn;

import gradj.op.UnaryOperation;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.function.Supplier;

/**
 * Any operation of one input as a layer without parameters, such as {@code Activation.of(Sigmoid::new)}: an operation of your
 * own is a layer by that.
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
