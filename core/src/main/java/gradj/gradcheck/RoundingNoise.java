package gradj.gradcheck;

import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rounding errors of a function, measured: their standard deviation. Along thirteen points of a short line a smooth
 * function is a polynomial of low degree; its sixth differences are h^6 f'''''', nothing, and what they show is noise,
 * enlarged by sqrt(12!) / 6! = sqrt(924). Jorge Moré and Stefan Wild, "Estimating Computational Noise", SIAM Journal on
 * Scientific Computing 33, 2011.
 */
final class RoundingNoise {
    /** Against the size of what is computed; float64 leaves 2^-53, float32 2^-24: the boundary is between them. */
    static final double FLOAT32 = 0x1p-34;

    private static final int HALF = 6;
    private static final int LINES = 3;
    private static final double LONGER = 8;
    private static final int ORDER = 6;
    private static final double ENLARGED = Math.sqrt(924);

    /** Of a large parameter this many elements are moved: it is enough for other roundings. */
    private static final int MOST_MOVED = 64;

    private RoundingNoise() {}

    /**
     * The size of what f adds up, near its point: the largest |f|, and sqrt(sum((g_i x_i)^2)), by which f changes when
     * each element is rounded. Taken at the point and on either side of it, as far as the check goes: where terms cancel,
     * or at a minimum, both are 0 at the point itself. At least f's own {@link Differentiable#magnitude}.
     */
    static double scale(Differentiable f, Map<String, Double> steps) {
        double largest = f.magnitude();
        for (double distance : new double[] {0, 1, -1}) {
            List<Moved> moved = moved(f, steps, 0);
            try {
                moved.forEach(m -> m.move(distance));
                try (TensorScope point = TensorScope.open()) {
                    largest = greater(largest, Math.abs(f.value()));
                    largest = greater(largest, changeByRounding(f, f.gradient()));
                }
            } finally {
                moved.forEach(m -> m.move(0));
            }
        }
        return largest;
    }

    /** Infinity and NaN say nothing of rounding. */
    private static double greater(double largest, double size) {
        return size > largest && size < Double.POSITIVE_INFINITY ? size : largest;
    }

    /** The same at the point only, of this value and gradients. */
    static double scale(Differentiable f, double value, Map<String, Tensor> gradients) {
        return greater(greater(f.magnitude(), Math.abs(value)), changeByRounding(f, gradients));
    }

    private static double changeByRounding(Differentiable f, Map<String, Tensor> gradients) {
        double size = 0;
        for (Map.Entry<String, Tensor> parameter : f.parameters().entrySet()) {
            double[] x = parameter.getValue().toDoubleArray();
            double[] g = ParallelDifferences.gradientOf(gradients, parameter.getKey())
                    .toDoubleArray();
            for (int i = 0; i < Math.min(x.length, g.length); i++) {
                size = Math.hypot(size, x[i] * g[i]); // the squares alone may overflow
            }
        }
        return size;
    }

    /**
     * The standard deviation of the errors of f's value; 0 where none can be measured. Noise is the same on a line eight
     * times as long; what grows with the line is a corner of f, and no noise.
     */
    static double ofValue(Differentiable f, Map<String, Double> steps) {
        for (int line = 0; line < LINES; line++) {
            double noise = ofValue(f, steps, 1, line);
            double further = ofValue(f, steps, LONGER, line);
            if (noise >= 0 && further >= 0 && further <= LONGER / 2 * noise) {
                return Math.max(noise, further);
            }
        }
        return 0;
    }

    /** The same from one line; -1 where it crosses a kink that f tells of. */
    private static double ofValue(Differentiable f, Map<String, Double> steps, double length, int line) {
        List<boolean[]> branches = new ArrayList<>();
        List<double[]> values = alongLine(f, steps, length, line, () -> {
            double value = f.value();
            branches.add(f.branches());
            return new double[] {value};
        });
        boolean sameBranches = branches.stream().allMatch(taken -> Arrays.equals(taken, branches.get(0)));
        return sameBranches
                ? deviation(values.stream().mapToDouble(value -> value[0]).toArray())
                : -1;
    }

    /** The standard deviation of the errors of one parameter's analytic gradient, relative to its largest element. */
    static double ofGradient(Differentiable f, String name, Map<String, Double> steps) {
        List<double[]> gradients = alongLine(
                f,
                steps,
                1,
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

    /** What a function gives at the thirteen points of a line through all parameters, which are restored. */
    private static List<double[]> alongLine(
            Differentiable f, Map<String, Double> steps, double length, long line, Supplier<double[]> observed) {
        List<Moved> moved = moved(f, steps, line);
        int total = moved.stream().mapToInt(m -> m.elements().length).sum();
        double step = length / Math.max(1, total);
        List<double[]> seen = new ArrayList<>();
        try {
            for (int k = -HALF; k <= HALF; k++) {
                double distance = k * step;
                moved.forEach(m -> m.move(distance));
                try (TensorScope point = TensorScope.open()) {
                    seen.add(observed.get());
                }
            }
        } finally {
            moved.forEach(m -> m.move(0));
        }
        return seen;
    }

    private static List<Moved> moved(Differentiable f, Map<String, Double> steps, long line) {
        SeededRandom random = new SeededRandom(line);
        List<Moved> moved = new ArrayList<>();
        f.parameters()
                .forEach((name, parameter) ->
                        moved.add(Moved.of(parameter, steps.getOrDefault(name, NumericalGradient.STEP), random)));
        return moved;
    }

    /**
     * Some elements of a parameter, where they were, and the way each goes: a step of the parameter's own, of random sign,
     * as errors that are the same along (1, 1, .., 1) cancel in a difference of two.
     */
    private record Moved(Tensor parameter, int[] elements, double[] before, double[] way) {
        static Moved of(Tensor parameter, double step, SeededRandom random) {
            int count = Math.min(parameter.size(), MOST_MOVED);
            int[] elements = new int[count];
            double[] before = new double[count];
            double[] way = new double[count];
            for (int i = 0; i < count; i++) {
                elements[i] = count == parameter.size() ? i : random.nextInt(parameter.size());
                way[i] = random.nextInt(2) == 0 ? step : -step;
                parameter.backend().read(parameter.storage(), elements[i], before, i, 1);
            }
            return new Moved(parameter, elements, before, way);
        }

        void move(double distance) {
            for (int i = 0; i < elements.length; i++) {
                double[] moved = {before[i] + distance * way[i]};
                parameter.backend().write(moved, 0, parameter.storage(), elements[i], 1);
            }
        }
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
}
