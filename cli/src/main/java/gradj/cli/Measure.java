package gradj.cli;

import gradj.train.Epoch;
import gradj.train.Metric;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The metric that a training is looked at by, and how people read it.
 *
 * @param sample what is measured, as in {@code image} or {@code row}
 */
record Measure(Metric metric, String sample) {
    /** Of a classifier, also of yes and no. */
    boolean isAccuracy() {
        return metric.name().equals("accuracy");
    }

    double of(Map<String, Double> measured) {
        return Objects.requireNonNull(measured.get(metric.name()));
    }

    double train(Epoch epoch) {
        return of(epoch.train());
    }

    double test(Epoch epoch) {
        return of(epoch.test());
    }

    /** Whether the second one is better. */
    boolean isBetter(Epoch one, Epoch other) {
        return metric.isMoreBetter() ? test(other) > test(one) : test(other) < test(one);
    }

    /** In 8 characters or more: a percentage, or a number. */
    String cell(double value) {
        return isAccuracy()
                ? String.format(Locale.ROOT, "%7.2f%%", 100 * value)
                : String.format(Locale.ROOT, "%8.5g", value);
    }

    /** As in {@code 97.20% of the test images right}. */
    String sentence(double value, String part) {
        return isAccuracy()
                ? String.format(Locale.ROOT, "%.2f%% of the %s %ss right", 100 * value, part, sample)
                : String.format(Locale.ROOT, "%s of the %s %ss %.5g", words(metric.name()), part, sample, value);
    }

    /** As in {@code root mean squared error}. */
    String words() {
        return words(metric.name());
    }

    /** As in {@code Root mean squared error}. */
    String title() {
        return words().substring(0, 1).toUpperCase(Locale.ROOT) + words().substring(1);
    }

    /** The name of a variable as words. */
    static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** The key of a metric of a part of the samples, as in {@code testAccuracy}. */
    static String key(String part, String metric) {
        return part + metric.substring(0, 1).toUpperCase(Locale.ROOT) + metric.substring(1);
    }
}
