package gradj.vector;

import gradj.spi.BinaryOp;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise operations of a double array and one whose elements are repeated, run by run. The inherited loops over runs are
 * not made SIMD by the JIT compiler, which cannot tell that the arrays, read and written at different offsets, do not
 * overlap. The twin for the other dtype is the same text.
 */
final class DoubleBroadcast {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private DoubleBroadcast() {}

    /**
     * y [outer, n] = op(a, b), element by element.
     *
     * @param wholeA whether a holds all elements, or n that are repeated for each row
     * @param wholeB the same of b
     */
    static void apply(
            BinaryOp op, int outer, int n, boolean wholeA, double[] a, boolean wholeB, double[] b, double[] y) {
        for (int row = 0; row < outer; row++) {
            int at = row * n;
            run(op, a, wholeA ? at : 0, b, wholeB ? at : 0, y, at, n);
        }
    }

    /** Both operands advance: y[yFrom...] = op(a[aFrom...], b[bFrom...]). */
    private static void run(
            BinaryOp op, double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int count) {
        switch (op) {
            case ADD -> add(a, aFrom, b, bFrom, y, yFrom, count);
            case SUBTRACT -> subtract(a, aFrom, b, bFrom, y, yFrom, count);
            case MULTIPLY -> multiply(a, aFrom, b, bFrom, y, yFrom, count);
            case DIVIDE -> divide(a, aFrom, b, bFrom, y, yFrom, count);
        }
    }

    private static void add(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            DoubleVector left = DoubleVector.fromArray(SPECIES, a, aFrom + i);
            left.add(DoubleVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] + b[bFrom + i];
        }
    }

    private static void subtract(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            DoubleVector left = DoubleVector.fromArray(SPECIES, a, aFrom + i);
            left.sub(DoubleVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] - b[bFrom + i];
        }
    }

    private static void multiply(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            DoubleVector left = DoubleVector.fromArray(SPECIES, a, aFrom + i);
            left.mul(DoubleVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] * b[bFrom + i];
        }
    }

    private static void divide(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            DoubleVector left = DoubleVector.fromArray(SPECIES, a, aFrom + i);
            left.div(DoubleVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] / b[bFrom + i];
        }
    }
}
