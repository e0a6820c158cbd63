package gradj.train;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Of each class how many samples are told right, how many are said to be of it, and how many are.
 *
 * @param right true positives
 * @param predicted true and false positives
 * @param samples true positives and false negatives
 */
record ClassCounts(int[] right, int[] predicted, int[] samples) {
    ClassCounts(int classes) {
        this(new int[classes], new int[classes], new int[classes]);
    }

    void add(int truth, int said) {
        samples[truth]++;
        predicted[said]++;
        right[truth] += truth == said ? 1 : 0;
    }

    double precision(int number) {
        return part(right[number], predicted[number]);
    }

    double recall(int number) {
        return part(right[number], samples[number]);
    }

    /** The harmonic mean of the two. */
    double f1(int number) {
        return part(2L * right[number], (long) predicted[number] + samples[number]);
    }

    /** Of nothing 0. */
    private static double part(long some, long all) {
        return all == 0 ? 0 : (double) some / all;
    }

    /** Whether a sample is of this class, or said to be. */
    boolean occurs(int number) {
        return predicted[number] + samples[number] > 0;
    }

    /** The mean over the classes that occur. */
    double macro(IntToDoubleFunction each) {
        return IntStream.range(0, samples.length)
                .filter(this::occurs)
                .mapToDouble(each)
                .average()
                .orElse(0);
    }
}
