package gradj.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;

import gradj.backend.array.Parallel;
import gradj.backend.array.Sharing;
import gradj.spi.Reduction;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
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

    private static final float[] SAMPLE = new float[VectorKernel.STEPS * LANES];
    private static final float[] SUMS = new float[LANES];

    static final VectorKernel SUM =
            new VectorKernel("sum of a row float32", steps -> sumVectors(0, steps * LANES, SAMPLE, SUMS));

    static final VectorKernel MAX =
            new VectorKernel("max of a row float32", steps -> maxVectors(0, steps * LANES, SAMPLE));

    /** To warm up, a number is looked for that is in the first vector, and one that is in none. */
    static final VectorKernel ARGMAX = new VectorKernel(
            "argmax of a row float32",
            steps -> findVector(findVector(0, 0, steps * LANES, SAMPLE) + 1, 0, steps * LANES, SAMPLE));

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
        int whole = from + SPECIES.loopBound(to - from);
        float sum = 0;
        if (whole > from) {
            if (SUM.isReady()) {
                sumVectors(from, whole, x, lanes);
            } else {
                sumScalars(from, whole, x, lanes);
            }
            for (int lane = 0; lane < LANES; lane++) {
                sum += lanes[lane];
            }
        }
        for (int i = whole; i < to; i++) {
            sum += x[i];
        }
        return sum;
    }

    private static void sumVectors(int from, int whole, float[] x, float[] lanes) {
        if (from == whole) {
            return; // a call that only counts, see VectorKernel
        }
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int i = from;
        for (; i <= whole - 4 * LANES; i += 4 * LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LANES));
        }
        for (; i < whole; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, i));
        }
        s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
    }

    private static void sumScalars(int from, int whole, float[] x, float[] lanes) {
        Arrays.fill(lanes, 0, 4 * LANES, 0);
        int i = from;
        for (; i <= whole - 4 * LANES; i += 4 * LANES) {
            add(4 * LANES, x, i, lanes);
        }
        for (; i < whole; i += LANES) {
            add(LANES, x, i, lanes);
        }
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] = (lanes[lane] + lanes[LANES + lane]) + (lanes[2 * LANES + lane] + lanes[3 * LANES + lane]);
        }
    }

    private static void add(int count, float[] x, int from, float[] sums) {
        for (int i = 0; i < count; i++) {
            sums[i] += x[from + i];
        }
    }

    /** Which one a NaN leaves is unspecified, and so is the sign of a zero: else the order does not matter. */
    static float max(int from, int to, float[] x) {
        int whole = from + SPECIES.loopBound(to - from);
        float max = x[from];
        if (whole > from) {
            max = MAX.isReady() ? maxVectors(from, whole, x) : maxScalars(from, whole, x);
        }
        for (int i = whole; i < to; i++) {
            max = x[i] > max ? x[i] : max;
        }
        return max;
    }

    private static float maxVectors(int from, int whole, float[] x) {
        if (from == whole) {
            return 0; // a call that only counts, see VectorKernel
        }
        FloatVector m0 = FloatVector.fromArray(SPECIES, x, from);
        FloatVector m1 = FloatVector.fromArray(SPECIES, x, from);
        int i = from;
        for (; i <= whole - 2 * LANES; i += 2 * LANES) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, i);
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, i + LANES);
            m0 = m0.blend(v0, v0.compare(GT, m0));
            m1 = m1.blend(v1, v1.compare(GT, m1));
        }
        for (; i < whole; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            m0 = m0.blend(v, v.compare(GT, m0));
        }
        return m0.max(m1).reduceLanes(VectorOperators.MAX);
    }

    private static float maxScalars(int from, int whole, float[] x) {
        float[] lanes = Scratch.floats();
        System.arraycopy(x, from, lanes, 0, LANES);
        System.arraycopy(x, from, lanes, LANES, LANES);
        int i = from;
        for (; i <= whole - 2 * LANES; i += 2 * LANES) {
            takeLarger(2 * LANES, x, i, lanes);
        }
        for (; i < whole; i += LANES) {
            takeLarger(LANES, x, i, lanes);
        }
        float max = lanes[0];
        for (int lane = 1; lane < 2 * LANES; lane++) {
            max = Math.max(max, lanes[lane]);
        }
        return max;
    }

    private static void takeLarger(int count, float[] x, int from, float[] maxima) {
        for (int i = 0; i < count; i++) {
            maxima[i] = x[from + i] > maxima[i] ? x[from + i] : maxima[i];
        }
    }

    /** Finds the maximum, then the first element that equals it: neither pass has a branch that is hard to foretell. */
    private static int argmax(int from, int to, float[] x) {
        float max = max(from, to, x);
        int i = to - from >= LANES && ARGMAX.isReady() ? findVector(max, from, to, x) : from;
        for (; i < to; i++) {
            if (x[i] == max) {
                return i - from;
            }
        }
        return 0; // the maximum is NaN
    }

    /** Where the first whole vector begins that has the number in it, or where whole vectors end. */
    private static int findVector(float number, int from, int to, float[] x) {
        if (from == to) {
            return to; // a call that only counts, see VectorKernel
        }
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            if (FloatVector.fromArray(SPECIES, x, i).compare(EQ, number).anyTrue()) {
                break;
            }
        }
        return i;
    }
}
