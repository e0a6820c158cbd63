package gradj.vector;

import gradj.spi.BinaryOp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise operations of a float array and one whose elements are repeated, run by run. The inherited loops over runs are
 * not made SIMD by the JIT compiler, which cannot tell that the arrays, read and written at different offsets, do not
 * overlap. The twin for the other dtype is the same text.
 */
final class FloatBroadcast {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final float[] SAMPLE = new float[VectorKernel.STEPS * LANES];

    static final VectorKernel ADD =
            new VectorKernel("add a row float32", steps -> addVectors(SAMPLE, 0, SAMPLE, 0, SAMPLE, 0, steps * LANES));

    static final VectorKernel SUBTRACT = new VectorKernel(
            "subtract a row float32", steps -> subtractVectors(SAMPLE, 0, SAMPLE, 0, SAMPLE, 0, steps * LANES));

    static final VectorKernel MULTIPLY = new VectorKernel(
            "multiply a row float32", steps -> multiplyVectors(SAMPLE, 0, SAMPLE, 0, SAMPLE, 0, steps * LANES));

    static final VectorKernel DIVIDE = new VectorKernel(
            "divide a row float32", steps -> divideVectors(SAMPLE, 0, SAMPLE, 0, SAMPLE, 0, steps * LANES));

    private FloatBroadcast() {}

    /**
     * y [outer, n] = op(a, b), element by element.
     *
     * @param wholeA whether a holds all elements, or n that are repeated for each row
     * @param wholeB the same of b
     */
    static void apply(BinaryOp op, int outer, int n, boolean wholeA, float[] a, boolean wholeB, float[] b, float[] y) {
        for (int row = 0; row < outer; row++) {
            int at = row * n;
            run(op, a, wholeA ? at : 0, b, wholeB ? at : 0, y, at, n);
        }
    }

    /** Both operands advance: y[yFrom...] = op(a[aFrom...], b[bFrom...]). */
    private static void run(BinaryOp op, float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        switch (op) {
            case ADD -> add(a, aFrom, b, bFrom, y, yFrom, count);
            case SUBTRACT -> subtract(a, aFrom, b, bFrom, y, yFrom, count);
            case MULTIPLY -> multiply(a, aFrom, b, bFrom, y, yFrom, count);
            case DIVIDE -> divide(a, aFrom, b, bFrom, y, yFrom, count);
        }
    }

    private static void add(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = count >= LANES && ADD.isReady() ? addVectors(a, aFrom, b, bFrom, y, yFrom, count) : 0;
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] + b[bFrom + i];
        }
    }

    private static int addVectors(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, aFrom + i);
            left.add(FloatVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        return i;
    }

    private static void subtract(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = count >= LANES && SUBTRACT.isReady() ? subtractVectors(a, aFrom, b, bFrom, y, yFrom, count) : 0;
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] - b[bFrom + i];
        }
    }

    private static int subtractVectors(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, aFrom + i);
            left.sub(FloatVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        return i;
    }

    private static void multiply(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = count >= LANES && MULTIPLY.isReady() ? multiplyVectors(a, aFrom, b, bFrom, y, yFrom, count) : 0;
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] * b[bFrom + i];
        }
    }

    private static int multiplyVectors(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, aFrom + i);
            left.mul(FloatVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        return i;
    }

    private static void divide(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = count >= LANES && DIVIDE.isReady() ? divideVectors(a, aFrom, b, bFrom, y, yFrom, count) : 0;
        for (; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] / b[bFrom + i];
        }
    }

    private static int divideVectors(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, aFrom + i);
            left.div(FloatVector.fromArray(SPECIES, b, bFrom + i)).intoArray(y, yFrom + i);
        }
        return i;
    }
}
