package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sizes that are multiples of nothing and large enough for every way in which the device shares work out: beyond the kit's
 * catalogue, against the backend in Java. Each output lies between two guards.
 */
@Tag("once")
class OddSizesTest {
    private static final double GUARD = 1234.5;
    private static @Nullable OpenClBackend backend;

    @BeforeAll
    static void start() {
        OpenClDevices.require();
        backend = new OpenClBackend();
    }

    @AfterAll
    static void close() {
        if (backend != null) {
            backend.close();
        }
    }

    private interface Call {
        void make(TensorBackend on, Storage[] in, Storage out);
    }

    /** Makes a call in Java and on the device, and compares within so many roundings of the largest element. */
    private static void same(DType dtype, String what, double roundings, int outputs, double[][] inputs, Call call) {
        double[] expected = result(new JavaBackend(1), dtype, outputs, inputs, call);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        double tolerance = roundings * dtype.unitRoundoff() * largest;
        for (int units : new int[] {1, 9, 1000}) { // whatever the device here: on others work is cut up otherwise
            Objects.requireNonNull(backend).arena(dtype).cutFor(units);
            double[] found = result(backend, dtype, outputs, inputs, call);
            for (int i = 0; i < outputs; i++) {
                int at = i;
                assertEquals(
                        expected[i],
                        found[i],
                        tolerance,
                        () -> dtype + " " + what + " for " + units + " compute units, element " + at);
            }
        }
    }

    private static double[] result(TensorBackend on, DType dtype, int outputs, double[][] inputs, Call call) {
        Storage before = stored(on, dtype, GUARD, GUARD);
        Storage out = stored(on, dtype, new double[outputs]);
        Storage after = stored(on, dtype, GUARD, GUARD);
        Storage[] in = Arrays.stream(inputs).map(x -> stored(on, dtype, x)).toArray(Storage[]::new);
        call.make(on, in, out);
        double[] result = read(on, out);
        for (Storage guard : List.of(before, after)) {
            assertEquals(GUARD, read(on, guard)[0]);
            assertEquals(GUARD, read(on, guard)[1]);
            on.release(guard);
        }
        for (int i = 0; i < in.length; i++) {
            assertTrue(Arrays.equals(inputs[i], read(on, in[i])), "an input changed");
            on.release(in[i]);
        }
        on.release(out);
        return result;
    }

    private static Storage stored(TensorBackend on, DType dtype, double... values) {
        Storage storage = on.allocate(dtype, values.length);
        if (dtype == DType.FLOAT64) {
            on.write(values, 0, storage, 0, values.length);
        } else {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            on.write(floats, 0, storage, 0, floats.length);
        }
        return storage;
    }

    private static double[] read(TensorBackend on, Storage storage) {
        double[] values = new double[storage.size()];
        if (storage.dtype() == DType.FLOAT64) {
            on.read(storage, 0, values, 0, values.length);
        } else {
            float[] floats = new float[values.length];
            on.read(storage, 0, floats, 0, floats.length);
            Arrays.setAll(values, i -> floats[i]);
        }
        return values;
    }

    /** Floats, so that both dtypes get the same numbers. */
    private static double[] numbers(int size) {
        return new Random(size).doubles(size, -1, 1).map(x -> (float) x).toArray();
    }

