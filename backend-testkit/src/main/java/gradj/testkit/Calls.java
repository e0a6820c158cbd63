package gradj.testkit;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import gradj.tensor.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The catalogue of calls across the seam: every required operation on sizes 0, 1, primes, 2^k - 1, 2^k, 2^k + 1 and
 * those of the book's net. {@link OptionalCalls} has the optional operations.
 */
final class Calls {
    /** m, n, k of a product. */
    private static final int[][] PRODUCTS = {
        {1, 1, 1},
        {2, 4, 3},
        {1, 1, 17},
        {17, 15, 1},
        {7, 11, 13},
        {31, 17, 33},
        {3, 50, 20},
        {5, 257, 9},
        {257, 3, 9},
        {63, 65, 64},
        {1, 65, 33},
        {65, 1, 33},
        {100, 50, 784}
    };

    /** outer, n, inner of a broadcast or a reduction. */
    private static final int[][] BLOCKS = {
        {1, 1, 1},
        {1, 7, 1},
        {1, 1, 33},
        {3, 5, 1},
        {1, 5, 3},
        {2, 3, 5},
        {4, 1, 8},
        {17, 31, 1},
        {1, 31, 17},
        {3, 8, 16},
        {100, 784, 1},
        {1, 100, 784}
    };

    static final int[] SIZES = {1, 2, 7, 8, 9, 31, 33, 100, 1025};

    private final DType dtype;
    private final SeededRandom random;

    Calls(DType dtype, long seed) {
        this.dtype = dtype;
        this.random = new SeededRandom(seed);
    }

    /** Every required operation, in the forms and sizes of the catalogue, and every optional one. */
    static List<BackendCall> all(DType dtype) {
        Calls calls = new Calls(dtype, 1);
        List<BackendCall> all = new ArrayList<>();
        for (int form = 0; form < 4; form++) {
            all.addAll(calls.products((form & 1) != 0, (form & 2) != 0, 1, 0));
        }
        all.addAll(calls.products(false, false, -0.5, 2));
        all.addAll(calls.transposes());
        for (Reduction reduction : Reduction.values()) {
            all.addAll(reduction == Reduction.SUM ? calls.reductions(reduction) : small(calls.reductions(reduction)));
        }
        for (UnaryOp op : UnaryOp.values()) {
            all.addAll(calls.unary(op));
        }
        for (BinaryOp op : BinaryOp.values()) {
            all.addAll(calls.binary(op));
            all.addAll(op == BinaryOp.ADD ? calls.broadcasts(op) : small(calls.broadcasts(op)));
        }
        all.addAll(calls.selects());
        all.addAll(OptionalCalls.all(dtype));
        return all;
    }

    /** Without the book's sizes: one operation of a kind on them is enough where it is not about the operation. */
    static List<BackendCall> small(List<BackendCall> calls) {
        return calls.stream()
                .filter(call -> Arrays.stream(call.inputs()).allMatch(input -> input.length < 10_000))
                .toList();
    }

    /** Numbers of either sign up to 1, with all the digits of the dtype. */
    double[] values(int size) {
        return values(size, -1, 1);
    }

