package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.PyTorch;
import gradj.cases.Target;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.TensorFunction;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    static Stream<PyTorch.Case> means() {
        return PyTorch.cases("losses.json")
                .filter(each -> each.settings().get("reduction").getAsString().equals("mean"))
                .filter(each ->
                        !each.settings().has("ignore_index") && !each.name().equals("smooth_l1"));
    }

    private static Loss lossOf(PyTorch.Case each) {
        return switch (each.name()) {
            case "binary_cross_entropy_with_logits" -> sigmoid(each.numbers("pos_weight"));
            case "mse" -> RegressionLoss.meanSquaredError();
            case "l1" -> RegressionLoss.meanAbsoluteError();
            case "huber" -> RegressionLoss.huber(each.numbers("delta")[0]);
            default -> softmax(each.numbers("weight"), each.numbers("label_smoothing")[0]);
        };
    }

    private static Loss sigmoid(double[] weights) {
        return weights.length == 0 ? new SigmoidWithLoss() : new SigmoidWithLoss().withWeightOfYes(weights);
    }

    private static Loss softmax(double[] weights, double smoothing) {
        SoftmaxWithLoss loss = new SoftmaxWithLoss().withLabelSmoothing(smoothing);
        return weights.length == 0 ? loss : loss.withClassWeights(weights);
    }

    @ParameterizedTest
    @MethodSource("means")
    void isPyTorchs(PyTorch.Case each) {
        boolean isRegression = each.json().getAsJsonObject("inputs").has("input");
        Tensor scores = each.input(isRegression ? "input" : "logits");
        Loss loss = lossOf(each);
        double value = loss.forward(scores, each.input("target")).item();
        assertEquals(each.output()[0], value, 1e-12 * Math.max(1, Math.abs(value)));
        assertArrayEquals(
                each.gradient(isRegression ? "input" : "logits"),
                loss.backward().toDoubleArray(),
                1e-14);
        Loss copy = loss.copy();
        assertEquals(value, copy.forward(scores, each.input("target")).item());
    }

    @Test
    void allOfTheseAreCompared() {
        assertEquals(15, means().count());
    }

    static Stream<Loss> losses() {
        return Stream.of(
                new SoftmaxWithLoss().withClassWeights(1, 0.25, 3),
                new SoftmaxWithLoss().withLabelSmoothing(0.1),
                new SigmoidWithLoss(),
                new SigmoidWithLoss().withWeightOfYes(3),
                new SigmoidWithLoss().withWeightOfYes(3, 1, 0.2),
                RegressionLoss.halfSquaredError(),
                RegressionLoss.meanSquaredError(),
                RegressionLoss.meanAbsoluteError(),
                RegressionLoss.huber(0.3));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void itsGradientIsThatOfItsValue(Loss loss) {
        Tensor scores = Target.FLOAT64.gaussian(Shape.of(7, 3), 2, new SeededRandom(1));
        Tensor targets = Target.FLOAT64.oneHot(3, 0, 2, 1, 1, 0, 2, 2);
        GradientCheck.everyElement()
                .check(TensorFunction.of(loss.operation(), scores, targets))
                .assertPassed();
        Network net = new Network(Sequential.of(affine("W", 2, 3, 5)), loss); // and in a net, which has it as a part
        Tensor x = Target.FLOAT64.gaussian(Shape.of(7, 2), 1, new SeededRandom(2));
        GradientCheck.everyElement().check(net.lossOf(x, targets)).assertPassed();
    }

    private static Affine affine(String name, int in, int out, long seed) {
        return new Affine(
                new Parameter(name, Target.FLOAT64.gaussian(Shape.of(in, out), 1, new SeededRandom(seed))),
                new Parameter("b", Target.FLOAT64.zeros(Shape.of(out))));
    }

    /** A sample that weighs 3 counts like three of its kind, one that weighs 0 like none. */
    @ParameterizedTest
    @MethodSource("losses")
    void weightsCountLikeRepetitions(Loss loss) {
        Tensor scores = Target.FLOAT64.gaussian(Shape.of(4, 3), 2, new SeededRandom(1));
        Tensor targets = Target.FLOAT64.oneHot(3, 0, 2, 1, 2);
        int[] repeated = {0, 0, 1, 3, 3, 3};
        double expected = loss.forward(scores.gatherRows(repeated), targets.gatherRows(repeated))
                .item();
        double[] each = loss.backward().toDoubleArray();
        assertEquals(
                expected,
                loss.forward(scores, targets, Target.FLOAT64.vector(2, 1, 0, 3)).item(),
                1e-14);
        double[] gradient = loss.backward().toDoubleArray();
        for (int column = 0; column < 3; column++) {
            assertEquals(2 * each[column], gradient[column], 1e-15);
            assertEquals(each[6 + column], gradient[3 + column], 1e-15);
            assertEquals(0, Math.abs(gradient[6 + column]));
            assertEquals(3 * each[9 + column], gradient[9 + column], 1e-15);
        }
        Network net = new Network(Sequential.of(affine("W", 2, 3, 5)), loss);
        Tensor x = Target.FLOAT64.gaussian(Shape.of(4, 2), 1, new SeededRandom(2));
        GradientCheck.everyElement()
                .check(net.lossOf(x, targets, Target.FLOAT64.vector(2, 1, 0.1, 3)))
                .assertPassed();
    }

    /** As PyTorch's mean of class numbers with class weights, samples that weigh count in both sums. */
    @Test
    void classAndSampleWeightsMultiply() {
        Loss loss = new SoftmaxWithLoss().withClassWeights(1, 0.25, 3);
        Tensor scores = Target.FLOAT64.gaussian(Shape.of(3, 3), 2, new SeededRandom(1));
        int[] repeated = {0, 0, 1, 2};
        double expected = loss.forward(scores.gatherRows(repeated), Target.FLOAT64.vector(0, 0, 1, 2))
                .item();
        Tensor weights = Target.FLOAT64.vector(2, 1, 1);
        assertEquals(
                expected,
                loss.forward(scores, Target.FLOAT64.vector(0, 1, 2), weights).item(),
                1e-14);
    }

    @Test
    void weightsThatCannotBeMeantAreRefused() {
        Loss loss = RegressionLoss.meanSquaredError();
        Tensor y = Target.FLOAT64.zeros(Shape.of(2, 1));
        assertEquals(
                "weight of sample 1: expected a finite number, 0 or above, got -1.0",
                assertThrowsExactly(
                                IllegalArgumentException.class, () -> loss.forward(y, y, Target.FLOAT64.vector(1, -1)))
                        .getMessage());
        assertEquals(
                "all samples of the batch weigh 0: no mean loss, leave them out",
                assertThrowsExactly(
                                IllegalArgumentException.class, () -> loss.forward(y, y, Target.FLOAT64.vector(0, 0)))
                        .getMessage());
        assertThrowsExactly(ShapeException.class, () -> loss.forward(y, y, Target.FLOAT64.vector(1, 1, 1)));
    }

    /** The notes' loss of regression: half of the squares, and the mean over the samples alone. */
    @Test
    void halfSquaredErrorHasTheSimpleGradient() {
        Loss loss = RegressionLoss.halfSquaredError();
        Tensor y = Target.FLOAT64.matrix(new double[][] {{1, 2}, {3, 4}});
        Tensor t = Target.FLOAT64.matrix(new double[][] {{0, 4}, {3, 1}});
        assertEquals((1 + 4 + 0 + 9) / 4.0, loss.forward(y, t).item());
        assertArrayEquals(new double[] {0.5, -1, 0, 1.5}, loss.backward().toDoubleArray());
    }

    /** At the ends of Huber's parabola both branches have the slope delta; far beyond, the slope is delta to the last bit. */
    @Test
    void huberAtItsEnds() {
        Loss loss = RegressionLoss.huber(0.1);
        Tensor y = Target.FLOAT32.matrix(new double[][] {{0.1, -0.1, 1e6, -1e6, 0.05, 0}});
        loss.forward(y, Target.FLOAT32.zeros(Shape.of(1, 6)));
        double part = 0.1 / 6;
        double[] slopes = loss.backward().toDoubleArray();
        assertArrayEquals(new double[] {part, -part, part, -part, part / 2, 0}, slopes, 1e-9);
    }

    @Test
    void oneAnswerEachMayHaveAVectorOfTargets() {
        Tensor scores = Target.FLOAT64.matrix(new double[][] {{2}, {-1}, {0.5}});
        Tensor column = Target.FLOAT64.matrix(new double[][] {{1}, {0}, {1}});
        Tensor vector = Target.FLOAT64.vector(1, 0, 1);
        for (Loss loss : List.of(new SigmoidWithLoss(), RegressionLoss.meanSquaredError())) {
            double expected = loss.forward(scores, column).item();
            assertEquals(expected, loss.forward(scores, vector).item());
        }
    }

    @Test
    void targetsThatCannotBeMeantAreRefused() {
        Tensor two = Target.FLOAT64.matrix(new double[][] {{0, 1}, {0.5, 2}});
        assertEquals(
                "target row 1 holds 2.0, expected 0 for no, 1 for yes, or a share between",
                assertThrowsExactly(IllegalArgumentException.class, () -> new SigmoidWithLoss().requireTargets(two))
                        .getMessage());
        Tensor none = Target.FLOAT64.matrix(new double[][] {{0, 1}, {Double.NaN, 2}});
        assertEquals(
                "target row 1 holds NaN, expected finite numbers",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> RegressionLoss.huber(1).requireTargets(none))
                        .getMessage());
        assertThrowsExactly(
                IllegalArgumentException.class, () -> RegressionLoss.huber(1).forward(none, none.copy()));
        assertEquals(
                "label 1 is 0.5, expected a class number: 0, 1, 2, ...",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> new SoftmaxWithLoss().requireTargets(Target.FLOAT64.vector(1, 0.5)))
                        .getMessage());
    }

    @Test
    void shapesThatDoNotFitAreTold() {
        Tensor scores = Target.FLOAT64.zeros(Shape.of(2, 3));
        ShapeException thrown = assertThrowsExactly(
                ShapeException.class,
                () -> RegressionLoss.meanSquaredError().forward(scores, Target.FLOAT64.zeros(Shape.of(2))));
        assertEquals(
                "RegressionLoss: expected targets [2, 3] of scores [2, 3], one or more, got [2]", thrown.getMessage());
        assertThrowsExactly(
                ShapeException.class,
                () -> new SoftmaxWithLoss().withClassWeights(1, 2).forward(scores, Target.FLOAT64.vector(0, 1)));
    }

    @Test
    void predictionsAreWhatScoresStandFor() {
        Tensor scores = Target.FLOAT64.matrix(new double[][] {{0, 0}, {Math.log(3), 0}});
        assertArrayEquals(
                new double[] {0.5, 0.5, 0.75, 0.25},
                new SoftmaxWithLoss().prediction(scores).toDoubleArray(),
                1e-15);
        assertArrayEquals(
                new double[] {0.5, 0.5, 0.75, 0.5},
                new SigmoidWithLoss().prediction(scores).toDoubleArray(),
                1e-15);
        assertArrayEquals(
                scores.toDoubleArray(),
                RegressionLoss.huber(1).prediction(scores).toDoubleArray());
    }
}