    /** For 9 units 3 x 3 large tiles, 2 x 5 small ones, one group an element. */
    @ParameterizedTest
    @EnumSource
    void products(DType dtype) {
        for (int[] s : new int[][] {{131, 137, 67}, {17, 67, 259}, {1, 1, 2003}, {2, 1, 1500}, {65, 129, 1}}) {
            for (int form = 0; form < 4; form++) {
                boolean ta = (form & 1) != 0;
                boolean tb = (form & 2) != 0;
                int m = s[0];
                int n = s[1];
                int k = s[2];
                same(
                        dtype,
                        "dot " + Arrays.toString(s) + " form " + form,
                        4 * Math.sqrt(k) + 16,
                        m * n,
                        new double[][] {numbers(m * k), numbers(k * n)},
                        (on, in, out) -> on.dot(ta, tb, m, n, k, -1.5, in[0], in[1], 0.5, out));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void affine(DType dtype) {
        for (int[] s : new int[][] {{131, 67, 137}, {19, 259, 67}}) {
            int rows = s[0];
            int in = s[1];
            int out = s[2];
            double[][] forward = {numbers(rows * in), numbers(in * out), numbers(out)};
            same(
                    dtype,
                    "affine " + Arrays.toString(s),
                    100,
                    rows * out,
                    forward,
                    (on, x, y) -> on.affine(rows, in, out, x[0], x[1], x[2], y));
            double[][] backward = {numbers(rows * in), numbers(rows * out)};
            same(dtype, "dW " + Arrays.toString(s), 100, in * out, backward, (on, x, y) -> {
                Storage db = on.allocate(dtype, out);
                on.affineBackward(rows, in, out, x[0], x[1], y, db);
                on.release(db);
            });
            same(dtype, "db " + Arrays.toString(s), 100, out, backward, (on, x, y) -> {
                Storage dw = on.allocate(dtype, in * out);
                on.affineBackward(rows, in, out, x[0], x[1], dw, y);
                on.release(dw);
            });
        }
    }

    /** affineRelu is ReLU behind affine, also for a NaN. */
    @ParameterizedTest
    @EnumSource
    void affineThenRelu(DType dtype) {
        for (int[] s : new int[][] {{131, 67, 137}, {3, 5, 7}}) {
            int rows = s[0];
            int in = s[1];
            int out = s[2];
            Storage[] x = {
                stored(backend, dtype, numbers(rows * in)),
                stored(backend, dtype, numbers(in * out)),
                stored(backend, dtype, numbers(out))
            };
            double[] withNaN = numbers(rows * in);
            withNaN[in] = Double.NaN; // row 1
            for (double[] input : List.of(numbers(rows * in), withNaN)) {
                Storage first = stored(backend, dtype, input);
                Storage plain = backend.allocate(dtype, rows * out);
                Storage fused = backend.allocate(dtype, rows * out);
                backend.affine(rows, in, out, first, x[1], x[2], plain);
                backend.affineRelu(rows, in, out, first, x[1], x[2], fused);
                double[] expected = read(backend, plain);
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = expected[i] <= 0 ? 0 : expected[i];
                }
                assertEquals(Arrays.toString(expected), Arrays.toString(read(backend, fused)));
            }
        }
    }

    /** Short and long, along rows and across, and in pieces. */
    @ParameterizedTest
    @EnumSource
    void reductions(DType dtype) {
        for (int[] s : new int[][] {
            {1, 50_021, 1},
            {1, 20_011, 1},
            {37, 1009, 1},
            {1, 1009, 37},
            {3, 301, 7},
            {1, 70, 5},
            {0, 20_011, 1},
            {1, 20_011, 0}
        }) {
            double[] x = numbers(s[0] * s[1] * s[2]);
            for (int i = 0; i < x.length; i += 3) {
                x[i] = Math.rint(x[i] * 4) / 4; // equal ones
            }
            for (Reduction reduction : Reduction.values()) {
                same(
                        dtype,
                        reduction + " " + Arrays.toString(s),
                        reduction == Reduction.SUM ? s[1] : 0,
                        s[0] * s[2],
                        new double[][] {x},
                        (on, in, y) -> on.reduce(reduction, s[0], s[1], s[2], in[0], y));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void softmaxAndLoss(DType dtype) {
        for (int[] s : new int[][] {{2003, 10}, {1009, 3}, {5, 1009}, {1, 300}, {300, 65}}) {
            int rows = s[0];
            int columns = s[1];
            double[] scores = numbers(rows * columns);
            double[] labels = new double[rows * columns];
            for (int row = 0; row < rows; row++) {
                labels[row * columns + row % columns] = 1;
            }
            same(
                    dtype,
                    "softmax " + Arrays.toString(s),
                    64 + columns,
                    rows * columns,
                    new double[][] {scores},
                    (on, in, y) -> on.softmax(rows, columns, in[0], y));
            same(
                    dtype,
                    "loss " + Arrays.toString(s),
                    64 + columns + rows,
                    1,
                    new double[][] {scores, labels},
                    (on, in, y) -> {
                        Storage probabilities = on.allocate(dtype, rows * columns);
                        on.softmaxCrossEntropy(rows, columns, in[0], in[1], probabilities, y);
                        on.release(probabilities);
                    });
            same(
                    dtype,
                    "gradient of the loss " + Arrays.toString(s),
                    64 + columns,
                    rows * columns,
                    new double[][] {scores, scores, {0.75}},
                    (on, in, y) -> on.softmaxCrossEntropyBackward(rows, columns, in[0], in[1], in[2], y));
        }
    }

    /** More rows than the table holds, and more elements than the staging array. */
    @ParameterizedTest
    @EnumSource
    void rowsAndTransfers(DType dtype) {
        int[] rows = new Random(8).ints(5003, 0, 3001).toArray();
        same(
                dtype,
                "gatherRows",
                0,
                5003 * 23,
                new double[][] {numbers(3001 * 23)},
                (on, in, y) -> on.gatherRows(23, rows, 5003, in[0], y));
        same(
                dtype,
                "copy",
                0,
                70_001,
                new double[][] {numbers(140_003)},
                (on, in, y) -> on.copy(in[0], 33, y, 0, 70_001));
        same(
                dtype,
                "transpose",
                0,
                131 * 137,
                new double[][] {numbers(131 * 137)},
                (on, in, y) -> on.transpose(131, 137, in[0], y));
    }
}
