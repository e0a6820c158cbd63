package gradj.graph.picture;

import gradj.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A tensor in a line or two: a number, a short vector's numbers, or shape and norm. */
final class TensorText {
    private static final int SHORT_VECTOR = 4;

    private TensorText() {}

    /** {@code 220}; {@code (0.3, -0.8, 0.5)}; or {@code [100, 50]} and below it {@code norm 12.3}, the root of the sum of squares. */
    static List<String> lines(Tensor tensor) {
        double[] values = tensor.toDoubleArray();
        if (tensor.shape().rank() == 0) {
            return List.of(ShortNumber.of(values[0]));
        } else if (tensor.shape().rank() == 1 && values.length <= SHORT_VECTOR) {
            return List.of(Arrays.stream(values).mapToObj(ShortNumber::of).collect(Collectors.joining(", ", "(", ")")));
        }
        return List.of(tensor.shape().toString(), "norm " + ShortNumber.of(norm(values)));
    }

    /** Every digit of a number; of a tensor shape, dtype and its first elements. */
    static String inFull(Tensor tensor) {
        return tensor.shape().rank() == 0 ? Double.toString(tensor.item()) : tensor.toString();
    }

    private static double norm(double[] values) {
        double norm = 0;
        for (double value : values) {
            norm = Math.hypot(norm, value); // no overflow on the way
        }
        return norm;
    }
}
