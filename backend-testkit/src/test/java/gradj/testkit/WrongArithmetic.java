package gradj.testkit;

import gradj.backend.JavaBackend;
import gradj.backend.array.ArrayBackend;
import gradj.spi.BinaryOp;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.UnaryOp;

/** Backends that are wrong on purpose in one required operation; all else is the pure-Java backend's. */
final class WrongArithmetic {
    private WrongArithmetic() {}

    /** The pure-Java backend under another name. */
    abstract static class Wrong extends ArrayBackend {
        Wrong() {
            super("wrong", 1);
        }

        static double get(Storage storage, int i) {
            return isFloat32(storage) ? floats(storage)[i] : doubles(storage)[i];
        }

        static void set(Storage storage, int i, double value) {
            if (isFloat32(storage)) {
                floats(storage)[i] = (float) value;
            } else {
                doubles(storage)[i] = value;
            }
        }
    }

    /** Works in whole blocks of 8 and drops what is left over. */
    static final class DropsTheTail extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size - size % 8, x, y);
        }
    }

    static final class ReluMakesNaNZero extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 0; op == UnaryOp.RELU && i < size; i++) {
                set(y, i, get(x, i) > 0 ? get(x, i) : 0);
            }
        }
    }

    /** e^x / (1 + e^x) everywhere. */
    static final class SigmoidOverflows extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 0; op == UnaryOp.SIGMOID && i < size; i++) {
                double e = Math.exp(get(x, i));
                set(y, i, e / (1 + e));
            }
        }
    }

    /** A fast exponential of 4 digits too few. */
    static final class RoughExp extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 0; op == UnaryOp.EXP && i < size; i++) {
                set(y, i, get(y, i) * (1 + 1e4 * y.dtype().unitRoundoff()));
            }
        }
    }

    /** The book's Relu: works in place on what it was given. */
    static final class ChangesItsInput extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            if (op == UnaryOp.RELU) {
                copy(y, 0, x, 0, size);
            }
        }
    }

    static final class MaxStartsAtZero extends Wrong {
        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            for (int i = 0; reduction == Reduction.MAX && i < outer * inner; i++) {
                set(y, i, Math.max(0, get(y, i)));
            }
        }
    }

    static final class ArgmaxTakesTheLast extends Wrong {
        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            for (int i = 0; reduction == Reduction.ARGMAX && i < outer * inner; i++) {
                int first = i / inner * n * inner + i % inner;
                int best = (int) get(y, i);
                for (int p = best; p < n; p++) {
                    best = get(x, first + p * inner) >= get(x, first + best * inner) ? p : best;
                }
                set(y, i, best);
            }
        }
    }

    /** Sums in blocks of 8 and drops what is left over. */
    static final class SumDropsTheTail extends Wrong {
        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            for (int i = 0; reduction == Reduction.SUM && inner == 1 && n > 8 && i < outer; i++) {
                double sum = 0;
                for (int p = 0; p < n - n % 8; p++) {
                    sum += get(x, i * n + p);
                }
                set(y, i, sum);
            }
        }
    }

    /** Skips NaN, as some libraries do on purpose. */
    static final class SumSkipsNaN extends Wrong {
        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            for (int i = 0; reduction == Reduction.SUM && i < outer * inner; i++) {
                set(y, i, Double.isNaN(get(y, i)) ? 0 : get(y, i));
            }
        }
    }

    /** Transposes square matrices only; others are copied as they are. */
    static final class TransposesSquaresOnly extends Wrong {
        @Override
        public void transpose(int rows, int columns, Storage x, Storage y) {
            if (rows == columns) {
                super.transpose(rows, columns, x, y);
            } else {
                copy(x, 0, y, 0, rows * columns);
            }
        }
    }

    /** Repeats n elements along the last axis, whatever outer and inner say. */
    static final class BroadcastsAlongTheWrongAxis extends Wrong {
        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            super.binary(op, outer * inner, n, 1, a, b, y);
        }
    }

    /** a / b as a times 1 / b: rounded twice, and infinity / infinity is no longer what it was for huge b. */
    static final class DividesByReciprocal extends Wrong {
        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            super.binary(op, outer, n, inner, a, b, y);
            for (int i = 0; op == BinaryOp.DIVIDE && a.size() == b.size() && i < a.size(); i++) {
                double reciprocal =
                        isFloat32(y) ? 1 / (float) get(b, i) * (1 + 0x1p-22f) : 1 / get(b, i) * (1 + 0x1p-50);
                set(y, i, get(a, i) * reciprocal);
            }
        }
    }

    /** Says that nothing divided by nothing is nothing. */
    static final class ZeroByZeroIsZero extends Wrong {
        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            super.binary(op, outer, n, inner, a, b, y);
            for (int i = 0; op == BinaryOp.DIVIDE && a.size() == b.size() && i < a.size(); i++) {
                if (get(a, i) == 0 && get(b, i) == 0) {
                    set(y, i, 0);
                }
            }
        }
    }

    /** Takes A where the condition is 0. */
    static final class SelectTakesAAtZero extends Wrong {
        @Override
        public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
            for (int i = 0; i < size; i++) {
                double other = get(b, b.size() == 1 ? 0 : i);
                set(y, i, get(condition, i) >= 0 ? get(a, i) : other);
            }
        }
    }

    /** Asks whether the condition is 0 or below; NaN is neither. */
    static final class SelectTakesAAtNaN extends Wrong {
        @Override
        public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
            for (int i = 0; i < size; i++) {
                double other = get(b, b.size() == 1 ? 0 : i);
                set(y, i, get(condition, i) <= 0 ? other : get(a, i));
            }
        }
    }

    /** Splits sums over its threads: the order of the additions, and so the bits, depend on their number. */
    static final class SumsPerThread extends Wrong {
        private final int threads;

        SumsPerThread(int threads) {
            this.threads = threads;
        }

        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            for (int i = 0; reduction == Reduction.SUM && inner == 1 && i < outer; i++) {
                double sum = 0;
                for (int thread = 0; thread < threads; thread++) {
                    double part = 0;
                    for (int p = n * thread / threads; p < n * (thread + 1) / threads; p++) {
                        part += get(x, i * n + p);
                    }
                    sum += part;
                }
                set(y, i, sum);
            }
        }
    }

    /** A right one, to see that the kit passes what it should. */
    static JavaBackend right(int threads) {
        return new JavaBackend(threads);
    }
}
