package gradj.jblas;

import gradj.backend.JavaBackend;
import gradj.backend.ReferenceBackend;
import gradj.jblas.SideBySide.Candidate;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jblas.DoubleMatrix;
import org.jblas.FloatMatrix;
import org.jblas.NativeBlas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures what {@link JblasBackend} decides by: {@code mvn -pl core,backend-jblas test -Dtest=SpeedReport
 * -Dsurefire.failIfNoSpecifiedTests=false}. Not part of an ordinary test run. The JIT compiler makes of a loop what the
 * shapes before asked for; one case in a JVM of its own: {@code '-Dgradj.speed=float32 SUM of each row of [100, 50]'}.
 */
class SpeedReport {
    private static final int[][] PRODUCTS = {{256, 256, 256}, {1024, 1024, 1024}, {100, 50, 784}};
    /** m, n, k around the size from which native code wins. */
    private static final int[][] SMALL = {{4, 4, 4}, {8, 8, 8}, {10, 10, 10}, {16, 16, 16}, {32, 32, 32}, {3, 10, 50}};

    private static final int[][] MATRICES = {{100, 10}, {100, 50}, {100, 784}, {1024, 1024}};

    @BeforeAll
    static void needsTheLibrary() {
        NativeLibrary.require();
    }

    @Test
    void products() {
        TensorBackend[] backends = {
            new JblasBackend(), new JavaBackend(1), new JavaBackend(), new ReferenceBackend(),
        };
        String[] names = {"jblas", "java, 1 thread", "java", "reference"};
        for (DType dtype : DType.values()) {
            for (int[] s : PRODUCTS) {
                List<Candidate> candidates = new ArrayList<>();
                for (int i = 0; i < backends.length; i++) {
                    candidates.add(new Candidate(names[i], product(backends[i], dtype, s)));
                }
                SideBySide.report(
                        dtype + " dot " + Arrays.toString(s),
                        2.0 * s[0] * s[1] * s[2],
                        candidates,
                        s[0] > 1000 ? 8 : 40);
            }
        }
    }

    @Test
    void smallProducts() {
        TensorBackend backend = new JavaBackend(1);
        for (DType dtype : DType.values()) {
            for (int[] s : SMALL) {
                SideBySide.report(
                        dtype + " dot " + Arrays.toString(s) + " = " + s[0] * s[1] * s[2],
                        2.0 * s[0] * s[1] * s[2],
                        List.of(
                                new Candidate("native", nativeProduct(dtype, s[0], s[1], s[2])),
                                new Candidate("inherited", product(backend, dtype, s))),
                        40);
            }
        }
    }

    @Test
    void reductionsAndTranspose() {
        for (int[] shape : MATRICES) {
            int rows = shape[0];
            int columns = shape[1];
            String of = " of " + Arrays.toString(shape);
            float[] x = values(rows * columns);
            float[] ones = new float[Math.max(rows, columns)];
            Arrays.fill(ones, 1);
            float[] y = new float[Math.max(rows, columns)];
            FloatMatrix matrix = new FloatMatrix(columns, rows, x); // by columns: x itself, transposed
            compare(
                    DType.FLOAT32,
                    Reduction.SUM,
                    shape,
                    List.of(
                            new Candidate(
                                    "sgemv rows",
                                    () -> NativeBlas.sgemv(
                                            'T', columns, rows, 1, x, 0, columns, ones, 0, 1, 0, y, 0, 1)),
                            new Candidate("columnSums", matrix::columnSums)),
                    List.of(
                            new Candidate(
                                    "sgemv columns",
                                    () -> NativeBlas.sgemv(
                                            'N', columns, rows, 1, x, 0, columns, ones, 0, 1, 0, y, 0, 1)),
                            new Candidate("rowSums", matrix::rowSums)));
            compare(
                    DType.FLOAT32,
                    Reduction.MAX,
                    shape,
                    List.of(new Candidate("columnMaxs", matrix::columnMaxs)),
                    List.of(new Candidate("rowMaxs", matrix::rowMaxs)));
            compare(
                    DType.FLOAT32,
                    Reduction.ARGMAX,
                    shape,
                    List.of(new Candidate("columnArgmaxs", matrix::columnArgmaxs)),
                    List.of(new Candidate("rowArgmaxs", matrix::rowArgmaxs)));
            SideBySide.report(
                    "float32 transpose" + of,
                    0,
                    List.of(
                            inheritedTranspose(DType.FLOAT32, rows, columns),
                            new Candidate("FloatMatrix.transpose", matrix::transpose)),
                    40);

            double[] dx = new double[x.length];
            double[] dOnes = new double[ones.length];
            Arrays.fill(dOnes, 1);
            double[] dy = new double[y.length];
            DoubleMatrix dMatrix = new DoubleMatrix(columns, rows, dx);
            compare(
                    DType.FLOAT64,
                    Reduction.SUM,
                    shape,
                    List.of(
                            new Candidate(
                                    "dgemv rows",
                                    () -> NativeBlas.dgemv(
                                            'T', columns, rows, 1, dx, 0, columns, dOnes, 0, 1, 0, dy, 0, 1)),
                            new Candidate("columnSums", dMatrix::columnSums)),
                    List.of(
                            new Candidate(
                                    "dgemv columns",
                                    () -> NativeBlas.dgemv(
                                            'N', columns, rows, 1, dx, 0, columns, dOnes, 0, 1, 0, dy, 0, 1)),
                            new Candidate("rowSums", dMatrix::rowSums)));
            compare(
                    DType.FLOAT64,
                    Reduction.MAX,
                    shape,
                    List.of(new Candidate("columnMaxs", dMatrix::columnMaxs)),
                    List.of(new Candidate("rowMaxs", dMatrix::rowMaxs)));
            compare(
                    DType.FLOAT64,
                    Reduction.ARGMAX,
                    shape,
                    List.of(new Candidate("columnArgmaxs", dMatrix::columnArgmaxs)),
                    List.of(new Candidate("rowArgmaxs", dMatrix::rowArgmaxs)));
            SideBySide.report(
                    "float64 transpose" + of,
                    0,
                    List.of(
                            inheritedTranspose(DType.FLOAT64, rows, columns),
                            new Candidate("DoubleMatrix.transpose", dMatrix::transpose)),
                    40);
        }
    }

