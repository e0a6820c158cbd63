package gradj.gradcheck;

import gradj.gradcheck.Diagnosis.Pattern;
import gradj.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a function's copy is the same function on tensors of its own. The check's threads evaluate copies: one that
 * forgets something is another function, one that shares something is changed by two threads at once.
 */
final class Copies {
    /** Two evaluations of the same numbers in float64 differ by far less. */
    private static final double SAME = 1e-9;

    private Copies() {}

    /** What is wrong with the copy of a function whose value is this. */
    static Optional<Diagnosis> fault(Differentiable f, double value) {
        Optional<Differentiable> copied = f.copy();
        return copied.flatMap(copy -> otherParameters(f.parameters(), copy.parameters())
                        .or(() -> otherValue(f, copy, value))
                        .or(() -> shared(f, copy, value)))
                .map(text -> new Diagnosis(Pattern.COPY_DIFFERS, 0, text));
    }

    private static Optional<String> otherParameters(Map<String, Tensor> own, Map<String, Tensor> copied) {
        if (!own.keySet().equals(copied.keySet())) {
            return Optional.of(
                    "copy() has the parameters " + copied.keySet() + ", the function itself has " + own.keySet());
        }
        for (Map.Entry<String, Tensor> parameter : own.entrySet()) {
            String name = parameter.getKey();
            Tensor mine = parameter.getValue();
            Tensor theirs = copied.getOrDefault(name, mine);
            if (mine.storage() == theirs.storage()) {
                return Optional.of("copy() shares " + name + " with the function itself: give it a copy of " + name);
            }
            boolean isSame =
                    mine.shape().equals(theirs.shape()) && Arrays.equals(mine.toDoubleArray(), theirs.toDoubleArray());
            if (!isSame) {
                return Optional.of("copy() has another " + name + " than the function itself");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> otherValue(Differentiable f, Differentiable copy, double value) {
        double theirs = copy.value();
        double size = Math.max(Math.abs(value), f.magnitude());
        return Math.abs(theirs - value) <= SAME * size
                ? Optional.empty()
                : Optional.of("copy() is another function: at the same parameters its value is " + theirs
                        + ", that of the function itself " + value + "; what does it forget?");
    }

    /** Evaluates the copy at another point, and sees whether the function itself notices. */
    private static Optional<String> shared(Differentiable f, Differentiable copy, double value) {
        f.value();
        boolean[] branches = f.branches();
        copy.parameters().values().forEach(Copies::reverse);
        copy.value();
        boolean isShared = !Arrays.equals(branches, f.branches()) || Double.compare(f.value(), value) != 0;
        return isShared
                ? Optional.of("copy() shares what it remembers with the function itself: an evaluation of the copy"
                        + " changes the other's; give it state of its own")
                : Optional.empty();
    }

    /** Turns the order of a tensor's elements round: another point, of the same numbers. */
    static void reverse(Tensor tensor) {
        double[] values = tensor.toDoubleArray();
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            double first = values[i];
            values[i] = values[j];
            values[j] = first;
        }
        tensor.backend().write(values, 0, tensor.storage(), 0, values.length);
    }
}
