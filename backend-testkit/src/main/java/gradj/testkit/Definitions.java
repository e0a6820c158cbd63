package gradj.testkit;

import gradj.tensor.Shape;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The mathematics of the operations that are not element-wise, loop by loop, on plain numbers in double. */
final class Definitions {
    private Definitions() {}

    /** y[i, j] = sum over p of a[i, p] b[p, j]; a vector is a row on the left and a column on the right. */
    static Flat dot(Flat a, Flat b) {
        int m = a.rows();
        int k = a.shape().length(-1);
        int n = b.shape().rank() == 1 ? 1 : b.shape().length(1);
        double[] y = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    y[i * n + j] += a.values()[i * k + p] * b.values()[p * n + j];
                }
            }
        }
        int[] lengths = new int[a.shape().rank() + b.shape().rank() - 2];
        if (a.shape().rank() == 2) {
            lengths[0] = m;
        }
        if (b.shape().rank() == 2) {
            lengths[lengths.length - 1] = n;
        }
        return new Flat(Shape.of(lengths), y);
    }

    static Flat affine(Flat x, Flat w, Flat b) {
        return Flat.zip(dot(x, w), b, Double::sum);
    }

    static Flat transpose(Flat x) {
        int rows = x.shape().length(0);
        int columns = x.shape().length(1);
        double[] y = new double[rows * columns];
        for (int i = 0; i < y.length; i++) {
            y[i % columns * rows + i / columns] = x.values()[i];
        }
        return new Flat(Shape.of(columns, rows), y);
    }

    static Flat sum(Flat x) {
        return new Flat(Shape.of(), Arrays.stream(x.values()).sum());
    }

    static Flat sum(Flat x, int axis) {
        return fold(x, axis, 0, Double::sum);
    }

    static Flat mean(Flat x, int axis) {
        return sum(x, axis).map(sum -> sum / x.shape().length(axis));
    }

    static Flat max(Flat x, int axis) {
        return fold(x, axis, Double.NEGATIVE_INFINITY, Math::max);
    }

    /** The elements along an axis, which disappears, one after the other by f. */
    private static Flat fold(Flat x, int axis, double start, DoubleBinaryOperator f) {
        int[] lengths = x.shape().toArray();
        int inner = 1;
        for (int i = axis + 1; i < lengths.length; i++) {
            inner *= lengths[i];
        }
        int[] rest = IntStream.range(0, lengths.length)
                .filter(i -> i != axis)
                .map(i -> lengths[i])
                .toArray();
        double[] y = new double[Shape.of(rest).size()];
        Arrays.fill(y, start);
        for (int i = 0; i < x.values().length; i++) {
            int at = i / (inner * lengths[axis]) * inner + i % inner;
            y[at] = f.applyAsDouble(y[at], x.values()[i]);
        }
        return new Flat(Shape.of(rest), y);
    }

    /** All elements in one line. */
    static Flat line(Flat x) {
        return new Flat(Shape.of(x.values().length), x.values());
    }

    /** The same numbers with an axis of length 1 put in. */
    static Flat withAxis(Flat x, int axis) {
        int[] lengths = new int[x.shape().rank() + 1];
        Arrays.setAll(lengths, i -> i == axis ? 1 : x.shape().length(i < axis ? i : i - 1));
        return new Flat(Shape.of(lengths), x.values());
    }

    /** Axis i of the result is axis order[i] of x. */
    static Flat permute(Flat x, int... order) {
        int[] lengths = Arrays.stream(order).map(x.shape()::length).toArray();
        return each(Shape.of(lengths), index -> {
            int[] source = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                source[order[i]] = index[i];
            }
            return element(x, source);
        });
    }

    static Flat slice(Flat x, int axis, int from, int to) {
        return each(x.shape().with(axis, to - from), index -> {
            index[axis] += from;
            return element(x, index);
        });
    }

    static Flat concat(int axis, Flat... parts) {
        int length =
                Arrays.stream(parts).mapToInt(part -> part.shape().length(axis)).sum();
        return each(parts[0].shape().with(axis, length), index -> {
            int i = 0;
            while (index[axis] >= parts[i].shape().length(axis)) {
                index[axis] -= parts[i++].shape().length(axis);
            }
            return element(parts[i], index);
        });
    }

    /** Every element from its index, which the function may change. */
    private static Flat each(Shape shape, ToDoubleFunction<int[]> element) {
        double[] y = new double[shape.size()];
        for (int i = 0; i < y.length; i++) {
            int[] index = new int[shape.rank()];
            int rest = i;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = rest % shape.length(axis);
                rest /= shape.length(axis);
            }
            y[i] = element.applyAsDouble(index);
        }
        return new Flat(shape, y);
    }

    private static double element(Flat x, int... index) {
        int at = 0;
        for (int axis = 0; axis < index.length; axis++) {
            at = at * x.shape().length(axis) + index[axis];
        }
        return x.values()[at];
    }

    static Flat logSoftmax(Flat x) {
        double[] y = new double[x.values().length];
        int columns = x.shape().length(-1);
        for (int i = 0; i < y.length; i++) {
            y[i] = x.values()[i] - logSumExp(x, i / columns);
        }
        return new Flat(x.shape(), y);
    }

    /** The relative error of softmax is the absolute one of its logarithm, whose own rounding comes on top. */
    static double[] logSoftmaxBound(Flat[] inputs, Flat expected, double u) {
        int columns = inputs[0].shape().length(-1);
        double[] bounds = new double[expected.values().length];
        Arrays.setAll(bounds, i -> 2 * u * (2 * spread(inputs[0], i / columns) + columns + 6));
        return bounds;
    }

    static Flat softmax(Flat x) {
        double[] y = new double[x.values().length];
        int columns = x.shape().length(-1);
        for (int row = 0; row < x.rows(); row++) {
            double logSum = logSumExp(x, row);
            for (int i = 0; i < columns; i++) {
                y[row * columns + i] = Math.exp(x.at(row, i) - logSum);
            }
        }
        return new Flat(x.shape(), y);
    }

    /** The mean over the rows of -sum(t ln y); t are rows, or class numbers. */
    static Flat crossEntropy(Flat x, Flat t) {
        double loss = 0;
        for (int row = 0; row < x.rows(); row++) {
            double logSum = logSumExp(x, row);
            for (int i = 0; i < x.shape().length(-1); i++) {
                loss += label(x, t, row, i) * (logSum - x.at(row, i));
            }
        }
        return new Flat(Shape.of(), loss / x.rows());
    }

    private static double label(Flat x, Flat t, int row, int i) {
        if (t.shape().equals(x.shape())) {
            return t.at(row, i);
        }
        return t.values()[row] == i ? 1 : 0;
    }

    static Flat meanSquaredError(Flat y, Flat t) {
        double sum = 0;
        for (int i = 0; i < y.values().length; i++) {
            sum += Math.pow(y.values()[i] - t.values()[i], 2);
        }
        int samples = y.shape().rank() == 0 ? 1 : y.shape().length(0);
        return new Flat(Shape.of(), sum / (2 * samples));
    }

    /** The error of softmax: the rounding of x - max, exponentiated, and that of a sum of C terms and a division. */
    static double[] softmaxBound(Flat[] inputs, Flat expected, double u) {
        Flat x = inputs[0];
        int columns = x.shape().length(-1);
        double[] bounds = new double[expected.values().length];
        for (int row = 0; row < x.rows(); row++) {
            double factor = 2 * u * (2 * spread(x, row) + columns + 6);
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                bounds[i] = factor * expected.values()[i] + Double.MIN_VALUE;
            }
        }
        return bounds;
    }

    /** The error of the loss: that of each term t (logsumexp - x), and of adding all of them. Labels t may be of either sign. */
    static double[] crossEntropyBound(Flat[] inputs, Flat expected, double u) {
        Flat x = inputs[0];
        int columns = x.shape().length(-1);
        double terms = 0;
        double total = 0;
        for (int row = 0; row < x.rows(); row++) {
            double logSum = logSumExp(x, row);
            double termOfOne = 2 * spread(x, row) + columns + 6;
            for (int i = 0; i < columns; i++) {
                double t = Math.abs(label(x, inputs[1], row, i));
                terms += t * termOfOne;
                total += t * Math.abs(logSum - x.at(row, i));
            }
        }
        return new double[] {4 * u * (terms / x.rows() + total * columns)};
    }

    private static double spread(Flat x, int row) {
        double logSum = logSumExp(x, row);
        double spread = 0;
        for (int i = 0; i < x.shape().length(-1); i++) {
            spread = Math.max(spread, Math.abs(logSum - x.at(row, i)));
        }
        return spread;
    }

    private static double logSumExp(Flat x, int row) {
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < x.shape().length(-1); i++) {
            max = Math.max(max, x.at(row, i));
        }
        for (int i = 0; i < x.shape().length(-1); i++) {
            sum += Math.exp(x.at(row, i) - max);
        }
        return max + Math.log(sum);
    }
}
