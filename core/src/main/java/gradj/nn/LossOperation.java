package gradj.nn;

import gradj.op.Operation;
import gradj.tensor.Tensor;

/** A loss as an operation of scores and targets, which are constants. */
record LossOperation(Loss loss) implements Operation {
    @Override
    public Tensor forward(Tensor... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(
                    name() + ": expected scores and targets, got " + inputs.length + " inputs");
        }
        return loss.forward(inputs[0], inputs[1]);
    }

    @Override
    public Tensor[] backward(Tensor dout) {
        return new Tensor[] {loss.backward().times(dout)};
    }

    @Override
    public boolean[] branches() {
        return loss.branches();
    }

    /** The loss's class; of one without a name (an anonymous class) what it is. */
    @Override
    public String name() {
        String name = loss.getClass().getSimpleName();
        return name.isEmpty() ? "loss" : name;
    }
}
