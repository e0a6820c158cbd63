package gradj.testkit;

import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The catalogue of calls of the optional operations. */
final class OptionalCalls {
    /** Roundings on the way to an element of a step, those of the factors included. */
    private static final int STEP = 12;

    private static final int[] LENGTHS = {0, 1, 2, 7, 8, 9, 31, 33, 100};

    private final Calls numbers;
    private final SeededRandom random;
    private final int rows;
    private final int in;
    private final int columns;

    OptionalCalls(DType dtype, long seed, int rows, int in, int columns) {
        numbers = new Calls(dtype, seed);
        random = new SeededRandom(seed + 1);
        this.rows = rows;
        this.in = in;
        this.columns = columns;
    }

    /** Every optional operation on some fixed sizes. */
    static List<BackendCall> all(DType dtype) {
        List<BackendCall> all = new ArrayList<>();
        for (int[] s : new int[][] {{1, 1, 1}, {2, 3, 5}, {7, 9, 8}, {33, 17, 10}}) {
            all.addAll(new OptionalCalls(dtype, s[0], s[0], s[1], s[2]).calls());
        }
        return all;
    }

    /** Those that add up, on sizes as in {@link #of}. */
    static List<BackendCall> sums(DType dtype, int rows, int in, int columns) {
        OptionalCalls calls = new OptionalCalls(dtype, 1, rows, in, columns);
        return List.of(calls.affineBackward(), calls.softmax(), calls.crossEntropy(Fill.distributions()));
    }

    /** Every optional operation on the sizes that this seed draws, 0 among them. */
    static List<BackendCall> random(DType dtype, long seed) {
        SeededRandom sizes = new SeededRandom(seed);
        return of(dtype, seed, draw(sizes), draw(sizes), draw(sizes));
    }

    /** Every optional operation on these sizes: x is [rows, in] or [rows, columns], W is [in, columns]. */
    static List<BackendCall> of(DType dtype, long seed, int rows, int in, int columns) {
        return new OptionalCalls(dtype, seed, rows, in, columns).calls();
    }

    private static int draw(SeededRandom random) {
        return LENGTHS[random.nextInt(LENGTHS.length)];
    }

    private List<BackendCall> calls() {
        List<BackendCall> calls = new ArrayList<>(List.of(
                copy(),
                gatherRows(),
                gatherGreys(),
                axpy(-0.3),
                axpby(0.7, -0.3),
                axpby(0.7, 0),
                sqrt(numbers.values(size(), 0, 9)),
                clamp(-0.25, 0.5, numbers.values(size())),
                rmsStep(),
                adamStep(),
                affine(),
                affineRelu(),
                affineBackward(),
                reluBackward(),
                sigmoidBackward(),
                tanh(numbers.values(size(), -4, 4))));
        if (columns > 0) {
            calls.add(softmax());
        }
        if (columns > 0 && rows > 0) {
            for (Fill labels : List.of(Fill.distributions(), Fill.labelRows())) {
                calls.add(crossEntropy(labels));
                calls.add(crossEntropyBackward(labels));
            }
        }
        return calls;
    }

    private int size() {
        return rows * columns;
    }

    private String shape() {
        return " " + rows + "x" + columns;
    }

    /** The halves change places. */
    private BackendCall copy() {
        return copy(numbers.values(size()));
    }

    static BackendCall copy(double... values) {
        int size = values.length;
        return new BackendCall(
                "copy of the halves of " + size + " elements",
                new double[][] {values},
                new double[][] {Calls.unwritten(size)},
                (b, x, y) -> {
                    b.copy(x[0], size / 2, y[0], 0, size - size / 2);
                    b.copy(x[0], 0, y[0], size - size / 2, size / 2);
                },
                BackendCall.exact());
    }

    private BackendCall gatherRows() {
        return gatherRows(columns, chosenRows(), numbers.values(size()));
    }

    private int[] chosenRows() {
        int[] chosen = new int[rows];
        Arrays.setAll(chosen, i -> random.nextInt(rows));
        return chosen;
    }

