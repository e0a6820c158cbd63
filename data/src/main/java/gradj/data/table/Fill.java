package gradj.data.table;

import java.util.Arrays;

/** What stands in for a missing value: always one of the training rows' statistics. */
public enum Fill {
    /** Nothing: a missing value is refused. */
    REFUSE,
    /** The mean; of categories the most frequent one. */
    MEAN,
    /** The median; of categories the most frequent one. */
    MEDIAN,
    /** The most frequent value, the least of several. */
    MOST_FREQUENT;

    double of(NumberColumn column) {
        return switch (this) {
            case REFUSE -> Double.NaN;
            case MEAN -> column.mean();
            case MEDIAN -> column.median();
            case MOST_FREQUENT -> mostFrequent(column.values());
        };
    }

    private static double mostFrequent(double[] values) {
        Arrays.sort(values); // NaN last
        double best = Double.NaN;
        int bestCount = 0;
        int count = 0;
        for (int i = 0; i < values.length && !Double.isNaN(values[i]); i++) {
            count = i > 0 && values[i] == values[i - 1] ? count + 1 : 1;
            if (count > bestCount) {
                bestCount = count;
                best = values[i];
            }
        }
        return best;
    }
}
