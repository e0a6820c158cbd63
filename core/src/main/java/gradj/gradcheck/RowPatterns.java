package gradj.gradcheck;

import static gradj.gradcheck.WholePatterns.found;

import gradj.gradcheck.Diagnosis.Pattern;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the rows of a batch, which should not know of each other, do: a softmax whose maximum or sum runs over all of it,
 * because the axis was forgotten.
 */
final class RowPatterns {
    /** The names of a step's data; the rows of its weights are no samples. */
    private static final Set<String> DATA = Set.of("x", "x0", "input");

    /** More than rounding, in parts of the largest number. */
    private static final double CHANGES = 1e-9;

    private final Projection projection;
    private final Tensor x;
    private final int rows;

    private RowPatterns(Projection projection, Tensor x) {
        this.projection = projection;
        this.x = x;
        this.rows = x.shape().length(0);
    }

    /** Whether rows are mixed, forward or backward. */
    static Optional<Diagnosis> mixed(Differentiable f, ComparedGradient e) {
        boolean isBatch =
                DATA.contains(e.name()) && e.shape().rank() > 1 && e.shape().length(0) > 1;
        if (!isBatch || !(f instanceof Projection projection)) {
            return Optional.empty();
        }
        RowPatterns patterns = new RowPatterns(projection, ParallelDifferences.parameter(f, e.name()));
        if (patterns.forwardMixes()) {
            return found(
                    Pattern.ROWS_MIXED,
                    0,
                    "the output of one row of %s moves with another row, and backward does not fit: do a maximum, a sum or a"
                            + " mean run over the whole batch, as of a softmax whose axis was forgotten?",
                    e.name());
        }
        return patterns.backwardMixes(e)
                ? found(
                        Pattern.ROWS_MIXED,
                        0,
                        "one row of %s moves with another row of dout, though forward keeps the rows apart: does a sum in"
                                + " backward run over the whole batch, where each row has its own (axis forgotten)?",
                        e.gradient())
                : Optional.empty();
    }

    private boolean forwardMixes() {
        double[] before = x.toDoubleArray();
        double[] y = forward(before);
        double[] withFirst = forward(moved(before, 0));
        try {
            if (keepsRows()) {
                int perRow = y.length / rows;
                return differ(y, withFirst, perRow);
            }
            double[] withSecond = forward(moved(before, 1));
            double[] withBoth = forward(moved(moved(before, 0), 1));
            boolean isMixed = false;
            for (int i = 0; i < y.length; i++) {
                double size = Math.max(Math.abs(y[i]), Math.abs(withBoth[i]));
                isMixed |= Math.abs(withBoth[i] - withFirst[i] - withSecond[i] + y[i]) > CHANGES * size;
            }
            return isMixed;
        } finally {
            write(before);
        }
    }

    private boolean backwardMixes(ComparedGradient e) {
        if (!keepsRows()) {
            return false;
        }
        Tensor dout = projection.upstream();
        double[] other = dout.toDoubleArray();
        int perRow = other.length / rows;
        for (int i = 0; i < perRow; i++) {
            other[i] *= 2;
        }
        Tensor changed = new Tensors(dout.backend(), dout.dtype()).of(dout.shape(), other);
        double[] gradient = ParallelDifferences.gradientOf(projection.gradient(changed), e.name())
                .toDoubleArray();
        return differ(e.analytic(), gradient, gradient.length / rows);
    }

    private boolean keepsRows() {
        Tensor dout = projection.upstream();
        return dout.shape().rank() > 0 && dout.shape().length(0) == rows;
    }

    private double[] forward(double[] values) {
        write(values);
        return projection.function().forward().toDoubleArray();
    }

    private void write(double[] values) {
        x.backend().write(values, 0, x.storage(), 0, values.length);
    }

    /** The same with one row a little larger, each element by another part. */
    private double[] moved(double[] values, int row) {
        double[] moved = values.clone();
        int perRow = values.length / rows;
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        for (int i = 0; i < perRow; i++) {
            moved[row * perRow + i] += 0.1 * largest * (i + 1) / perRow;
        }
        return moved;
    }

    /** Whether anything behind the first so many elements differs. */
    private static boolean differ(double[] a, double[] b, int from) {
        double largest = Arrays.stream(a).map(Math::abs).max().orElse(0);
        for (int i = from; i < a.length; i++) {
            if (Math.abs(a[i] - b[i]) > CHANGES * largest) {
                return true;
            }
        }
        return false;
    }
}
