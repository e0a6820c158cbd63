package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is large enough to be shared out to threads has the bits that one thread alone gives it. */
class VectorThreadsTest {
    @BeforeAll
    static void takeVectors() throws InterruptedException {
        CompiledKernels.await();
    }

    /** Odd numbers, so that no piece ends where a vector does; enough for three threads. */
    private static final int ROWS = 301;

    private static final int COLUMNS = 677;
    private static final int SIZE = ROWS * COLUMNS;

    /** One operation; y has the size of x. */
    @FunctionalInterface
    private interface Call {
        void on(TensorBackend backend, Storage x, Storage x2, Storage y, Storage loss);
    }

    private record Named(String name, Call call) {}

    private static List<Named> calls() {
        List<Named> calls = new ArrayList<>();
        for (UnaryOp op : List.of(UnaryOp.EXP, UnaryOp.LOG, UnaryOp.SIGMOID, UnaryOp.RELU)) {
            calls.add(new Named(op.name(), (b, x, x2, y, loss) -> b.unary(op, SIZE, x, y)));
        }
        for (Reduction r : Reduction.values()) {
            calls.add(new Named(r + " of rows", (b, x, x2, y, loss) -> b.reduce(r, ROWS, COLUMNS, 1, x, y)));
            calls.add(new Named(r + " of columns", (b, x, x2, y, loss) -> b.reduce(r, 1, ROWS, COLUMNS, x, y)));
            calls.add(new Named(r + " of few columns", (b, x, x2, y, loss) -> b.reduce(r, ROWS, COLUMNS / 7, 7, x, y)));
        }
        calls.add(new Named("select", (b, x, x2, y, loss) -> b.select(SIZE, x, x2, x, y)));
        calls.add(new Named("reluBackward", (b, x, x2, y, loss) -> b.reluBackward(SIZE, x, x2, y)));
        calls.add(new Named("axpy", (b, x, x2, y, loss) -> b.axpy(SIZE, -0.1, x, y)));
        calls.add(new Named("softmax", (b, x, x2, y, loss) -> b.softmax(ROWS, COLUMNS, x, y)));
        calls.add(new Named(
                "softmaxCrossEntropy", (b, x, x2, y, loss) -> b.softmaxCrossEntropy(ROWS, COLUMNS, x, x2, y, loss)));
        calls.add(new Named(
                "softmaxCrossEntropy of few columns",
                (b, x, x2, y, loss) -> b.softmaxCrossEntropy(SIZE / 7, 7, x, x2, y, loss)));
        return calls;
    }

    @TestFactory
    List<DynamicTest> sameBits() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Named named : calls()) {
            for (DType dtype : DType.values()) {
                tests.add(DynamicTest.dynamicTest(named.name + " " + dtype, () -> {
                    double[] alone = result(new VectorBackend(1), named.call, dtype);
                    for (int threads = 2; threads <= 3; threads++) {
                        assertArrayEquals(alone, result(new VectorBackend(threads), named.call, dtype));
                    }
                }));
            }
        }
        return tests;
    }

    /** 101 rows, so that some are left over from the eights that are gathered at once. */
    @ParameterizedTest
    @EnumSource
    void rowsAreGatheredExactly(DType dtype) {
        int[] numbers = new Random(5).ints(101, 0, ROWS).toArray();
        Call gather = (backend, x, x2, y, loss) -> {
            backend.copy(x, 0, y, 0, SIZE);
            backend.gatherRows(COLUMNS, numbers, 101, x, x2);
            backend.copy(x2, 0, y, 0, 101 * COLUMNS);
        };
        double[] all = result(new VectorBackend(1), (b, x, x2, y, loss) -> b.copy(x, 0, y, 0, SIZE), dtype);
        for (int threads = 1; threads <= 3; threads++) {
            double[] gathered = result(new VectorBackend(threads), gather, dtype);
            for (int i = 0; i < SIZE; i++) {
                int row = i / COLUMNS;
                int from = row < 101 ? numbers[row] * COLUMNS + i % COLUMNS : i;
                assertEquals(all[from], gathered[i], "element " + i);
            }
        }
    }

    /** All of y, and the loss behind it. */
    private static double[] result(TensorBackend backend, Call call, DType dtype) {
        Random random = new Random(4);
        Storage x = stored(backend, dtype, random, SIZE);
        Storage x2 = stored(backend, dtype, random, SIZE);
        Storage y = stored(backend, dtype, random, SIZE);
        Storage loss = stored(backend, dtype, random, 1);
        call.on(backend, x, x2, y, loss);
        double[] result = new double[SIZE + 1];
        read(backend, y, result, 0);
        read(backend, loss, result, SIZE);
        return result;
    }

    private static Storage stored(TensorBackend backend, DType dtype, Random random, int size) {
        Storage storage = backend.allocate(dtype, size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        if (dtype == DType.FLOAT32) {
            backend.write(values, 0, storage, 0, size);
            return storage;
        }
        double[] doubles = new double[size];
        for (int i = 0; i < size; i++) {
            doubles[i] = values[i];
        }
        backend.write(doubles, 0, storage, 0, size);
        return storage;
    }

    private static void read(TensorBackend backend, Storage storage, double[] target, int at) {
        if (storage.dtype() == DType.FLOAT64) {
            backend.read(storage, 0, target, at, storage.size());
            return;
        }
        float[] values = new float[storage.size()];
        backend.read(storage, 0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            target[at + i] = values[i];
        }
    }
}
