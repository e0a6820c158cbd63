package gradj.tensorboard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often values occur, in {@value #BUCKETS} buckets of one width from the smallest to the largest; in one bucket if they are
 * all the same.
 *
 * @param count of values in the buckets
 * @param limits the upper end of each bucket, which is the next one's first value; the last is the largest value
 * @param counts of each bucket
 */
record Histogram(
        double min, double max, double count, double sum, double sumOfSquares, double[] limits, double[] counts) {
    private static final int BUCKETS = 30; // as TensorBoard's own writer has by default

    /** Of the values for which {@link #isShown}; null if there is none. */
    static @Nullable Histogram of(double[] all) {
        double[] values = Arrays.stream(all).filter(Histogram::isShown).toArray();
        if (values.length == 0) {
            return null;
        }
        double min = Arrays.stream(values).min().getAsDouble();
        double max = Arrays.stream(values).max().getAsDouble();
        double[] limits = limits(min, max);
        double[] counts = new double[limits.length];
        double sum = 0;
        double sumOfSquares = 0;
        for (double value : values) {
            counts[bucket(value, min, max, limits)]++;
            sum += value;
            sumOfSquares += value * value;
        }
        return new Histogram(min, max, values.length, sum, sumOfSquares, limits, counts);
    }

    /** TensorBoard's loader in Python makes the buckets float32, and one that ends at infinity leaves nothing to draw. */
    static boolean isShown(double value) {
        return Float.isFinite((float) value);
    }

    private static double[] limits(double min, double max) {
        double width = (max - min) / BUCKETS;
        if (!(min + width > min && max - width < max)) {
            return new double[] {max}; // no numbers between them
        }
        double[] limits = new double[BUCKETS];
        Arrays.setAll(limits, i -> i == BUCKETS - 1 ? max : min + (i + 1) * width);
        return limits;
    }

    /** The division may be off by one, as it rounds. */
    private static int bucket(double value, double min, double max, double[] limits) {
        int last = limits.length - 1;
        int bucket = last == 0 ? 0 : Math.min(last, (int) ((value - min) / (max - min) * limits.length));
        while (bucket < last && value >= limits[bucket]) {
            bucket++;
        }
        while (bucket > 0 && value < limits[bucket - 1]) {
            bucket--;
        }
        return bucket;
    }
}
