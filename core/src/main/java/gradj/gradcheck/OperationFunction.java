package gradj.gradcheck;

import gradj.op.Operation;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An operation at inputs of its own, float64; those at the end that it gives no gradient for are constants. */
record OperationFunction(Operation operation, Tensor[] inputs, int differentiable, List<String> notes)
        implements TensorFunction {
    static OperationFunction of(Operation operation, Tensor... inputs) {
        Tensor[] own = new Tensor[inputs.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = inputs[i].to(DType.FLOAT64).persistentCopy();
        }
        Tensor y = operation.forward(own);
        int differentiable = operation.backward(y).length;
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < own.length; i++) {
            if (inputs[i].dtype() != DType.FLOAT64) {
                notes.add("x" + i + ": copied from " + inputs[i].dtype() + " to float64");
            }
            if (i >= differentiable) {
                notes.add("x" + i + ": backward gives no gradient, taken as a constant");
            }
        }
        return new OperationFunction(operation, own, differentiable, List.copyOf(notes));
    }

    @Override
    public Map<String, Tensor> parameters() {
        return named(inputs);
    }

    @Override
    public Tensor forward() {
        return operation.forward(inputs);
    }

    @Override
    public Map<String, Tensor> backward(Tensor dout) {
        return named(operation.backward(dout));
    }

    @Override
    public boolean[] branches() {
        return operation.branches();
    }

    /** What has constants, labels, is a loss; one near 0 is a difference of scores. */
    @Override
    public double magnitude() {
        double largest = 0;
        if (differentiable < inputs.length) {
            for (double score : inputs[0].toDoubleArray()) {
                largest = Math.max(largest, Math.abs(score));
            }
        }
        return largest;
    }

    private Map<String, Tensor> named(Tensor[] tensors) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(differentiable, tensors.length); i++) {
            named.put("x" + i, tensors[i]);
        }
        return named;
    }
}
