package gradj.train;

import gradj.nn.Accuracy;
import gradj.op.Labels;
import gradj.tensor.Tensor;
import java.util.stream.IntStream;

/** Metrics of scores that stand for classes, and of those that each stand for yes or no. */
final class ClassMetric {
    static final Metric LOG_LOSS = Metric.of("logLoss", false, ClassMetric::logLoss);

    static final Metric YES_NO_LOG_LOSS = Metric.of("yesNoLogLoss", false, ClassMetric::yesNoLogLoss);

    static final Metric MACRO_PRECISION = macro("macroPrecision", ClassCounts::precision);
    static final Metric MACRO_RECALL = macro("macroRecall", ClassCounts::recall);
    static final Metric MACRO_F1 = macro("macroF1", ClassCounts::f1);

    static final Metric YES_NO_PRECISION = yesNo("yesNoPrecision", ClassCounts::precision);
    static final Metric YES_NO_RECALL = yesNo("yesNoRecall", ClassCounts::recall);
    static final Metric YES_NO_F1 = yesNo("yesNoF1", ClassCounts::f1);

    private ClassMetric() {}

    private interface OfClass {
        double of(ClassCounts counts, int number);
    }

    private static Metric macro(String name, OfClass each) {
        return Metric.of(name, true, (scores, targets) -> {
            int[] predicted = Accuracy.predictedClasses(scores, 0);
            int[] truth = Accuracy.labelledClasses(scores, targets, 0);
            ClassCounts counts = new ClassCounts(scores.shape().length(-1));
            for (int i = 0; i < truth.length; i++) {
                counts.add(truth[i], predicted[i]);
            }
            return counts.macro(number -> each.of(counts, number));
        });
    }

    /** The mean over the answers, each with its counts of yes. */
    private static Metric yesNo(String name, OfClass each) {
        return Metric.of(name, true, (scores, targets) -> {
            double[] y = NumberMetric.numbers(name, scores, targets);
            double[] t = targets.toDoubleArray();
            int answers = NumberMetric.columns(scores);
            ClassCounts yes = new ClassCounts(answers);
            for (int i = 0; i < y.length; i++) {
                int said = isYes(y[i]) ? 1 : 0;
                int truth = isTrue(t[i]) ? 1 : 0;
                yes.predicted()[i % answers] += said;
                yes.samples()[i % answers] += truth;
                yes.right()[i % answers] += said * truth;
            }
            return IntStream.range(0, answers)
                    .mapToDouble(answer -> each.of(yes, answer))
                    .average()
                    .orElseThrow();
        });
    }

    /** Whether this score says yes. */
    static boolean isYes(double score) {
        return score > 0;
    }

    /** Whether this target says yes. */
    static boolean isTrue(double target) {
        return target >= 0.5;
    }

    private static double logLoss(Tensor scores, Tensor targets) {
        Labels.requireClasses("logLoss: scores", scores.shape());
        boolean areNumbers = Labels.areClassNumbers("logLoss", scores.shape(), targets.shape());
        int classes = scores.shape().length(-1);
        double[] y = finite("logLoss", scores.toDoubleArray());
        double[] t = targets.toDoubleArray();
        int samples = y.length / classes;
        double sum = 0;
        for (int row = 0; row < samples; row++) {
            if (areNumbers) {
                sum += loss(y, row * classes, classes, Labels.classNumber(t[row], row, classes));
                continue;
            }
            for (int number = 0; number < classes; number++) {
                double share = t[row * classes + number];
                sum += share == 0 ? 0 : share * loss(y, row * classes, classes, number);
            }
        }
        return sum / samples;
    }

    /**
     * Of a row of scores, -ln of the probability of a class by softmax: ln(sum of e^x) - x of the class, with the largest x
     * taken out of the sum, so that nothing overflows and a sure and right answer keeps its digits.
     */
    static double loss(double[] scores, int from, int classes, int number) {
        int largest = from;
        for (int i = from; i < from + classes; i++) {
            largest = scores[i] > scores[largest] ? i : largest;
        }
        double others = 0;
        for (int i = from; i < from + classes; i++) {
            others += i == largest ? 0 : Math.exp(scores[i] - scores[largest]);
        }
        return scores[largest] - scores[from + number] + Math.log1p(others);
    }

    private static double yesNoLogLoss(Tensor scores, Tensor targets) {
        double[] y = finite("yesNoLogLoss", NumberMetric.numbers("yesNoLogLoss", scores, targets));
        double[] t = targets.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += yesNoLoss(y[i], t[i]);
        }
        return sum / y.length;
    }

    /** The cross entropy of the sigmoid of a score: -t ln p - (1 - t) ln(1 - p), without overflow. */
    static double yesNoLoss(double score, double target) {
        double better = score > 0 ? score * (1 - target) : -score * target;
        return better + Math.log1p(Math.exp(-Math.abs(score)));
    }

    private static double[] finite(String name, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new ArithmeticException(name + ": score " + i + " is " + scores[i] + ", so nothing is measured:"
                        + " the net's parameters hold NaN or are too large, or its sample holds NaN");
            }
        }
        return scores;
    }
}
