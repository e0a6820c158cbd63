package gradj.benchmarks;

import gradj.backend.array.ArrayBackend;
import gradj.spi.Availability;
import gradj.spi.BinaryOp;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.spi.UnaryOp;
import java.util.function.Supplier;

/** Backends that are slow or wrong on purpose, available by name. */
abstract class BadProvider implements TensorBackendProvider {
    private final String name;
    private final Supplier<TensorBackend> creation;

    BadProvider(String name, Supplier<TensorBackend> creation) {
        this.name = name;
        this.creation = creation;
    }

    @Override
    public String name() {
        return name;
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
    public TensorBackend create() {
        return creation.get();
    }

    /** Right, but waits. */
    public static final class Slow extends BadProvider {
        public Slow() {
            super("slow", SlowBackend::new);
        }
    }

    /** Whose every result has one wrong element, the last. */
    public static final class Wrong extends BadProvider {
        public Wrong() {
            super("wrong", WrongBackend::new);
        }
    }

    /** Whose float64 gradients of weights are a hundredth too large, as by a wrong formula. */
    public static final class WrongGradient extends BadProvider {
        public WrongGradient() {
            super("wrong-gradient", WrongGradientBackend::new);
        }
    }

    /** Whose float32 gradients of weights have one wrong element, which a sample need not find. */
    public static final class WrongElement extends BadProvider {
        public WrongElement() {
            super("wrong-element", WrongElementBackend::new);
        }
    }

    private static final class SlowBackend extends ArrayBackend {
        SlowBackend() {
            super("slow", 1);
        }

        @Override
        public void dot(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            super.dot(ta, tb, m, n, k, alpha, a, b, beta, c);
            long end = System.nanoTime() + 3_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    private static final class WrongGradientBackend extends ArrayBackend {
        WrongGradientBackend() {
            super("wrong-gradient", 1);
        }

        @Override
        public void affineBackward(int rows, int in, int out, Storage x, Storage dy, Storage dw, Storage db) {
            super.affineBackward(rows, in, out, x, dy, dw, db);
            if (!isFloat32(dw)) {
                for (int i = 0; i < dw.size(); i++) {
                    doubles(dw)[i] *= 1.01;
                }
            }
        }
    }

    private static final class WrongElementBackend extends ArrayBackend {
        WrongElementBackend() {
            super("wrong-element", 1);
        }

        @Override
        public void affineBackward(int rows, int in, int out, Storage x, Storage dy, Storage dw, Storage db) {
            super.affineBackward(rows, in, out, x, dy, dw, db);
            if (isFloat32(dw)) {
                floats(dw)[0] += 0.01f;
            }
        }
    }

    private static final class WrongBackend extends ArrayBackend {
        WrongBackend() {
            super("wrong", 1);
        }

        /** Off by a thousandth, which no rounding explains. */
        private static void spoil(Storage y) {
            int last = y.size() - 1;
            if (isFloat32(y)) {
                floats(y)[last] = floats(y)[last] * 1.001f + 0.001f;
            } else {
                doubles(y)[last] = doubles(y)[last] * 1.001 + 0.001;
            }
        }

        @Override
        public void dot(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            super.dot(ta, tb, m, n, k, alpha, a, b, beta, c);
            spoil(c);
        }

        @Override
        public void transpose(int rows, int columns, Storage x, Storage y) {
            super.transpose(rows, columns, x, y);
            spoil(y);
        }

        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            spoil(y);
        }

        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            spoil(y);
        }

        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            super.binary(op, outer, n, inner, a, b, y);
            spoil(y);
        }

        @Override
        public void softmaxCrossEntropy(int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
            super.softmaxCrossEntropy(rows, columns, x, t, y, loss);
            spoil(y);
        }
    }
}
