package gradj.testkit;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.UnaryOp;
import gradj.testkit.WrongArithmetic.Wrong;

/** Backends that are right on small operands and wrong on large ones. */
final class WrongSizes {
    private WrongSizes() {}

    /** Leaves out the last element of an output where one of the operation's sizes is above a limit, as that of a grid. */
    static final class EndsAt extends Wrong {
        private final String operation;
        private final int axis;
        private final int limit;

        /**
         * @param operation the method that is wrong
         * @param axis which of its sizes the limit is for, from 0, in the order of its parameters
         */
        EndsAt(String operation, int axis, int limit) {
            this.operation = operation;
            this.axis = axis;
            this.limit = limit;
        }

        private void end(String called, Storage y, int... sizes) {
            if (called.equals(operation) && sizes[axis] > limit && y.size() > 0) {
                set(y, y.size() - 1, 0.625);
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
            end("dot", c, m, n, k);
        }

        @Override
        public void transpose(int rows, int columns, Storage x, Storage y) {
            super.transpose(rows, columns, x, y);
            end("transpose", y, rows, columns);
        }

        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            end("reduce", y, outer, n, inner);
        }

        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            end("unary", y, size);
        }

        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            super.binary(op, outer, n, inner, a, b, y);
            end("binary", y, outer, n, inner);
        }

        @Override
        public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
            super.select(size, condition, a, b, y);
            end("select", y, size);
        }

        @Override
        public void softmax(int rows, int columns, Storage x, Storage y) {
            super.softmax(rows, columns, x, y);
            end("softmax", y, rows, columns);
        }

        @Override
        public void affineBackward(int rows, int in, int out, Storage x, Storage dy, Storage dw, Storage db) {
            super.affineBackward(rows, in, out, x, dy, dw, db);
            end("affineBackward", db, rows, in, out);
        }
    }

    /** Row numbers of 15 bits. */
    static final class GathersWithShorts extends Wrong {
        @Override
        public void gatherRows(int columns, int[] rows, int count, Storage x, Storage y) {
            int[] kept = new int[count];
            for (int i = 0; i < count; i++) {
                kept[i] = rows[i] & 0x7fff;
            }
            super.gatherRows(columns, kept, count, x, y);
        }
    }

    /** Long sums in half the digits: 11 bits in float32. */
    static final class RoundsLongSums extends Wrong {
        @Override
        public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
            super.reduce(reduction, outer, n, inner, x, y);
            double unit = y.dtype() == DType.FLOAT32 ? 0x1p42 : 0x1p27; // of the 53 bits that a double has
            for (int i = 0; reduction == Reduction.SUM && n > 1000 && i < outer * inner; i++) {
                double carrier = get(y, i) * unit;
                set(y, i, carrier + get(y, i) - carrier);
            }
        }
    }

    /** Counts elements in a float: above 2^24 it does not see the odd ones. */
    static final class CountsInFloat extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            for (int i = 1 << 24; i < size; i++) {
                if ((int) (float) i != i) {
                    set(y, i, 0);
                }
            }
        }
    }

    /** Splits large products over its threads: the order of the additions depends on their number. */
    static final class SplitsLargeProducts extends Wrong {
        private final int threads;

        SplitsLargeProducts(int threads) {
            this.threads = threads;
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
            if (threads > 1 && m * (long) n * k > 20_000_000) {
                double value = get(c, 0);
                set(c, 0, isFloat32(c) ? Math.nextUp((float) value) : Math.nextUp(value));
            }
        }
    }
}
