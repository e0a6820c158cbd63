package gradj.gradcheck;

import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rounding errors of a function, measured: their standard deviation. Along nine points of a short line a smooth
 * function is a polynomial of low degree; its sixth differences are h^6 f'''''', nothing, and what they show is noise,
 * enlarged by sqrt(12!) / 6! = sqrt(924). Jorge Moré and Stefan Wild, "Estimating Computational Noise", SIAM Journal on
 * Scientific Computing 33, 2011.
 */
final class RoundingNoise {
    /** Against the size of what is computed; float64 leaves 2^-53, float32 2^-24: the boundary is between them. */
    static final double FLOAT32 = 0x1p-34;

    private static final int HALF = 4;
    private static final int ORDER = 6;
    private static final double ENLARGED = Math.sqrt(924);

    /** Of a large parameter this many elements are moved: it is enough for other roundings. */
    private static final int MOST_MOVED = 64;

    private RoundingNoise() {}

    /** The standard deviation of the errors of f's value, from two lines; 0 where both cross a kink. */
    static double ofValue(Differentiable f, double h) {
        double largest = 0;
        for (int line = 0; line < 2; line++) {
            List<boolean[]> branches = new ArrayList<>();
            double[] values = alongLine(f, h, line, () -> {
                        double value = f.value();
                        branches.add(f.branches());
                        return new double[] {value};
                    })
                    .stream()
                    .mapToDouble(value -> value[0])
                    .toArray();
            boolean sameBranches = branches.stream().allMatch(taken -> Arrays.equals(taken, branches.get(0)));
            if (sameBranches) {
                largest = Math.max(largest, deviation(values));
            }
        }
        return largest;
    }

    /** The standard deviation of the errors of one parameter's analytic gradient, relative to its largest element. */
    static double ofGradient(Differentiable f, String name, double h) {
        List<double[]> gradients = alongLine(
                f,
                h,
                0,
                () -> ParallelDifferences.gradientOf(f.gradient(), name).toDoubleArray());
        double largest = Arrays.stream(gradients.get(HALF)).map(Math::abs).max().orElse(0);
        int size = gradients.get(0).length;
        double[] deviations = new double[size];
        for (int i = 0; i < size; i++) {
            int element = i;
            deviations[i] =
                    deviation(gradients.stream().mapToDouble(g -> g[element]).toArray());
        }
        Arrays.sort(deviations); // the median: a kink disturbs few elements
        return largest == 0 ? 0 : deviations[size / 2] / largest;
    }

    /** What a function gives at the nine points of a line through all parameters, which are restored. */
    private static List<double[]> alongLine(Differentiable f, double h, long line, Supplier<double[]> observed) {
        Map<Tensor, double[]> before = new LinkedHashMap<>();
        Map<Tensor, int[]> moved = new LinkedHashMap<>();
        SeededRandom random = new SeededRandom(line);
        int total = 0;
        for (Tensor parameter : f.parameters().values()) {
            int count = Math.min(parameter.size(), MOST_MOVED);
            int[] elements = new int[count];
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                elements[i] = count == parameter.size() ? i : random.nextInt(parameter.size());
                values[i] = read(parameter, elements[i]);
            }
            before.put(parameter, values);
            moved.put(parameter, elements);
            total += count;
        }
        double step = h / Math.max(1, total);
        List<double[]> seen = new ArrayList<>();
        try {
            for (int k = -HALF; k <= HALF; k++) {
                double distance = k * step;
                try (TensorScope point = TensorScope.open()) {
                    before.forEach((parameter, values) -> {
                        int[] elements = moved.get(parameter);
                        for (int i = 0; i < values.length; i++) {
                            write(parameter, elements[i], values[i] + distance);
                        }
                    });
                    seen.add(observed.get());
                }
            }
        } finally {
            before.forEach((parameter, values) -> {
                int[] elements = moved.get(parameter);
                for (int i = 0; i < values.length; i++) {
                    write(parameter, elements[i], values[i]);
                }
            });
        }
        return seen;
    }

    static double deviation(double[] values) {
        double[] differences = values.clone();
        int count = differences.length;
        for (int order = 0; order < ORDER; order++, count--) {
            for (int i = 0; i + 1 < count; i++) {
                differences[i] = differences[i + 1] - differences[i];
            }
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += differences[i] * differences[i];
        }
        double deviation = Math.sqrt(sum / count) / ENLARGED;
        return Double.isFinite(deviation) ? deviation : 0;
    }

    private static double read(Tensor tensor, int element) {
        double[] one = new double[1];
        tensor.backend().read(tensor.storage(), element, one, 0, 1);
        return one[0];
    }

    private static void write(Tensor tensor, int element, double value) {
        tensor.backend().write(new double[] {value}, 0, tensor.storage(), element, 1);
    }
}
