package gradj.vector;

import static jdk.incubator.vector.VectorOperators.NE;

import gradj.backend.array.Parallel;
import gradj.backend.array.Sharing;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax and cross entropy on rows of a float array, block of rows by block of rows. The rows of the book have 10 elements,
 * fewer than a vector: what is done row by row is then done one by one, but the exponentials, which take the time, go over the
 * whole block, and the logarithms over the sums of all its rows. The twin for the other dtype is the same text.
 */
@SuppressWarnings("cast") // the twin's cast from double to double
final class FloatVectorSoftmax {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Elements of a block: its part of X, T and Y stays in the first-level cache from one pass to the next. */
    private static final int BLOCK = 1024;

    private static final int MOST_ROWS = 128;

    // Where in the scratch array the numbers of a block's rows are, behind room for the lanes of a vector.
    private static final int MAXIMA = Scratch.LANES;
    private static final int SUMS = MAXIMA + MOST_ROWS;
    private static final int LOGARITHMS = SUMS + MOST_ROWS;

    private static final float[] SAMPLE = new float[VectorKernel.STEPS * LANES];

    static final VectorKernel LOSS = new VectorKernel(
            "cross entropy float32", steps -> lossVectors(0, steps * LANES, 0, 0, SAMPLE, SAMPLE, SAMPLE));

    private FloatVectorSoftmax() {}

    /** Y [rows, columns] = softmax of each row of X. */
    static void softmax(int rows, int columns, float[] x, float[] y, Parallel parallel) {
        int blocks = blocks(rows, columns);
        if (Sharing.pays((long) FloatElements.EXPONENTIAL * rows * columns)) {
            parallel.range(0, blocks, grain(blocks, columns, parallel), (from, to) -> {
                for (int block = from; block < to; block++) {
                    softmax(block, rows, columns, x, y);
                }
            });
        } else {
            for (int block = 0; block < blocks; block++) {
                softmax(block, rows, columns, x, y);
            }
        }
    }

    /** The same, and the mean of the rows' losses: a sum over the blocks in their order, whoever computes them. */
    static void crossEntropy(int rows, int columns, float[] x, float[] t, float[] y, float[] loss, Parallel parallel) {
        int blocks = blocks(rows, columns);
        double total = 0;
        if (Sharing.pays((long) FloatElements.EXPONENTIAL * rows * columns)) {
            double[] losses = new double[blocks];
            parallel.range(0, blocks, grain(blocks, columns, parallel), (from, to) -> {
                for (int block = from; block < to; block++) {
                    losses[block] = crossEntropy(block, rows, columns, x, t, y);
                }
            });
            for (double each : losses) {
                total += each;
            }
        } else {
            for (int block = 0; block < blocks; block++) {
                total += crossEntropy(block, rows, columns, x, t, y);
            }
        }
        loss[0] = (float) (total / rows);
    }

    /** How many rows a block has is a matter of the number of columns alone. */
    private static int rowsOfBlock(int columns) {
        return Math.min(MOST_ROWS, Math.max(1, BLOCK / columns));
    }

    private static int grain(int blocks, int columns, Parallel parallel) {
        int elements = FloatElements.EXPONENTIAL * rowsOfBlock(columns) * columns;
        return Math.max(1, Sharing.grain(blocks, elements, parallel));
    }

    private static int blocks(int rows, int columns) {
        int rowsOfBlock = rowsOfBlock(columns);
        return (rows - 1) / rowsOfBlock + 1;
    }

    private static void softmax(int block, int rows, int columns, float[] x, float[] y) {
        int from = block * rowsOfBlock(columns);
        int to = Math.min(from + rowsOfBlock(columns), rows);
        float[] scratch = Scratch.floats();
        exponentials(from, to, columns, x, y, scratch);
        for (int row = from; row < to; row++) {
            scale(row * columns, (row + 1) * columns, 1 / scratch[SUMS + row - from], y);
        }
    }

