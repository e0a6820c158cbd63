package gradj.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.PyTorch;
import gradj.cases.Target;
import gradj.data.Samples;
import gradj.nn.RegressionLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What metrics say, beside scikit-learn, and where it says nothing. */
class MetricTest {
    private static final Tensors TENSORS = Target.FLOAT64;

    static Stream<ScikitLearn.Case> classes() {
        return ScikitLearn.cases("classes");
    }

    static Stream<ScikitLearn.Case> answers() {
        return ScikitLearn.cases("answers");
    }

    static Stream<ScikitLearn.Case> numbers() {
        return ScikitLearn.cases("numbers");
    }

    private static void assertMeasured(ScikitLearn.Case expected, Tensor scores, Tensor targets, Metric... metrics) {
        for (Metric metric : metrics) {
            double value = metric.of(scores, targets);
            double wanted = expected.number(metric.name());
            assertEquals(wanted, value, 1e-13 * Math.max(1, Math.abs(wanted)), metric.name());
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void classesAsScikitLearnHasThem(ScikitLearn.Case expected) {
        Tensor scores = expected.tensor("scores");
        Tensor numbers = expected.tensor("labels");
        int classes = scores.shape().length(1);
        Tensor oneHot = TENSORS.oneHot(
                classes,
                Arrays.stream(expected.numbers("labels")).mapToInt(x -> (int) x).toArray());
        for (Tensor labels : List.of(numbers, oneHot)) {
            assertMeasured(
                    expected,
                    scores,
                    labels,
                    Metric.accuracy(),
                    Metric.logLoss(),
                    Metric.macroPrecision(),
                    Metric.macroRecall(),
                    Metric.macroF1());
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answersOfYesAndNoAsScikitLearnHasThem(ScikitLearn.Case expected) {
        Tensor scores = expected.tensor("scores");
        Tensor targets = expected.tensor("targets");
        Metric[] metrics = {Metric.yesNoLogLoss(), Metric.yesNoPrecision(), Metric.yesNoRecall(), Metric.yesNoF1()};
        assertMeasured(expected, scores, targets, metrics);
        if (scores.shape().length(1) == 1) {
            assertMeasured(expected, scores, targets.reshape(Shape.of(scores.size())), metrics);
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersAsScikitLearnHasThem(ScikitLearn.Case expected) {
        Tensor predictions = expected.tensor("predictions");
        Tensor targets = expected.tensor("targets");
        assertMeasured(
                expected, predictions, targets, Metric.meanSquaredError(), Metric.meanAbsoluteError(), Metric.r2());
        assertEquals(
                Math.sqrt(expected.number("meanSquaredError")),
                Metric.rootMeanSquaredError().of(predictions, targets),
                1e-12);
    }

    @Test
    void everyMetricSaysWhichWayIsBetter() {
        for (Metric better : List.of(
                Metric.macroPrecision(),
                Metric.macroRecall(),
                Metric.macroF1(),
                Metric.yesNoPrecision(),
                Metric.yesNoRecall(),
                Metric.yesNoF1(),
                Metric.r2())) {
            assertTrue(better.isMoreBetter(), better.name());
        }
        for (Metric worse : List.of(Metric.logLoss(), Metric.yesNoLogLoss(), Metric.meanSquaredError())) {
            assertFalse(worse.isMoreBetter(), worse.name());
        }
    }

    /** PyTorch's cross entropy against soft rows is the same sum. */
    @Test
    void sharesOfClassesCountByTheirShare() {
        List<PyTorch.Case> soft = PyTorch.cases("losses.json")
                .filter(each -> each.name().equals("cross_entropy with soft rows"))
                .filter(each -> each.settings().get("reduction").getAsString().equals("mean"))
                .filter(each -> each.numbers("weight").length == 0)
                .filter(each -> each.numbers("label_smoothing")[0] == 0)
                .toList();
        assertEquals(1, soft.size());
        Tensor logits = soft.get(0).input("logits");
        Tensor target = soft.get(0).input("target");
        assertEquals(soft.get(0).output()[0], Metric.logLoss().of(logits, target), 1e-13);
        Tensor shares = TENSORS.matrix(new double[][] {{0.5, 0.3, 0.2}, {0.1, 0.5, 0.4}});
        Tensor scores = TENSORS.matrix(new double[][] {{1, 0, -1}, {2, 1, 0}});
        assertEquals(0.5, Metric.accuracy().of(scores, shares)); // the largest share names the class
        assertEquals(0.25, Metric.macroPrecision().of(scores, shares)); // (1/2 + 0) / 2, the third class does not occur
    }

    /** A net in float32 that is sure and right: its own loss is 0 there. */
    @Test
    void logLossIsMeasuredInDouble() {
        Tensor scores = Target.FLOAT32.matrix(new double[][] {{0, -40}, {90, 0}});
        assertEquals(Math.exp(-40) / 2, Metric.logLoss().of(scores, Target.FLOAT32.vector(0, 0)), 1e-30);
        assertEquals(20, Metric.logLoss().of(scores, Target.FLOAT32.vector(1, 0)), 1e-15);
        assertEquals(
                500, Metric.logLoss().of(TENSORS.matrix(new double[][] {{1000, 0}, {1, -800}}), TENSORS.vector(1, 0)));
        Tensor yes = Target.FLOAT32.matrix(new double[][] {{40}, {-700}});
        assertEquals(Math.exp(-40) / 2, Metric.yesNoLogLoss().of(yes, Target.FLOAT32.vector(1, 0)), 1e-30);
        assertEquals(370, Metric.yesNoLogLoss().of(yes, Target.FLOAT32.vector(0, 1)));
    }

    @Test
    void r2OfTargetsThatAreAllEqualIs1IfAllIsRightElse0() {
        Tensor equal = TENSORS.vector(0.1, 0.1, 0.1); // the mean of three 0.1 is not 0.1
        Tensor right = TENSORS.matrix(new double[][] {{0.1}, {0.1}, {0.1}});
        assertEquals(1, Metric.r2().of(right, equal));
        assertEquals(0, Metric.r2().of(right.plus(0.1), equal));
        assertEquals(Double.NaN, Metric.r2().of(TENSORS.matrix(new double[][] {{1}}), TENSORS.vector(1)));
    }

    /** Far from 0, where sums of squares have no digits left for what differs. */
    @Test
    void r2FarFromZero() {
        double far = 1e9;
        Tensor t = TENSORS.vector(far + 1, far + 2, far + 3, far + 4);
        Tensor y = TENSORS.matrix(new double[][] {{far + 1}, {far + 2}, {far + 3}, {far + 5}});
        assertEquals(1 - 1 / 5.0, Metric.r2().of(y, t), 1e-12);
    }

    /** All samples together: the mean of what each piece has would be another number. */
    @Test
    void allSamplesAreMeasuredTogether() {
        int count = 2 * Evaluation.ROWS + 7;
        Tensor x = TENSORS.gaussian(Shape.of(count, 1), 1, new SeededRandom(3));
        Samples samples = new Samples(x, x.times(2).plus(x.square()).reshape(Shape.of(count)));
        Map<String, Double> all =
                Evaluation.of(ScikitLearn.identity(RegressionLoss.meanSquaredError()), List.of(Metric.r2()), samples);
        assertEquals(Metric.r2().of(x, samples.t()), all.get("r2"));
        Tensor scores = TENSORS.gaussian(Shape.of(count, 3), 1, new SeededRandom(4));
        double[] labels = new double[count];
        Arrays.setAll(labels, i -> i < 10 ? 2 : i % 2); // the third class is in the first piece only
        Samples classes = ScikitLearn.samples(scores, labels);
        assertEquals(
                Metric.macroF1().of(scores, classes.t()),
                Evaluation.of(ScikitLearn.identity(new SoftmaxWithLoss()), List.of(Metric.macroF1()), classes)
                        .get("macroF1"));
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        Tensor scores = TENSORS.matrix(new double[][] {{1, 2}, {3, Double.POSITIVE_INFINITY}});
        assertEquals(
                "logLoss: score 3 is Infinity, so nothing is measured: the net's parameters hold NaN or are too large, or"
                        + " its sample holds NaN",
                assertThrowsExactly(
                                ArithmeticException.class,
                                () -> Metric.logLoss().of(scores, TENSORS.vector(0, 1)))
                        .getMessage());
        assertEquals(
                "label 1 is class 2, expected 0 to 1 for 2 classes",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> Metric.macroF1().of(TENSORS.zeros(Shape.of(2, 2)), TENSORS.vector(0, 2)))
                        .getMessage());
        assertThrowsExactly(
                ShapeException.class,
                () -> Metric.logLoss().of(TENSORS.zeros(Shape.of(2, 1)), TENSORS.zeros(Shape.of(2, 1))));
        assertThrowsExactly(
                ShapeException.class, () -> Metric.r2().of(TENSORS.zeros(Shape.of(2, 2)), TENSORS.zeros(Shape.of(2))));
        Tensor none = TENSORS.vector(Double.NaN, 1);
        assertThrowsExactly(ArithmeticException.class, () -> Metric.r2().of(none, none));
        assertThrowsExactly(ArithmeticException.class, () -> Metric.yesNoF1().of(none, none));
    }
}
