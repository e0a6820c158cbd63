package gradj.op;

import gradj.tensor.MixedTensorsException;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What operations check: the number of inputs on the way forward; what was remembered, and dout, on the way back. */
final class Checks {
    private Checks() {}

    static void count(Operation operation, int needed, Tensor[] inputs) {
        if (inputs.length != needed) {
            throw new IllegalArgumentException(operation.name() + ": needs " + needed
                    + (needed == 1 ? " input" : " inputs") + ", got " + inputs.length);
        }
    }

    static <T> T remembered(Operation operation, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(operation.name() + ": backward before forward: call forward(x) first");
        }
        return value;
    }

    /** Where an element is above 0. */
    static boolean[] above(Tensor tensor) {
        double[] values = tensor.toDoubleArray();
        boolean[] above = new boolean[values.length];
        for (int i = 0; i < above.length; i++) {
            above[i] = values[i] > 0;
        }
        return above;
    }

    static void upstream(Operation operation, Tensor output, Tensor dout) {
        shape(operation, output.shape(), dout);
        if (dout.dtype() != output.dtype() || dout.backend() != output.backend()) {
            throw new MixedTensorsException(
                    operation.name(),
                    "backward: dout is " + dout.dtype() + " on backend "
                            + dout.backend().name() + ", the output "
                            + output.dtype() + " on " + output.backend().name()
                            + ": convert dout with to(dtype) or to(backend)");
        }
    }

    static void shape(Operation operation, Shape output, Tensor dout) {
        if (!dout.shape().equals(output)) {
            throw new ShapeException(
                    operation.name(),
                    "backward: dout has the output's shape: expected " + output + ", got " + dout.shape(),
                    output,
                    dout.shape());
        }
    }
}
