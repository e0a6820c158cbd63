package gradj.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.MAX;

import gradj.backend.array.Parallel;
import gradj.backend.array.Sharing;
import gradj.spi.Reduction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sum, maximum and its position along the rows of a float matrix: several vectors of partial results along the row, then
 * their lanes, then what is left over. The twin for the other dtype is the same text.
 */
@SuppressWarnings("cast") // the twin's cast from double to double
final class FloatRowReductions {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Elements summed in the array's own type before they are added to a double: a long sum in single precision gets stuck. */
    private static final int PIECE = 4096;

    private FloatRowReductions() {}

    /** y [rows] = the reduction of each row of x [rows, n]. */
    static void reduce(Reduction reduction, int rows, int n, float[] x, float[] y, Parallel parallel) {
        if (Sharing.pays((long) rows * n)) {
            int grain = Sharing.grain(rows, n, parallel);
            parallel.range(0, rows, grain, (from, to) -> reduce(reduction, from, to, n, x, y));
        } else {
            reduce(reduction, 0, rows, n, x, y);
        }
    }

    private static void reduce(Reduction reduction, int from, int to, int n, float[] x, float[] y) {
        for (int row = from; row < to; row++) {
            int first = row * n;
            y[row] = switch (reduction) {
                case SUM -> sum(first, first + n, x);
                case MAX -> max(first, first + n, x);
                case ARGMAX -> argmax(first, first + n, x);
            };
        }
    }

    private static float sum(int from, int to, float[] x) {
        float[] lanes = Scratch.floats();
        double total = 0;
        for (int piece = from; piece < to; piece += PIECE) {
            total += sumOfPiece(piece, Math.min(piece + PIECE, to), x, lanes);
        }
        return (float) total;
    }

    /**
     * In a fixed order. {@code reduceLanes(ADD)} is not to be used: Java leaves its order open, and compiled code adds in
     * another one than interpreted code does. Four vectors of sums, because an addition takes 3 or 4 cycles.
     *
     * @param lanes to write partial sums to: as many as a vector has, from the start
     */
    static float sumOfPiece(int from, int to, float[] x, float[] lanes) {
        float sum = 0;
        int i = from;
        if (to - from >= LANES) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            for (; i <= to - 4 * LANES; i += 4 * LANES) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
                s1 = s1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
                s2 = s2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LANES));
                s3 = s3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LANES));
            }
            for (; i <= to - LANES; i += LANES) {
                s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
            }
            s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
            for (int lane = 0; lane < LANES; lane++) {
                sum += lanes[lane];
            }
        }
        for (; i < to; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** Which one a NaN leaves is unspecified, and so is the sign of a zero: else the order does not matter. */
    static float max(int from, int to, float[] x) {
        float max = x[from];
        int i = from;
        if (to - from >= LANES) {
            FloatVector m0 = FloatVector.fromArray(SPECIES, x, from);
            FloatVector m1 = FloatVector.fromArray(SPECIES, x, from);
            for (; i <= to - 2 * LANES; i += 2 * LANES) {
                FloatVector v0 = FloatVector.fromArray(SPECIES, x, i);
                FloatVector v1 = FloatVector.fromArray(SPECIES, x, i + LANES);
                m0 = m0.blend(v0, v0.compare(GT, m0));
                m1 = m1.blend(v1, v1.compare(GT, m1));
            }
            for (; i <= to - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, i);
                m0 = m0.blend(v, v.compare(GT, m0));
            }
            max = m0.max(m1).reduceLanes(MAX);
        }
        for (; i < to; i++) {
            max = x[i] > max ? x[i] : max;
        }
        return max;
    }

    /** Finds the maximum, then the first element that equals it: neither pass has a branch that is hard to foretell. */
    private static int argmax(int from, int to, float[] x) {
        float max = max(from, to, x);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            VectorMask<Float> found = FloatVector.fromArray(SPECIES, x, i).compare(EQ, max);
            if (found.anyTrue()) {
                return i - from + found.firstTrue();
            }
        }
        for (; i < to; i++) {
            if (x[i] == max) {
                return i - from;
            }
        }
        return 0; // the maximum is NaN
    }
}