    /** Gives the sum of the losses of the block's rows. */
    private static double crossEntropy(int block, int rows, int columns, float[] x, float[] t, float[] y) {
        int from = block * rowsOfBlock(columns);
        int to = Math.min(from + rowsOfBlock(columns), rows);
        float[] scratch = Scratch.floats();
        exponentials(from, to, columns, x, y, scratch);
        System.arraycopy(scratch, SUMS, scratch, LOGARITHMS, to - from);
        FloatLog.log(LOGARITHMS, LOGARITHMS + to - from, scratch, scratch);
        double total = 0;
        for (int row = from; row < to; row++) {
            int first = row * columns;
            int last = first + columns;
            int number = row - from;
            scale(first, last, 1 / scratch[SUMS + number], y);
            total += loss(first, last, scratch[MAXIMA + number], scratch[LOGARITHMS + number], x, t, scratch);
        }
        return total;
    }

    /** Y = e^(X - the row's maximum); leaves the rows' maxima, and their sums of Y, in the scratch array. */
    private static void exponentials(int from, int to, int columns, float[] x, float[] y, float[] scratch) {
        for (int row = from; row < to; row++) {
            int first = row * columns;
            int last = first + columns;
            float max = FloatRowReductions.max(first, last, x);
            scratch[MAXIMA + row - from] = max;
            for (int i = first; i < last; i++) {
                y[i] = x[i] - max;
            }
        }
        FloatExp.exp(from * columns, to * columns, y, y);
        for (int row = from; row < to; row++) {
            int first = row * columns;
            scratch[SUMS + row - from] = FloatRowReductions.sumOfPiece(first, first + columns, y, scratch);
        }
    }

    private static void scale(int from, int to, float factor, float[] y) {
        for (int i = from; i < to; i++) {
            y[i] *= factor;
        }
    }

    /**
     * Of one row: the sum of -t ln y with ln y = (x - max) - ln(sum of e^(x - max)), so that no logarithm is of a probability
     * that underflowed to 0. A class that is not wanted, t = 0, adds nothing, even where its score is -infinity.
     */
    private static float loss(int from, int to, float max, float logSum, float[] x, float[] t, float[] lanes) {
        int whole = from + SPECIES.loopBound(to - from);
        float loss = 0;
        if (whole > from) {
            if (LOSS.isReady()) {
                lossVectors(from, whole, max, logSum, x, t, lanes);
            } else {
                lossScalars(from, whole, max, logSum, x, t, lanes);
            }
            for (int lane = 0; lane < LANES; lane++) {
                loss += lanes[lane];
            }
        }
        for (int i = whole; i < to; i++) {
            loss = Math.fma(t[i], t[i] != 0 ? logSum - (x[i] - max) : 0, loss);
        }
        return loss;
    }

    private static void lossVectors(int from, int whole, float max, float logSum, float[] x, float[] t, float[] lanes) {
        if (from == whole) {
            return; // a call that only counts, see VectorKernel
        }
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector logSums = FloatVector.broadcast(SPECIES, logSum);
        FloatVector losses = FloatVector.zero(SPECIES);
        for (int i = from; i < whole; i += LANES) {
            FloatVector wanted = FloatVector.fromArray(SPECIES, t, i);
            FloatVector minusLogY =
                    logSums.sub(FloatVector.fromArray(SPECIES, x, i).sub(max));
            VectorMask<Float> counts = wanted.compare(NE, zero);
            losses = wanted.fma(zero.blend(minusLogY, counts), losses);
        }
        losses.intoArray(lanes, 0);
    }

    private static void lossScalars(int from, int whole, float max, float logSum, float[] x, float[] t, float[] lanes) {
        Arrays.fill(lanes, 0, LANES, 0);
        for (int i = from; i < whole; i++) {
            int lane = (i - from) % LANES;
            lanes[lane] = Math.fma(t[i], t[i] != 0 ? logSum - (x[i] - max) : 0, lanes[lane]);
        }
    }
}
