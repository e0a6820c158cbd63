package gradj.backend;

import gradj.spi.Availability;
import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.spi.UnaryOp;

/**
 * The truth in tests: every operation as its definition says it, one element after the other, computed in double and
 * rounded once at the end. Nothing optional is overridden. Slow, never chosen implicitly.
 */
public final class ReferenceBackend implements TensorBackend {
    /** Elements as double, whatever the dtype; those of float32 hold floats only. */
    private record Cells(DType dtype, double[] values) implements Storage {
        @Override
        public int size() {
            return values.length;
        }

        void set(int i, double value) {
            values[i] = switch (dtype) {
                case FLOAT32 -> (float) value;
                case FLOAT64 -> value;
            };
        }
    }

    private static double[] values(Storage storage) {
        return ((Cells) storage).values;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public DeviceInfo device() {
        return new DeviceInfo("CPU", 1, "");
    }

    @Override
    public boolean supports(DType dtype) {
        return true;
    }

    @Override
    public Storage allocate(DType dtype, int size) {
        return new Cells(dtype, new double[size]);
    }

    @Override
    public void release(Storage storage) {
        // left to the garbage collector
    }

    @Override
    public void write(float[] source, int from, Storage target, int to, int count) {
        for (int i = 0; i < count; i++) {
            values(target)[to + i] = source[from + i];
        }
    }

    @Override
    public void write(double[] source, int from, Storage target, int to, int count) {
        System.arraycopy(source, from, values(target), to, count);
    }

    @Override
    public void read(Storage source, int from, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] = (float) values(source)[from + i];
        }
    }

    @Override
    public void read(Storage source, int from, double[] target, int to, int count) {
        System.arraycopy(values(source), from, target, to, count);
    }

    @Override
    public void dot(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            Storage a,
            Storage b,
            double beta,
            Storage c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    double left = values(a)[transposeA ? p * m + i : i * k + p];
                    double right = values(b)[transposeB ? j * k + p : p * n + j];
                    sum += left * right;
                }
                double before = beta == 0 ? 0 : beta * values(c)[i * n + j];
                ((Cells) c).set(i * n + j, alpha * sum + before);
            }
        }
    }

    @Override
    public void transpose(int rows, int columns, Storage x, Storage y) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values(y)[j * rows + i] = values(x)[i * columns + j];
            }
        }
    }

    @Override
    public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                double result = reduction == Reduction.MAX ? Double.NEGATIVE_INFINITY : 0;
                double max = Double.NEGATIVE_INFINITY;
                for (int p = 0; p < n; p++) {
                    double value = values(x)[(i * n + p) * inner + j];
                    switch (reduction) {
                        case SUM -> result += value;
                        case MAX -> result = Math.max(result, value);
                        case ARGMAX -> result = value > max ? p : result;
                    }
                    max = Math.max(max, value);
                }
                ((Cells) y).set(i * inner + j, result);
            }
        }
    }

    @Override
    public void unary(UnaryOp op, int size, Storage x, Storage y) {
        for (int i = 0; i < size; i++) {
            ((Cells) y).set(i, unary(op, values(x)[i]));
        }
    }

    private static double unary(UnaryOp op, double x) {
        return switch (op) {
            case NEGATE -> -x;
            case RECIPROCAL -> 1 / x;
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case SQUARE -> x * x;
            case RELU -> x <= 0 ? 0 : x;
            case SIGMOID -> x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x));
        };
    }

    @Override
    public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
        int size = outer * n * inner;
        for (int i = 0; i < size; i++) {
            int repeated = i / inner % n;
            double left = values(a)[a.size() == size ? i : repeated];
            double right = values(b)[b.size() == size ? i : repeated];
            ((Cells) y).set(i, binary(op, left, right));
        }
    }

    private static double binary(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
        };
    }

    @Override
    public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
        for (int i = 0; i < size; i++) {
            double other = values(b)[b.size() == 1 ? 0 : i];
            ((Cells) y).set(i, values(condition)[i] > 0 ? values(a)[i] : other);
        }
    }

    /** Announces {@link ReferenceBackend}. */
    public static final class Provider implements TensorBackendProvider {
        @Override
        public String name() {
            return "reference";
        }

        @Override
        public int priority() {
            return -1;
        }

        @Override
        public Availability availability() {
            return Availability.yes();
        }

        @Override
        public boolean mayLoadNativeCode() {
            return false;
        }

        @Override
        public TensorBackend create() {
            return new ReferenceBackend();
        }
    }
}
