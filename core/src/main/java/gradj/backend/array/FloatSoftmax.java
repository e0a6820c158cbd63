package gradj.backend.array;

/**
 * Softmax and cross entropy on rows of a float array, one row at a time while it is in the cache. Exponentials and sums
 * are double in both twins: the error is then that of two roundings. The twin for the other dtype is the same text.
 */
@SuppressWarnings("cast") // the twin's casts from double to double
final class FloatSoftmax {
    private FloatSoftmax() {}

    static void softmax(int rows, int columns, float[] x, float[] y) {
        for (int row = 0; row < rows; row++) {
            int from = row * columns;
            normalize(columns, y, from, exponentials(columns, x, from, maximum(columns, x, from), y));
        }
    }

    /**
     * -ln y = ln(sum of e^(x - max)) - (x - max): no logarithm of a probability that underflowed to 0. A class that is
     * not wanted, t = 0, adds nothing, even where its score is -infinity.
     */
    static void crossEntropy(int rows, int columns, float[] x, float[] t, float[] y, float[] loss) {
        double total = 0;
        for (int row = 0; row < rows; row++) {
            int from = row * columns;
            double max = maximum(columns, x, from);
            double sum = exponentials(columns, x, from, max, y);
            normalize(columns, y, from, sum);
            double logSum = Math.log(sum);
            for (int i = from; i < from + columns; i++) {
                total += t[i] * (t[i] != 0 ? logSum - (x[i] - max) : 0);
            }
        }
        loss[0] = (float) (total / rows);
    }

    /** (y sum(t) - t) dLoss / rows; of a one-hot row the sum is exactly 1, and so the bits are those of y - t. */
    static void crossEntropyBackward(int rows, int columns, float[] y, float[] t, float[] dLoss, float[] dx) {
        float factor = dLoss[0] / rows;
        for (int row = 0; row < rows; row++) {
            int from = row * columns;
            float wanted = sum(columns, t, from);
            for (int i = from; i < from + columns; i++) {
                dx[i] = (y[i] * wanted - t[i]) * factor;
            }
        }
    }

    private static float sum(int columns, float[] t, int from) {
        double sum = 0;
        for (int i = from; i < from + columns; i++) {
            sum += t[i];
        }
        return (float) sum;
    }

    private static double maximum(int columns, float[] x, int from) {
        float max = x[from];
        for (int i = from + 1; i < from + columns; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    /** y = e^(x - max) for one row; returns their sum. */
    private static double exponentials(int columns, float[] x, int from, double max, float[] y) {
        double sum = 0;
        for (int i = from; i < from + columns; i++) {
            double e = Math.exp(x[i] - max);
            y[i] = (float) e;
            sum += e;
        }
        return sum;
    }

    private static void normalize(int columns, float[] y, int from, double sum) {
        for (int i = from; i < from + columns; i++) {
            y[i] = (float) (y[i] / sum);
        }
    }
}