    private static void compare(
            DType dtype, Reduction reduction, int[] shape, List<Candidate> ofRows, List<Candidate> ofColumns) {
        TensorBackend backend = new JavaBackend(1);
        int size = shape[0] * shape[1];
        Storage x = filled(backend, dtype, size);
        Storage ofEachRow = backend.allocate(dtype, shape[0]);
        Storage ofEachColumn = backend.allocate(dtype, shape[1]);
        List<Candidate> rows = new ArrayList<>();
        rows.add(new Candidate("inherited", () -> backend.reduce(reduction, shape[0], shape[1], 1, x, ofEachRow)));
        rows.addAll(ofRows);
        SideBySide.report(dtype + " " + reduction + " of each row of " + Arrays.toString(shape), 0, rows, 40);
        List<Candidate> columns = new ArrayList<>();
        columns.add(
                new Candidate("inherited", () -> backend.reduce(reduction, 1, shape[0], shape[1], x, ofEachColumn)));
        columns.addAll(ofColumns);
        SideBySide.report(dtype + " " + reduction + " of each column of " + Arrays.toString(shape), 0, columns, 40);
    }

    private static Candidate inheritedTranspose(DType dtype, int rows, int columns) {
        TensorBackend backend = new JavaBackend(1);
        Storage x = filled(backend, dtype, rows * columns);
        Storage y = backend.allocate(dtype, rows * columns);
        return new Candidate("inherited", () -> backend.transpose(rows, columns, x, y));
    }

    private static Runnable product(TensorBackend backend, DType dtype, int[] s) {
        Storage a = filled(backend, dtype, s[0] * s[2]);
        Storage b = filled(backend, dtype, s[2] * s[1]);
        Storage c = backend.allocate(dtype, s[0] * s[1]);
        return () -> backend.dot(false, false, s[0], s[1], s[2], 1, a, b, 0, c);
    }

    private static Runnable nativeProduct(DType dtype, int m, int n, int k) {
        if (dtype == DType.FLOAT32) {
            float[] a = values(m * k);
            float[] b = values(k * n);
            float[] c = new float[m * n];
            return () -> {
                synchronized (JblasLibrary.LOCK) {
                    NativeBlas.sgemm('N', 'N', n, m, k, 1, b, 0, n, a, 0, k, 0, c, 0, n);
                }
            };
        }
        double[] a = new double[m * k];
        double[] b = new double[k * n];
        double[] c = new double[m * n];
        return () -> {
            synchronized (JblasLibrary.LOCK) {
                NativeBlas.dgemm('N', 'N', n, m, k, 1, b, 0, n, a, 0, k, 0, c, 0, n);
            }
        };
    }

    private static Storage filled(TensorBackend backend, DType dtype, int size) {
        Storage storage = backend.allocate(dtype, size);
        if (dtype == DType.FLOAT32) {
            backend.write(values(size), 0, storage, 0, size);
        } else {
            double[] wide = new double[size];
            float[] values = values(size);
            for (int i = 0; i < size; i++) {
                wide[i] = values[i];
            }
            backend.write(wide, 0, storage, 0, size);
        }
        return storage;
    }

    private static float[] values(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i * 37 % 101 - 50) / 50f;
        }
        return values;
    }
}
