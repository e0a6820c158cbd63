package gradj.backend.array;

import gradj.spi.UnaryOp;

/**
 * Softmax and cross entropy on rows of a float array, some rows at a time while they are in the cache: row by row but for the
 * exponentials, which go over all of them, for a row is often as short as 10. Sums are double in both twins. The twin for the
 * other dtype is the same text.
 */
@SuppressWarnings("cast") // the twin's casts from double to double
final class FloatSoftmax {
    /** Elements of the rows taken at a time, more only if one row has more. */
    private static final int BLOCK = 4096 / Float.BYTES;

    private FloatSoftmax() {}

    /** Y [rows, columns] = softmax of each row of X. */
    static void softmax(int rows, int columns, float[] x, float[] y, Parallel parallel) {
        int height = rowsOfBlock(columns);
        int blocks = blocks(rows, height);
        if (FloatExponentials.paysToShare((long) rows * columns)) {
            int grain = FloatExponentials.grain(blocks, height * columns, parallel);
            parallel.range(0, blocks, grain, (from, to) -> {
                for (int block = from; block < to; block++) {
                    softmax(block * height, Math.min(rows, (block + 1) * height), columns, x, y);
                }
            });
        } else {
            for (int block = 0; block < blocks; block++) {
                softmax(block * height, Math.min(rows, (block + 1) * height), columns, x, y);
            }
        }
    }

    /** The same, and the mean of the rows' losses: a sum over the blocks in their order, whoever computes them. */
    static void crossEntropy(int rows, int columns, float[] x, float[] t, float[] y, float[] loss, Parallel parallel) {
        int height = rowsOfBlock(columns);
        int blocks = blocks(rows, height);
        double total = 0;
        if (FloatExponentials.paysToShare((long) rows * columns)) {
            double[] losses = new double[blocks];
            int grain = FloatExponentials.grain(blocks, height * columns, parallel);
            parallel.range(0, blocks, grain, (from, to) -> {
                for (int block = from; block < to; block++) {
                    losses[block] =
                            crossEntropy(block * height, Math.min(rows, (block + 1) * height), columns, x, t, y);
                }
            });
            for (double each : losses) {
                total += each;
            }
        } else {
            for (int block = 0; block < blocks; block++) {
                total += crossEntropy(block * height, Math.min(rows, (block + 1) * height), columns, x, t, y);
            }
        }
        loss[0] = (float) (total / rows);
    }

    /** (y sum(t) - t) dLoss / rows; of a one-hot row the sum is exactly 1, and so the bits are those of y - t. */
    static void crossEntropyBackward(int rows, int columns, float[] y, float[] t, float[] dLoss, float[] dx) {
        float factor = dLoss[0] / rows;
        for (int row = 0; row < rows; row++) {
            int from = row * columns;
            float wanted = (float) sum(columns, t, from);
            for (int i = from; i < from + columns; i++) {
                dx[i] = (y[i] * wanted - t[i]) * factor;
            }
        }
    }

    /** A matter of the shape alone, so that the bits of the loss are. */
    private static int rowsOfBlock(int columns) {
        return BLOCK / Math.min(BLOCK, Math.max(1, columns));
    }

    private static int blocks(int rows, int height) {
        return (rows - 1) / height + 1;
    }

    private static void softmax(int firstRow, int lastRow, int columns, float[] x, float[] y) {
        exponentials(firstRow, lastRow, columns, x, y);
        for (int row = firstRow; row < lastRow; row++) {
            normalize(columns, y, row * columns, sum(columns, y, row * columns));
        }
    }

    /**
     * The sum of the losses of some rows. -ln y = ln(sum of e^(x - max)) - (x - max): no logarithm of a probability that
     * underflowed to 0. A class that is not wanted, t = 0, adds nothing, even where its score is -infinity.
     */
    private static double crossEntropy(int firstRow, int lastRow, int columns, float[] x, float[] t, float[] y) {
        exponentials(firstRow, lastRow, columns, x, y);
        double total = 0;
        for (int row = firstRow; row < lastRow; row++) {
            int from = row * columns;
            double sum = sum(columns, y, from);
            normalize(columns, y, from, sum);
            double max = maximum(columns, x, from);
            double logSum = Math.log(sum);
            for (int i = from; i < from + columns; i++) {
                if (t[i] != 0) {
                    total += t[i] * (logSum - (x[i] - max));
                }
            }
        }
        return total;
    }

    /** Y = e^(X - the row's maximum). */
    private static void exponentials(int firstRow, int lastRow, int columns, float[] x, float[] y) {
        for (int row = firstRow; row < lastRow; row++) {
            int from = row * columns;
            float max = maximum(columns, x, from);
            for (int i = from; i < from + columns; i++) {
                y[i] = x[i] - max;
            }
        }
        FloatExponentials.unary(UnaryOp.EXP, firstRow * columns, lastRow * columns, y, y);
    }

    private static float maximum(int columns, float[] x, int from) {
        float max = x[from];
        for (int i = from + 1; i < from + columns; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    /** Four sums, which wait for each other less than one. */
    private static double sum(int columns, float[] x, int from) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int to = from + columns;
        int i = from;
        for (; i <= to - 4; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < to; i++) {
            s0 += x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** By the rounded sum: JDK 17 makes a chain of conversions between float and double, each waiting for the one before. */
    private static void normalize(int columns, float[] y, int from, double sum) {
        float divisor = (float) sum;
        for (int i = from; i < from + columns; i++) {
            y[i] /= divisor;
        }
    }
}
