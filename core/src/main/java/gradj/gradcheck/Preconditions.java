package gradj.gradcheck;

import gradj.gradcheck.Diagnosis.Pattern;
import gradj.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** What must hold of a function before its gradients can be compared. */
final class Preconditions {
    private Preconditions() {}

    /** Why nothing can be compared at this function's present point, where its value is this; empty if it can. */
    static Optional<Diagnosis> violated(Differentiable f, double value) {
        double again = f.value();
        if (Double.compare(value, again) != 0) {
            return Optional.of(new Diagnosis(
                    Pattern.NONDETERMINISTIC,
                    again - value,
                    "the function is not deterministic, nothing can be compared: two evaluations at the same point gave "
                            + value + " and " + again
                            + "; fix the seed of what is random in it, or switch dropout off"));
        }
        return Double.isFinite(value) ? Copies.fault(f, value) : Optional.of(notFinite(f, value));
    }

    private static Diagnosis notFinite(Differentiable f, double value) {
        String text = "the function is " + value + " at its present point, nothing can be compared: ";
        for (Map.Entry<String, Tensor> parameter : f.parameters().entrySet()) {
            Optional<String> bad = firstNotFinite(parameter.getKey(), parameter.getValue());
            if (bad.isPresent()) {
                return new Diagnosis(Pattern.NOT_A_NUMBER, 0, text + bad.get() + " already");
            }
        }
        for (Map.Entry<String, TensorFunction> part : f.parts().entrySet()) {
            if (firstNotFinite("y", part.getValue().forward()).isPresent()) {
                return new Diagnosis(
                        Pattern.NOT_A_NUMBER,
                        0,
                        text + "the first that is not finite comes from " + part.getKey()
                                + ": look there for log(0), 0/0 or an overflow");
            }
        }
        return new Diagnosis(
                Pattern.NOT_A_NUMBER, 0, text + "look for log(0), 0/0 or an overflow in forward, or NaN in its data");
    }

    /** As in {@code x[0, 3] is NaN}; empty where all elements are finite. */
    static Optional<String> firstNotFinite(String name, Tensor tensor) {
        double[] values = tensor.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                return Optional.of(ParameterReport.nameOf(name, tensor.shape(), i) + " is " + values[i]);
            }
        }
        return Optional.empty();
    }
}
