package gradj.testkit;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.UnaryOp;
import gradj.testkit.WrongArithmetic.Wrong;

/** Backends that are right in the middle of the number line and wrong at its ends, or beside a zero. */
final class WrongEnds {
    private WrongEnds() {}

    private static double smallestNormal(Storage storage) {
        return storage.dtype() == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    }

    /** Says infinity where it need not yet: the exponential is finite up to 88.72, in float64 up to 709.78. */
    static final class ExpGivesUpEarly extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            double limit = x.dtype() == DType.FLOAT32 ? 88 : 709;
            for (int i = 0; op == UnaryOp.EXP && i < size; i++) {
                if (get(x, i) > limit) {
                    set(y, i, Double.POSITIVE_INFINITY);
                }
            }
        }
    }

    /** ln(1 + d) of a rounded d. */
    static final class LogIsRoughBesideOne extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 0; op == UnaryOp.LOG && i < size; i++) {
                if (Math.abs(get(x, i) - 1) < 1e-3) {
                    set(y, i, get(y, i) * (1 + 16 * y.dtype().unitRoundoff()));
                }
            }
        }
    }

    /** x x as e^(2 ln |x|): infinity too early. */
    static final class SquareOverflows extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 0; op == UnaryOp.SQUARE && i < size; i++) {
                if (get(y, i) > (x.dtype() == DType.FLOAT32 ? Float.MAX_VALUE / 2 : Double.MAX_VALUE / 2)) {
                    set(y, i, Double.POSITIVE_INFINITY);
                }
            }
        }
    }

    /** 0 - x: of 0 that is 0, not -0. */
    static final class NegatesBySubtracting extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 0; op == UnaryOp.NEGATE && i < size; i++) {
                set(y, i, 0 - get(x, i));
            }
        }
    }

    /** a b / b ... of huge numbers: the product overflows before it is divided. */
    static final class DivideOverflows extends Wrong {
        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            super.binary(op, outer, n, inner, a, b, y);
            for (int i = 0; op == BinaryOp.DIVIDE && a.size() == b.size() && i < a.size(); i++) {
                double reciprocal = isFloat32(y) ? 1 / (float) get(b, i) : 1 / get(b, i);
                if (Math.abs(reciprocal) < smallestNormal(y) && Double.isFinite(get(b, i))) {
                    set(y, i, 0);
                }
            }
        }
    }

    /** A device that takes subnormal operands for 0. */
    static final class FlushesOperands extends Wrong {
        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            Storage left = flushed(a);
            Storage right = a == b ? left : flushed(b);
            super.binary(op, outer, n, inner, left, right, y);
        }

        private Storage flushed(Storage x) {
            Storage flushed = allocate(x.dtype(), x.size());
            for (int i = 0; i < x.size(); i++) {
                set(flushed, i, Math.abs(get(x, i)) < smallestNormal(x) ? Math.copySign(0, get(x, i)) : get(x, i));
            }
            return flushed;
        }
    }

    /** The exponent's bits of a subnormal number say nothing. */
    static final class LogOfSubnormalsIsInfinite extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 0; op == UnaryOp.LOG && i < size; i++) {
                if (get(x, i) >= 0 && get(x, i) < smallestNormal(x)) {
                    set(y, i, Double.NEGATIVE_INFINITY);
                }
            }
        }
    }

    /** Moves numbers through arithmetic that flushes. */
    static final class TransposeFlushes extends Wrong {
        @Override
        public void transpose(int rows, int columns, Storage x, Storage y) {
            super.transpose(rows, columns, x, y);
            for (int i = 0; i < y.size(); i++) {
                if (Math.abs(get(y, i)) < smallestNormal(y)) {
                    set(y, i, Math.copySign(0, get(y, i)));
                }
            }
        }
    }
}