    double[] values(int size, double low, double high) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> round(low + (high - low) * random.nextDouble()));
        return values;
    }

    double round(double value) {
        return dtype == DType.FLOAT32 ? (float) value : value;
    }

    static double[] unwritten(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    List<BackendCall> products(boolean transposeA, boolean transposeB, double alpha, double beta) {
        List<BackendCall> calls = new ArrayList<>();
        for (int[] s : PRODUCTS) {
            calls.add(product(transposeA, transposeB, s[0], s[1], s[2], alpha, beta));
        }
        return calls;
    }

    BackendCall product(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double beta) {
        double[] before = beta == 0 ? unwritten(m * n) : values(m * n);
        return new Product(transposeA, transposeB, m, n, k, alpha, beta).of(values(m * k), values(k * n), before);
    }

    /** A product's sizes, form and factors: what it is but for the numbers. */
    record Product(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double beta) {
        BackendCall of(double[] a, double[] b, double[] before) {
            String name = "dot " + m + "x" + n + ", k = " + k + (transposeA ? ", A transposed" : "")
                    + (transposeB ? ", B transposed" : "") + (alpha == 1 ? "" : ", alpha = " + alpha)
                    + (beta == 0 ? "" : ", beta = " + beta);
            return new BackendCall(
                    name,
                    new double[][] {a, b},
                    new double[][] {before},
                    (backend, x, y) -> backend.dot(transposeA, transposeB, m, n, k, alpha, x[0], x[1], beta, y[0]),
                    BackendCall.gamma(k + 3, this::absolute));
        }

        private void absolute(TensorBackend backend, Storage[] x, Storage[] y) {
            backend.dot(transposeA, transposeB, m, n, k, Math.abs(alpha), x[0], x[1], Math.abs(beta), y[0]);
        }
    }

    List<BackendCall> transposes() {
        List<BackendCall> calls = new ArrayList<>();
        for (int[] s : new int[][] {{1, 1}, {2, 3}, {1, 31}, {31, 1}, {31, 33}, {32, 32}, {70, 65}, {784, 100}}) {
            calls.add(transpose(s[0], s[1]));
        }
        return calls;
    }

    BackendCall transpose(int rows, int columns) {
        return transpose(rows, columns, values(rows * columns));
    }

    static BackendCall transpose(int rows, int columns, double... values) {
        return new BackendCall(
                "transpose " + rows + "x" + columns,
                new double[][] {values},
                new double[][] {unwritten(rows * columns)},
                (b, x, y) -> b.transpose(rows, columns, x[0], y[0]),
                BackendCall.exact());
    }

    List<BackendCall> reductions(Reduction reduction) {
        List<BackendCall> calls = new ArrayList<>();
        for (int[] s : BLOCKS) {
            calls.add(reduction(reduction, s[0], s[1], s[2]));
        }
        return calls;
    }

    BackendCall reduction(Reduction reduction, int outer, int n, int inner) {
        return reduction(reduction, outer, n, inner, values(outer * n * inner));
    }

    static BackendCall reduction(Reduction reduction, int outer, int n, int inner, double[] values) {
        return new BackendCall(
                reduction + " of [" + outer + ", " + n + ", " + inner + "] along the middle axis",
                new double[][] {values},
                new double[][] {unwritten(outer * inner)},
                (b, x, y) -> b.reduce(reduction, outer, n, inner, x[0], y[0]),
                reduction == Reduction.SUM
                        ? BackendCall.gamma(n, (b, x, y) -> b.reduce(reduction, outer, n, inner, x[0], y[0]))
                        : BackendCall.exact());
    }

    List<BackendCall> unary(UnaryOp op) {
        List<BackendCall> calls = new ArrayList<>();
        for (int size : SIZES) {
            calls.add(unary(op, range(op, size)));
        }
        return calls;
    }

    double[] range(UnaryOp op, int size) {
        return switch (op) {
            case NEGATE, SQUARE, RELU -> values(size, -2, 2);
            case RECIPROCAL, LOG -> values(size, 0.01, 100);
            case EXP -> values(size, -80, 80);
            case SIGMOID -> values(size, -80, 40);
        };
    }

    BackendCall unary(UnaryOp op, double... values) {
        int size = values.length;
        return new BackendCall(
                op + " of " + size + (size == 1 ? " element" : " elements"),
                new double[][] {values},
                new double[][] {unwritten(size)},
                (b, x, y) -> b.unary(op, size, x[0], y[0]),
                BackendCall.ulps(ulps(op)));
    }

    /** The table of the contract: units in the last place, each counted as 2 u |y|. */
    private static int ulps(UnaryOp op) {
        return switch (op) {
            case NEGATE, RELU -> 0;
            case RECIPROCAL, SQUARE -> 1;
            case EXP, LOG -> 2;
            case SIGMOID -> 4;
        };
    }

    /** Both operands of the same size. */
    List<BackendCall> binary(BinaryOp op) {
        List<BackendCall> calls = new ArrayList<>();
        for (int size : SIZES) {
            calls.add(binary(op, 1, size, 1, size, size));
        }
        return calls;
    }

    /** One operand repeated, on either side. */
    List<BackendCall> broadcasts(BinaryOp op) {
        List<BackendCall> calls = new ArrayList<>();
        for (int[] s : BLOCKS) {
            int size = s[0] * s[1] * s[2];
            calls.add(binary(op, s[0], s[1], s[2], size, s[1]));
            calls.add(binary(op, s[0], s[1], s[2], s[1], size));
        }
        return calls;
    }

    BackendCall binary(BinaryOp op, int outer, int n, int inner, int sizeA, int sizeB) {
        return binary(op, outer, n, inner, values(sizeA), values(sizeB, 0.5, 2));
    }

    static BackendCall binary(BinaryOp op, int outer, int n, int inner, double[] a, double[] b) {
        int size = outer * n * inner;
        String operands = a.length == b.length ? "" : a.length == size ? ", B repeated" : ", A repeated";
        return new BackendCall(
                op + " of [" + outer + ", " + n + ", " + inner + "]" + operands,
                new double[][] {a, b},
                new double[][] {unwritten(size)},
                (backend, x, y) -> backend.binary(op, outer, n, inner, x[0], x[1], y[0]),
                BackendCall.ulps(1));
    }

    /** B of the same size, and B repeated. */
    List<BackendCall> selects() {
        List<BackendCall> calls = new ArrayList<>();
        for (int size : SIZES) {
            calls.add(select(values(size), values(size), values(size)));
            calls.add(select(values(size), values(size), values(1)));
        }
        return calls;
    }

    static BackendCall select(double[] condition, double[] a, double[] b) {
        int size = condition.length;
        return new BackendCall(
                "select of " + size + (size == 1 ? " element" : " elements") + (b.length < size ? ", B repeated" : ""),
                new double[][] {condition, a, b},
                new double[][] {unwritten(size)},
                (backend, x, y) -> backend.select(size, x[0], x[1], x[2], y[0]),
                BackendCall.exact());
    }
}
