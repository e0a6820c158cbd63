package gradj.backend;

import gradj.cases.Close;
import gradj.cases.Target;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.tensor.SeededRandom;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each optional operation that {@link ArrayBackend} overrides against the composition it replaces, on random sizes and
 * in both dtypes. Outputs start as NaN: whatever is left unwritten, or read before it is written, shows.
 */
class DefaultsTest {
    /** The reference backend overrides nothing: calling it is calling the compositions. */
    private static final TensorBackend DEFAULTS = Target.REFERENCE;

    private static final int[] LENGTHS = {0, 1, 2, 7, 8, 9, 31, 33, 100};

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** One optional operation; every array of {@code x} is an operand, and the result is what {@code y} holds at the end. */
    private interface Call {
        void on(TensorBackend backend, Storage[] x, Storage[] y);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void overridesGiveWhatTheCompositionsGive(long seed) {
        for (DType dtype : DType.values()) {
            SeededRandom random = new SeededRandom(seed);
            int rows = LENGTHS[random.nextInt(LENGTHS.length)];
            int in = LENGTHS[random.nextInt(LENGTHS.length)];
            int columns = LENGTHS[random.nextInt(LENGTHS.length)];
            int size = rows * columns;
            String sizes = dtype + " " + rows + " x " + in + " x " + columns + " seed " + seed + ": ";
            double u = 16 * dtype.unitRoundoff();

            int[] operands = {rows * in, in * columns, columns};
            compare(
                    sizes + "affine",
                    dtype,
                    random,
                    operands,
                    new int[] {size},
                    u * (in + 2),
                    (b, x, y) -> b.affine(rows, in, columns, x[0], x[1], x[2], y[0]));
            compare(
                    sizes + "affineBackward",
                    dtype,
                    random,
                    new int[] {rows * in, size},
                    new int[] {in * columns, columns},
                    u * (rows + 2),
                    (b, x, y) -> b.affineBackward(rows, in, columns, x[0], x[1], y[0], y[1]));
            int[] two = {size, size};
            int[] one = {size};
            compare(
                    sizes + "reluBackward",
                    dtype,
                    random,
                    two,
                    one,
                    0,
                    (b, x, y) -> b.reluBackward(size, x[0], x[1], y[0]));
            compare(
                    sizes + "sigmoidBackward",
                    dtype,
                    random,
                    two,
                    one,
                    u,
                    (b, x, y) -> b.sigmoidBackward(size, x[0], x[1], y[0]));
            compare(sizes + "axpy", dtype, random, two, one, u, (b, x, y) -> {
                b.copy(x[1], 0, y[0], 0, size);
                b.axpy(size, -0.3, x[0], y[0]);
            });
            compare(sizes + "copy", dtype, random, one, one, 0, (b, x, y) -> {
                b.copy(x[0], size / 2, y[0], 0, size - size / 2);
                b.copy(x[0], 0, y[0], size - size / 2, size / 2);
            });
            int[] chosen = new int[rows];
            Arrays.setAll(chosen, i -> random.nextInt(rows));
            compare(
                    sizes + "gatherRows",
                    dtype,
                    random,
                    one,
                    one,
                    0,
                    (b, x, y) -> b.gatherRows(columns, chosen, rows, x[0], y[0]));
            if (columns > 0 && rows > 0) {
                compare(
                        sizes + "softmax",
                        dtype,
                        random,
                        one,
                        one,
                        u * 4,
                        (b, x, y) -> b.softmax(rows, columns, x[0], y[0]));
                compare(
                        sizes + "softmaxCrossEntropy",
                        dtype,
                        random,
                        two,
                        new int[] {size, 1},
                        u * size,
                        (b, x, y) -> b.softmaxCrossEntropy(rows, columns, x[0], x[1], y[0], y[1]));
                int[] three = {size, size, 1};
                compare(
                        sizes + "softmaxCrossEntropyBackward",
                        dtype,
                        random,
                        three,
                        one,
                        u,
                        (b, x, y) -> b.softmaxCrossEntropyBackward(rows, columns, x[0], x[1], x[2], y[0]));
            }
        }
    }

    private static void compare(
            String what, DType dtype, SeededRandom random, int[] operands, int[] results, double bound, Call call) {
        double[][] x = new double[operands.length][];
        for (int i = 0; i < x.length; i++) {
            x[i] = new double[operands[i]];
            Arrays.setAll(x[i], j -> (float) (2 * random.nextDouble() - 1));
        }
        double[][] expected = run(DEFAULTS, dtype, x, results, call);
        double[][] found = run(Target.JAVA, dtype, x, results, call);
        for (int i = 0; i < results.length; i++) {
            Close.assertClose(expected[i], bound, found[i], what + " output " + i);
        }
        for (int i = 0; i < x.length; i++) {
            Close.assertClose(x[i], 0, found[results.length + i], what + " changed operand " + i);
        }
    }

    /** The outputs, then the operands. */
    private static double[][] run(TensorBackend backend, DType dtype, double[][] x, int[] results, Call call) {
        Storage[] operands = new Storage[x.length];
        Arrays.setAll(operands, i -> Cells.of(backend, dtype, x[i]));
        Storage[] outputs = new Storage[results.length];
        for (int i = 0; i < outputs.length; i++) {
            double[] nan = new double[results[i]];
            Arrays.fill(nan, Double.NaN);
            outputs[i] = Cells.of(backend, dtype, nan);
        }
        call.on(backend, operands, outputs);
        double[][] all = new double[outputs.length + operands.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = Cells.read(backend, i < outputs.length ? outputs[i] : operands[i - outputs.length]);
        }
        return all;
    }
}