    static BackendCall gatherRows(int columns, int[] chosen, double... values) {
        String rows = chosen.length > 100
                ? ", rows up to " + Arrays.stream(chosen).max().orElse(0)
                : ", rows " + Arrays.toString(chosen);
        return new BackendCall(
                "gatherRows " + chosen.length + "x" + columns + rows,
                new double[][] {values},
                new double[][] {Calls.unwritten(chosen.length * columns)},
                (b, x, y) -> b.gatherRows(columns, chosen, chosen.length, x[0], y[0]),
                BackendCall.exact());
    }

    private BackendCall gatherGreys() {
        int[] chosen = chosenRows();
        byte[] greys = new byte[size()];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) random.nextInt(256);
        }
        return gatherGreys(columns, chosen, greys);
    }

    static BackendCall gatherGreys(int columns, int[] chosen, byte[] greys) {
        return new BackendCall(
                "gatherGreys " + chosen.length + "x" + columns,
                new double[][] {},
                new double[][] {Calls.unwritten(chosen.length * columns)},
                (b, x, y) -> b.gatherGreys(columns, chosen, chosen.length, greys, y[0]),
                BackendCall.exact());
    }

    private BackendCall axpy(double alpha) {
        return axpy(numbers, size(), alpha);
    }

    static BackendCall axpy(Calls numbers, int size, double alpha) {
        return axpy(alpha, numbers.values(size), numbers.values(size));
    }

    static BackendCall axpy(double alpha, double[] added, double[] before) {
        int size = added.length;
        return new BackendCall(
                "axpy of " + elements(size) + ", alpha = " + alpha,
                new double[][] {added},
                new double[][] {before},
                (b, x, y) -> b.axpy(size, alpha, x[0], y[0]),
                BackendCall.gamma(3, (b, x, y) -> b.axpy(size, Math.abs(alpha), x[0], y[0])));
    }

    private BackendCall axpby(double alpha, double beta) {
        return axpby(alpha, beta, numbers.values(size()), beta == 0 ? Calls.unwritten(size()) : numbers.values(size()));
    }

    static BackendCall axpby(double alpha, double beta, double[] added, double[] before) {
        int size = added.length;
        return new BackendCall(
                "axpby of " + elements(size) + ", alpha = " + alpha + ", beta = " + beta,
                new double[][] {added},
                new double[][] {before},
                (b, x, y) -> b.axpby(size, alpha, x[0], beta, y[0]),
                BackendCall.gamma(3, (b, x, y) -> b.axpby(size, Math.abs(alpha), x[0], Math.abs(beta), y[0])));
    }

    static BackendCall sqrt(double... values) {
        int size = values.length;
        return new BackendCall(
                "sqrt of " + elements(size),
                new double[][] {values},
                new double[][] {Calls.unwritten(size)},
                (b, x, y) -> b.sqrt(size, x[0], y[0]),
                BackendCall.ulps(2));
    }

    /** The limits must be float32 numbers. */
    static BackendCall clamp(double low, double high, double... values) {
        int size = values.length;
        return new BackendCall(
                "clamp of " + elements(size) + " from " + low + " to " + high,
                new double[][] {values},
                new double[][] {Calls.unwritten(size)},
                (b, x, y) -> b.clamp(size, low, high, x[0], y[0]),
                BackendCall.exact());
    }

    private BackendCall rmsStep() {
        int size = size();
        return rmsStep(0.9, 0.1, 0.05, numbers.values(size), numbers.values(size, 0, 1), numbers.values(size));
    }

    static BackendCall rmsStep(
            double decay, double weight, double rate, double[] gradient, double[] v, double[] parameter) {
        int size = gradient.length;
        return new BackendCall(
                "rmsStep of " + elements(size) + ", decay = " + decay,
                new double[][] {gradient},
                new double[][] {v, parameter},
                (b, x, y) -> b.rmsStep(size, decay, weight, rate, 1e-3, x[0], y[0], y[1]),
                BackendCall.gamma(STEP, (b, x, y) -> b.rmsStep(size, decay, weight, -rate, 1e-3, x[0], y[0], y[1])));
    }

    private BackendCall adamStep() {
        int size = size();
        return adamStep(
                0.05,
                0.75,
                numbers.values(size),
                numbers.values(size),
                numbers.values(size, 0, 1),
                numbers.values(size));
    }

    /** On absolute values and with the rate below 0, nothing cancels: that is what rounding errors are counted against. */
    static BackendCall adamStep(
            double rate, double keep, double[] gradient, double[] m, double[] v, double[] parameter) {
        int size = gradient.length;
        return new BackendCall(
                "adamStep of " + elements(size) + ", keep = " + keep,
                new double[][] {gradient},
                new double[][] {m, v, parameter},
                (b, x, y) -> b.adamStep(size, 0.9, 0.99, rate, 1e-3, keep, x[0], y[0], y[1], y[2]),
                BackendCall.gamma(
                        STEP, (b, x, y) -> b.adamStep(size, 0.9, 0.99, -rate, 1e-3, keep, x[0], y[0], y[1], y[2])));
    }

    private static String elements(int size) {
        return size + (size == 1 ? " element" : " elements");
    }

    private BackendCall affine() {
        return affine(numbers.values(rows * in), numbers.values(in * columns), numbers.values(columns));
    }

    BackendCall affine(double[] inputs, double[] weights, double[] bias) {
        BackendCall.Body body = (b, x, y) -> b.affine(rows, in, columns, x[0], x[1], x[2], y[0]);
        return new BackendCall(
                "affine " + rows + "x" + in + "x" + columns,
                new double[][] {inputs, weights, bias},
                new double[][] {Calls.unwritten(size())},
                body,
                BackendCall.gamma(in + 2, body));
    }

    /** What {@link #affine} may be off by, ReLU passes on or cuts off: it makes no difference larger. */
    private BackendCall affineRelu() {
        return affineRelu(numbers.values(rows * in), numbers.values(in * columns), numbers.values(columns));
    }

    BackendCall affineRelu(double[] inputs, double[] weights, double[] bias) {
        return new BackendCall(
                "affineRelu " + rows + "x" + in + "x" + columns,
                new double[][] {inputs, weights, bias},
                new double[][] {Calls.unwritten(size())},
                (b, x, y) -> b.affineRelu(rows, in, columns, x[0], x[1], x[2], y[0]),
                BackendCall.gamma(in + 2, (b, x, y) -> b.affine(rows, in, columns, x[0], x[1], x[2], y[0])));
    }

    private BackendCall affineBackward() {
        return affineBackward(numbers.values(rows * in), numbers.values(size()));
    }

    BackendCall affineBackward(double[] inputs, double[] upstream) {
        BackendCall.Body body = (b, x, y) -> b.affineBackward(rows, in, columns, x[0], x[1], y[0], y[1]);
        return new BackendCall(
                "affineBackward " + rows + "x" + in + "x" + columns,
                new double[][] {inputs, upstream},
                new double[][] {Calls.unwritten(in * columns), Calls.unwritten(columns)},
                body,
                BackendCall.gamma(rows + 2, body));
    }

    private BackendCall reluBackward() {
        return reluBackward(numbers.values(size()), numbers.values(size()));
    }

    static BackendCall reluBackward(double[] output, double[] upstream) {
        int size = output.length;
        return new BackendCall(
                "reluBackward of " + size + " elements",
                new double[][] {output, upstream},
                new double[][] {Calls.unwritten(size)},
                (b, x, y) -> b.reluBackward(size, x[0], x[1], y[0]),
                BackendCall.exact());
    }

    private BackendCall sigmoidBackward() {
        return sigmoidBackward(numbers.values(size(), 0, 1), numbers.values(size()));
    }

    /** On y from 0 to 1; y (1 - y) or y - y^2: the difference may cancel, so the bound counts |dy| (|y| + y^2). */
    static BackendCall sigmoidBackward(double[] output, double[] upstream) {
        int size = output.length;
        return new BackendCall(
                "sigmoidBackward of " + size + " elements",
                new double[][] {output, upstream},
                new double[][] {Calls.unwritten(size)},
                (b, x, y) -> b.sigmoidBackward(size, x[0], x[1], y[0]),
                (call, expected, u) -> {
                    double[] bounds = new double[size];
                    double[] y = call.inputs()[0];
                    Arrays.setAll(
                            bounds,
                            i -> 2 * ErrorBound.gamma(4, u) * Math.abs(call.inputs()[1][i]) * (y[i] + y[i] * y[i]));
                    return new double[][] {bounds};
                });
    }

    static BackendCall tanh(double... values) {
        int size = values.length;
        return new BackendCall(
                "tanh of " + size + (size == 1 ? " element" : " elements"),
                new double[][] {values},
                new double[][] {Calls.unwritten(size)},
                (b, x, y) -> b.tanh(size, x[0], y[0]),
                BackendCall.ulps(4));
    }

    private BackendCall softmax() {
        return softmax(numbers.values(size(), -4, 4));
    }

    BackendCall softmax(double... scores) {
        return new BackendCall(
                "softmax" + shape(),
                new double[][] {scores},
                new double[][] {Calls.unwritten(size())},
                (b, x, y) -> b.softmax(rows, columns, x[0], y[0]),
                (call, expected, u) -> new double[][] {softmaxBound(call, expected, u)});
    }

    private double[] softmaxBound(BackendCall call, double[][] expected, double u) {
        return Definitions.softmaxBound(new Flat[] {matrix(call.inputs()[0])}, matrix(expected[0]), u);
    }

    private Flat matrix(double[] values) {
        return new Flat(Shape.of(rows, columns), values);
    }

    private BackendCall crossEntropy(Fill labels) {
        return crossEntropy(numbers.values(size(), -4, 4), labels.draw(Shape.of(rows, columns), random));
    }

    BackendCall crossEntropy(double[] scores, double[] labels) {
        return new BackendCall(
                "softmaxCrossEntropy" + shape(),
                new double[][] {scores, labels},
                new double[][] {Calls.unwritten(size()), Calls.unwritten(1)},
                (b, x, y) -> b.softmaxCrossEntropy(rows, columns, x[0], x[1], y[0], y[1]),
                (call, expected, u) -> new double[][] {
                    softmaxBound(call, expected, u),
                    Definitions.crossEntropyBound(
                            new Flat[] {matrix(call.inputs()[0]), matrix(call.inputs()[1])},
                            new Flat(Shape.of(), expected[1]),
                            u)
                });
    }

    private BackendCall crossEntropyBackward(Fill labels) {
        double[] drawn = labels.draw(Shape.of(rows, columns), random);
        return crossEntropyBackward(numbers.values(size(), 0, 1), drawn, numbers.values(1));
    }

    BackendCall crossEntropyBackward(double[] output, double[] labels, double[] upstream) {
        return new BackendCall(
                "softmaxCrossEntropyBackward" + shape(),
                new double[][] {output, labels, upstream},
                new double[][] {Calls.unwritten(size())},
                (b, x, y) -> b.softmaxCrossEntropyBackward(rows, columns, x[0], x[1], x[2], y[0]),
                (call, expected, u) -> {
                    double factor = 2 * ErrorBound.gamma(columns + 4, u) * Math.abs(call.inputs()[2][0]) / rows;
                    Flat y = matrix(call.inputs()[0]);
                    Flat t = matrix(call.inputs()[1]).map(Math::abs);
                    double[] sums = Definitions.sum(t, 1).values();
                    double[] bounds = new double[size()];
                    Arrays.setAll(bounds, i -> factor * (y.values()[i] * sums[i / columns] + t.values()[i]));
                    return new double[][] {bounds};
                });
    }
}
