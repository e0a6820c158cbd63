package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels and their scalar twins give the same bits, whichever is taken, and whenever one gives way to the other. */
class VectorKernelTest {
    private static final int NEVER = Integer.MAX_VALUE;

    /** From one number to several vectors of any width and a rest. */
    private static final int[] SIZES = {1, 2, 3, 5, 8, 13, 50, 64, 131, 300};

    /** Numbers at the edges of the operations: each kernel meets them in vectors and in what is left over. */
    private static final double[] EDGES = {
        0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        88.7,
        -87.4,
        -103.9,
        709.7,
        -745.1,
        0.625,
        Float.MAX_VALUE
    };

    private final TensorBackend backend = new VectorBackend(1);

    @AfterEach
    void asCompiled() {
        WarmUp.end();
        VectorKernel.all().forEach(VectorKernel::beginInVectorsWhenCompiled);
    }

    private static void beginInVectorsAfter(int answers) {
        WarmUp.end(); // an earlier test may have left it something to do
        VectorKernel.all().forEach(kernel -> kernel.beginInVectorsAfter(answers));
    }

    @ParameterizedTest
    @EnumSource
    void everyTwinHasTheBitsOfItsVectors(DType dtype) {
        beginInVectorsAfter(NEVER);
        List<long[]> ofTwins = new Everything(backend, dtype).results();
        assertEquals(List.of(), notAsked(dtype), "kernels that no case reaches");
        beginInVectorsAfter(0);
        List<long[]> ofVectors = new Everything(backend, dtype).results();
        assertEquals(List.of(), asked(dtype), "kernels whose vectors were not taken");
        assertEquals(ofTwins.size(), ofVectors.size());
        for (int i = 0; i < ofTwins.size(); i++) {
            assertArrayEquals(ofVectors.get(i), ofTwins.get(i), "result " + i);
        }
    }

    /** Which tiles there is work for depends on the registers of the processor; {@link #everyTile} takes them all. */
    private static List<VectorKernel> notAsked(DType dtype) {
        return kernels(dtype).stream()
                .filter(kernel -> !kernel.toString().startsWith("dot") && kernel.answersOfTheTwin() == 0)
                .toList();
    }

    private static List<VectorKernel> asked(DType dtype) {
        return kernels(dtype).stream()
                .filter(kernel -> kernel.answersOfTheTwin() > 0)
                .toList();
    }

    private static List<VectorKernel> kernels(DType dtype) {
        return switch (dtype) {
            case FLOAT32 ->
                VectorKernel.all().stream()
                        .filter(kernel -> !DoubleVectorKernels.ALL.contains(kernel))
                        .toList();
            case FLOAT64 -> DoubleVectorKernels.ALL;
        };
    }

    /** The sums of each shape of tile, with all its rows and with some, one term, none and many; those that are asked for. */
    @ParameterizedTest
    @EnumSource
    void everyTile(TileShape shape) {
        Random random = new Random(3);
        int lanes = FloatVectorBlocks.L;
        float[] a = random(random, 12 * 70);
        float[] b = random(random, 70 * 8 * lanes);
        for (int rows = shape == TileShape.TILE_12X2 ? shape.rows : 1; rows <= shape.rows; rows++) {
            for (int k : new int[] {0, 1, 2, 7, 64}) {
                int width = shape.vectors * lanes;
                float[][] sums = new float[2][TileShape.MOST_VECTORS * lanes];
                for (int way = 0; way < 2; way++) {
                    FloatTiles.kernelOf(shape).beginInVectorsAfter(way * NEVER);
                    FloatTiles.sum(shape, a, 0, 1, 12, rows, b, 0, width, k, sums[way]);
                }
                for (int i = 0; i < rows * width; i++) {
                    assertEquals(
                            Float.floatToRawIntBits(sums[0][i]),
                            Float.floatToRawIntBits(sums[1][i]),
                            shape + " " + rows + " rows, " + k + " terms, sum " + i);
                }
            }
        }
    }

    private static float[] random(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** Steps of a training whose kernels change over one after the other, each at its call of this number. */
    @ParameterizedTest
    @EnumSource
    void theBitsDoNotDependOnWhenVectorsBegin(DType dtype) {
        beginInVectorsAfter(NEVER);
        List<Double> losses = VectorTrainingTest.someLosses(dtype);
        for (int call = 0; call <= 50; call++) {
            beginInVectorsAfter(call);
            assertEquals(losses, VectorTrainingTest.someLosses(dtype), "vectors from call " + call + " on");
        }
    }

    @Test
    void aKernelIsReadyWhenItMakesNoObjects() {
        VectorKernel kernel = new VectorKernel("fast", steps -> {});
        warmUp(kernel);
        assertTrue(kernel.isReady() && !kernel.staysScalar());
    }

    @Test
    void aKernelWhoseVectorsAreObjectsStaysScalar() {
        int[] calls = new int[1];
        double[][] vector = new double[1][];
        VectorKernel kernel = new VectorKernel("slow", steps -> {
            calls[0]++;
            vector[0] = new double[steps];
        });
        warmUp(kernel);
        assertTrue(kernel.staysScalar() && !kernel.isReady());
        String device = backend.device().description();
        assertTrue(device.startsWith("CPU: ") && device.contains("slow"), device);
        assertEquals(VectorKernel.STEPS, vector[0].length);
        assertTrue(calls[0] > 10_000, "it had its chance: " + calls[0]);
    }

    private static void warmUp(VectorKernel kernel) {
        while (!kernel.isSettled()) {
            kernel.warmUp();
        }
    }

    @Test
    void closingTheBackendEndsTheThreadAndAnotherOneBeginsAnew() throws InterruptedException {
        VectorBackend closed = new VectorBackend(1);
        closed.prepare(DType.FLOAT32);
        closed.close();
        assertEquals(List.of(), warmUpThreads());
        CompiledKernels.await();
        assertTrue(FloatExp.KERNEL.isReady());
    }

    private static List<String> warmUpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter("gradj-vector-warm-up"::equals)
                .toList();
    }

