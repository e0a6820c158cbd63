package gradj.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import gradj.backend.Parallel;
import gradj.backend.Sharing;
import gradj.spi.UnaryOp;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise operations on double arrays, each on a range of elements, from (inclusive) to (exclusive). What is left over
 * behind the last whole vector is computed one by one in the same steps: an element has the same bits wherever it falls. The
 * twin for the other dtype is the same text.
 */
final class DoubleElements {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** An exponential or a logarithm takes at least as long as reading and writing so many elements. */
    static final int EXPONENTIAL = 4;

    /** Elements that stay in the first-level cache from one pass over them to the next. */
    private static final int BLOCK = 1024;

    private DoubleElements() {}

    /** y = op(x) for the operations that take an exponential or a logarithm. */
    static void unary(UnaryOp op, int size, double[] x, double[] y, Parallel parallel) {
        if (Sharing.pays((long) EXPONENTIAL * size)) {
            int grain = Sharing.grain(size, EXPONENTIAL, parallel);
            parallel.range(0, size, grain, (from, to) -> unary(op, from, to, x, y));
        } else {
            unary(op, 0, size, x, y);
        }
    }

    private static void unary(UnaryOp op, int from, int to, double[] x, double[] y) {
        switch (op) {
            case EXP -> DoubleExp.exp(from, to, x, y);
            case LOG -> DoubleLog.log(from, to, x, y);
            case SIGMOID -> sigmoid(from, to, x, y);
            default -> throw new IllegalArgumentException(op + " is left to the JIT compiler");
        }
    }

    /** 1 / (1 + e^-x): where e^-x overflows, 0 instead of a result below the smallest normal number. */
    private static void sigmoid(int from, int to, double[] x, double[] y) {
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(block + BLOCK, to);
            for (int i = block; i < end; i++) {
                y[i] = -x[i];
            }
            DoubleExp.exp(block, end, y, y);
            for (int i = block; i < end; i++) {
                y[i] = 1 / (1 + y[i]);
            }
        }
    }

    /** y = a where the condition is above 0, else b. */
    static void select(int size, double[] condition, double[] a, double[] b, double[] y, Parallel parallel) {
        if (Sharing.pays(size)) {
            int grain = Sharing.grain(size, 1, parallel);
            parallel.range(0, size, grain, (from, to) -> select(from, to, condition, a, b, y));
        } else {
            select(0, size, condition, a, b, y);
        }
    }

    private static void select(int from, int to, double[] condition, double[] a, double[] b, double[] y) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            VectorMask<Double> takesA =
                    DoubleVector.fromArray(SPECIES, condition, i).compare(GT, zero);
            DoubleVector other = DoubleVector.fromArray(SPECIES, b, i);
            other.blend(DoubleVector.fromArray(SPECIES, a, i), takesA).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = condition[i] > 0 ? a[i] : b[i];
        }
    }

    /** y = a where the condition is above 0, else the one number b. */
    static void select(int size, double[] condition, double[] a, double b, double[] y, Parallel parallel) {
        if (Sharing.pays(size)) {
            int grain = Sharing.grain(size, 1, parallel);
            parallel.range(0, size, grain, (from, to) -> select(from, to, condition, a, b, y));
        } else {
            select(0, size, condition, a, b, y);
        }
    }

    private static void select(int from, int to, double[] condition, double[] a, double b, double[] y) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector other = DoubleVector.broadcast(SPECIES, b);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            VectorMask<Double> takesA =
                    DoubleVector.fromArray(SPECIES, condition, i).compare(GT, zero);
            other.blend(DoubleVector.fromArray(SPECIES, a, i), takesA).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = condition[i] > 0 ? a[i] : b;
        }
    }
}
