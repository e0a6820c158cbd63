package gradj.vector;

import gradj.backend.JavaBackend;
import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import gradj.tensor.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long each operation but the products takes on this backend, by the time on the backend java; no test, a program:
 * {@code java --add-modules jdk.incubator.vector -cp ... gradj.vector.SpeedReport [part of a name]}.
 */
final class SpeedReport {
    private static final int[][] SIZES = {{100, 10}, {100, 50}, {100, 784}, {256, 1024}};
    private static final int ROUNDS = 40;
    private static final long ROUND_NANOS = 2_000_000;
    private static final long WARM_UP_NANOS = 400_000_000;

    /** One operation on a matrix of rows x columns. */
    @FunctionalInterface
    private interface Call {
        void on(TensorBackend backend, Operands o, int rows, int columns);
    }

    private record Named(String name, Call call) {}

    private record Operands(Storage x, Storage x2, Storage row, Storage column, Storage t, Storage y) {
        static Operands on(TensorBackend backend, DType dtype, int rows, int columns) {
            int size = rows * columns;
            double[] oneHot = new double[size];
            SeededRandom random = new SeededRandom(1);
            for (int i = 0; i < rows; i++) {
                oneHot[i * columns + random.nextInt(columns)] = 1;
            }
            return new Operands(
                    stored(backend, dtype, normal(size, random)),
                    stored(backend, dtype, normal(size, random)),
                    stored(backend, dtype, normal(columns, random)),
                    stored(backend, dtype, normal(rows, random)),
                    stored(backend, dtype, oneHot),
                    stored(backend, dtype, new double[size]));
        }

        private static double[] normal(int size, SeededRandom random) {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.nextGaussian();
            }
            return values;
        }

        static Storage stored(TensorBackend backend, DType dtype, double... values) {
            Storage storage = backend.allocate(dtype, values.length);
            if (dtype == DType.FLOAT64) {
                backend.write(values, 0, storage, 0, values.length);
                return storage;
            }
            float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                floats[i] = (float) values[i];
            }
            backend.write(floats, 0, storage, 0, floats.length);
            return storage;
        }
    }

    private SpeedReport() {}

    private static List<Named> calls() {
        List<Named> calls = new ArrayList<>();
        for (UnaryOp op : UnaryOp.values()) {
            calls.add(new Named(op.name(), (b, o, rows, columns) -> b.unary(op, rows * columns, o.x, o.y)));
        }
        for (BinaryOp op : List.of(BinaryOp.ADD, BinaryOp.DIVIDE)) {
            calls.add(new Named(op + " row", (b, o, rows, columns) -> b.binary(op, rows, columns, 1, o.x, o.row, o.y)));
            calls.add(new Named(
                    op + " column", (b, o, rows, columns) -> b.binary(op, 1, rows, columns, o.x, o.column, o.y)));
        }
        for (Reduction r : Reduction.values()) {
            calls.add(new Named(r + " of rows", (b, o, rows, columns) -> b.reduce(r, rows, columns, 1, o.x, o.column)));
            calls.add(new Named(r + " of columns", (b, o, rows, columns) -> b.reduce(r, 1, rows, columns, o.x, o.row)));
        }
        calls.add(new Named("select", (b, o, rows, columns) -> b.select(rows * columns, o.x, o.x2, o.t, o.y)));
        calls.add(new Named("reluBackward", (b, o, rows, columns) -> b.reluBackward(rows * columns, o.x, o.x2, o.y)));
        calls.add(new Named("sigmoidBackward", (b, o, r, columns) -> b.sigmoidBackward(r * columns, o.x, o.x2, o.y)));
        calls.add(new Named("tanh", (b, o, rows, columns) -> b.tanh(rows * columns, o.x, o.y)));
        calls.add(new Named("axpy", (b, o, rows, columns) -> b.axpy(rows * columns, 1e-9, o.x, o.y)));
        calls.add(new Named("transpose", (b, o, rows, columns) -> b.transpose(rows, columns, o.x, o.y)));
        calls.add(new Named("softmax", (b, o, rows, columns) -> b.softmax(rows, columns, o.x, o.y)));
        calls.add(new Named(
                "softmaxCrossEntropy",
                (b, o, rows, columns) -> b.softmaxCrossEntropy(rows, columns, o.x, o.t, o.y, o.row)));
        calls.add(new Named(
                "softmaxCrossEntropyBackward",
                (b, o, rows, columns) -> b.softmaxCrossEntropyBackward(rows, columns, o.x, o.t, o.row, o.y)));
        return calls;
    }

    public static void main(String... arguments) {
        String wanted = arguments.length == 0 ? "" : arguments[0];
        TensorBackend[] backends = {new JavaBackend(1), new VectorBackend(1), new VectorBackend()};
        for (Named named : calls()) {
            for (DType dtype : DType.values()) {
                for (int[] size : SIZES) {
                    String name = named.name + " " + dtype + " " + size[0] + "x" + size[1];
                    if (name.contains(wanted)) {
                        report(name, named.call, backends, dtype, size[0], size[1]);
                    }
                }
            }
        }
    }

    private static void report(String name, Call call, TensorBackend[] backends, DType dtype, int rows, int columns) {
        Runnable[] tasks = new Runnable[backends.length];
        for (int i = 0; i < tasks.length; i++) {
            TensorBackend backend = backends[i];
            Operands operands = Operands.on(backend, dtype, rows, columns);
            tasks[i] = () -> call.on(backend, operands, rows, columns);
        }
        double[] micros = SideBySide.best(tasks, WARM_UP_NANOS, ROUNDS, ROUND_NANOS);
        System.out.printf(
                Locale.ROOT,
                "%-46s java %9.2f us, vector %8.2f (x%.2f), %d threads %8.2f%n",
                name,
                micros[0],
                micros[1],
                micros[0] / micros[1],
                backends[2].device().threads(),
                micros[2]);
    }
}
