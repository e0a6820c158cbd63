package gradj.backend.array;

import gradj.spi.PerThread;
import gradj.spi.UnaryOp;

/**
 * e^x, ln x and the sigmoid of the elements of float arrays. They go block by block through arrays of one length, in which
 * {@link FloatExp} and {@link FloatLog} read and write at the same index, as the JIT compiler asks for to make SIMD of a loop.
 * An element has the same bits wherever it stands. The twin for the other dtype is the same text.
 */
final class FloatExponentials {
    /** Elements of a block: both arrays stay in the first-level cache from one loop to the next. */
    private static final int BLOCK = 4096 / Float.BYTES;

    /** An exponential or a logarithm takes about as long as reading and writing so many elements. */
    private static final int COST = 4;

    private static final PerThread<FloatExponentials> OF_THREAD = new PerThread<>(FloatExponentials::new);

    private final float[] block = new float[BLOCK];
    private final float[] scratch = new float[BLOCK];

    private FloatExponentials() {}

    /** Whether exponentials of so many elements are worth more than one thread. */
    static boolean paysToShare(long elements) {
        return Sharing.pays(COST * elements);
    }

    /** {@link Sharing#grain} of a loop over {@code count} rows whose elements are exponentiated. */
    static int grain(int count, int elements, Parallel parallel) {
        return Math.max(1, Sharing.grain(count, COST * elements, parallel));
    }

    /** y = op(x), an operation with an exponential or a logarithm; y may be x. */
    static void unary(UnaryOp op, int size, float[] x, float[] y, Parallel parallel) {
        if (paysToShare(size)) {
            parallel.range(0, size, grain(size, 1, parallel), (from, to) -> unary(op, from, to, x, y));
        } else {
            unary(op, 0, size, x, y);
        }
    }

    /** Of the elements from (inclusive) to (exclusive). */
    static void unary(UnaryOp op, int from, int to, float[] x, float[] y) {
        FloatExponentials own = OF_THREAD.get();
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            System.arraycopy(x, at, own.block, 0, count);
            switch (op) {
                case EXP -> FloatExp.exp(count, own.block, own.scratch);
                case LOG -> FloatLog.log(count, own.block, own.scratch);
                case SIGMOID -> sigmoid(count, own.block, own.scratch);
                default -> throw new IllegalArgumentException(op + " has neither exponential nor logarithm");
            }
            System.arraycopy(own.block, 0, y, at, count);
        }
    }

    /** 1 / (1 + e^-x): where e^-x overflows, 0 instead of a result below the smallest normal number. */
    private static void sigmoid(int count, float[] x, float[] scratch) {
        for (int i = 0; i < count; i++) {
            x[i] = -x[i];
        }
        FloatExp.exp(count, x, scratch);
        for (int i = 0; i < count; i++) {
            x[i] = 1 / (1 + x[i]);
        }
    }
}