    /** Each operation on each size, on ordinary numbers and on those of the edges. */
    private static final class Everything {
        private final TensorBackend backend;
        private final DType dtype;
        private final Random random = new Random(11);
        private final List<long[]> results = new ArrayList<>();

        Everything(TensorBackend backend, DType dtype) {
            this.backend = backend;
            this.dtype = dtype;
        }

        List<long[]> results() {
            for (int n : SIZES) {
                elements(n);
                rows(3, n);
                rows(9, n);
                products(n);
            }
            return results;
        }

        private void elements(int n) {
            for (UnaryOp op : List.of(UnaryOp.EXP, UnaryOp.LOG, UnaryOp.SIGMOID)) {
                result(n, y -> backend.unary(op, n, numbers(n), y));
            }
            result(n, y -> backend.tanh(n, numbers(n), y));
            result(n, y -> backend.select(n, numbers(n), numbers(n), numbers(n), y));
            result(n, y -> backend.select(n, numbers(n), numbers(n), numbers(1), y));
        }

        private void rows(int rows, int n) {
            int size = rows * n;
            for (Reduction reduction : Reduction.values()) {
                result(rows, y -> backend.reduce(reduction, rows, n, 1, numbers(size), y));
                result(n, y -> backend.reduce(reduction, 1, rows, n, numbers(size), y));
            }
            for (BinaryOp op : BinaryOp.values()) {
                result(size, y -> backend.binary(op, rows, n, 1, numbers(size), numbers(n), y));
            }
            int[] numbers = random.ints(20, 0, rows).toArray();
            result(20 * n, y -> backend.gatherRows(n, numbers, 20, numbers(size), y));
            byte[] greys = new byte[size];
            random.nextBytes(greys);
            result(20 * n, y -> backend.gatherGreys(n, numbers, 20, greys, y));
            result(size, y -> backend.softmax(rows, n, numbers(size), y));
            Storage y = backend.allocate(dtype, size);
            result(1, loss -> backend.softmaxCrossEntropy(rows, n, numbers(size), numbers(size), y, loss));
            results.add(bits(y));
        }

        private void products(int n) {
            for (int m : new int[] {2, 7, 14}) {
                for (int k : new int[] {1, 31}) {
                    result(m * n, y -> backend.dot(false, false, m, n, k, 1, numbers(m * k), numbers(k * n), 0, y));
                    result(m * n, y -> backend.dot(true, true, m, n, k, 0.5, numbers(m * k), numbers(k * n), 0, y));
                    result(m * n, y -> backend.affineRelu(m, k, n, numbers(m * k), numbers(k * n), numbers(n), y));
                }
            }
        }

        private void result(int size, Consumer<Storage> operation) {
            Storage y = backend.allocate(dtype, size);
            operation.accept(y);
            results.add(bits(y));
        }

        /** Normal ones, and in every third call, edges among them. */
        private Storage numbers(int size) {
            boolean edges = random.nextInt(3) == 0;
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] =
                        edges && random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextGaussian();
            }
            Storage storage = backend.allocate(dtype, size);
            if (dtype == DType.FLOAT64) {
                backend.write(values, 0, storage, 0, size);
            } else {
                float[] floats = new float[size];
                for (int i = 0; i < size; i++) {
                    floats[i] = (float) values[i];
                }
                backend.write(floats, 0, storage, 0, size);
            }
            return storage;
        }

        /** Those of NaN are all the same: which one an operation gives is left open. */
        private long[] bits(Storage storage) {
            int size = storage.size();
            long[] bits = new long[size];
            if (dtype == DType.FLOAT64) {
                double[] values = new double[size];
                backend.read(storage, 0, values, 0, size);
                for (int i = 0; i < size; i++) {
                    bits[i] = Double.doubleToLongBits(values[i]);
                }
            } else {
                float[] values = new float[size];
                backend.read(storage, 0, values, 0, size);
                for (int i = 0; i < size; i++) {
                    bits[i] = Float.floatToIntBits(values[i]);
                }
            }
            return bits;
        }
    }
}
