package gradj.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where a net stood at the end of an epoch.
 *
 * @param number counted from 1; the last one may be shorter than the others
 * @param iteration the iterations done so far
 * @param loss the mean loss of the samples of the epoch's mini-batches, each before its update: a smaller last batch
 *     weighs less than a full one
 * @param train the metrics of the training samples by their names, in the order in which the trainer has them
 * @param test the same of the test samples
 */
public record Epoch(int number, int iteration, double loss, Map<String, Double> train, Map<String, Double> test) {
    private static final String ACCURACY = Metric.accuracy().name();

    public Epoch {
        train = Collections.unmodifiableMap(new LinkedHashMap<>(train));
        test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
    }

    /** Of a classifier, whose metric is its accuracy. */
    public Epoch(int number, int iteration, double loss, double trainAccuracy, double testAccuracy) {
        this(number, iteration, loss, Map.of(ACCURACY, trainAccuracy), Map.of(ACCURACY, testAccuracy));
    }

    /**
     * The part of all training samples that are classified right, 0 to 1.
     *
     * @throws IllegalStateException if the trainer does not measure it
     */
    public double trainAccuracy() {
        return accuracy(train);
    }

    /**
     * The same of all test samples.
     *
     * @throws IllegalStateException if the trainer does not measure it
     */
    public double testAccuracy() {
        return accuracy(test);
    }

    /** A metric of the test samples, one of those that the trainer measures. */
    double tested(Metric metric) {
        return Objects.requireNonNull(test.get(metric.name()));
    }

    private static double accuracy(Map<String, Double> metrics) {
        Double accuracy = metrics.get(ACCURACY);
        if (accuracy == null) {
            throw new IllegalStateException("the trainer measured " + metrics.keySet() + ", not accuracy");
        }
        return accuracy;
    }
}
