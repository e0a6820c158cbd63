package gradj.nn;

import gradj.op.Operation;
import gradj.tensor.Tensor;

/** A loss as an operation of scores, and of targets and the samples' weights, if any, which are constants. */
record LossOperation(Loss loss) implements Operation {
    @Override
    public Tensor forward(Tensor... inputs) {
        return switch (inputs.length) {
            case 2 -> loss.forward(inputs[0], inputs[1]);
            case 3 -> loss.forward(inputs[0], inputs[1], inputs[2]);
            default ->
                throw new IllegalArgumentException(
                        name() + ": expected scores, targets and perhaps weights, got " + inputs.length + " inputs");
        };
    }

    @Override
    public Tensor[] backward(Tensor dout) {
        return new Tensor[] {loss.backward().times(dout)};
    }

    @Override
    public boolean[] branches() {
        return loss.branches();
    }

    @Override
    public String name() {
        return nameOf(loss);
    }

    /** The loss's class; of one without a name (an anonymous class) what it is. */
    static String nameOf(Loss loss) {
        String name = loss.getClass().getSimpleName();
        return name.isEmpty() ? "loss" : name;
    }
}
