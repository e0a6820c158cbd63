package gradj.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.tensor.Fused;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax cross entropy of labels that are distributions, and of rows that are none. */
class LabelRowsTest {
    private static final double[][] SCORES = {{1, 2, 3}, {-1, 0, 0.5}, {0, 0, 0}, {3, -2, 1}, {5, 5, 4}, {0.3, 0.2, 0.1}
    };

    /** Sums 1, 0, 2, 0.9, 0.5 with a negative part, 7. */
    private static final double[][] LABELS = {
        {0.25, 0.25, 0.5}, {0, 0, 0}, {1, 0, 1}, {0, 0.9, 0}, {-1, 1.5, 0}, {7, 0, 0}
    };

    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void theGradientIsThatOfTheLoss(Tensors tensors) {
        double u = tensors.dtype().unitRoundoff();
        int rows = SCORES.length;
        double expectedLoss = 0;
        double[] expected = new double[3 * rows];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            double labelSum = 0;
            for (int i = 0; i < 3; i++) {
                sum += Math.exp(SCORES[row][i]);
                labelSum += LABELS[row][i];
            }
            for (int i = 0; i < 3; i++) {
                double y = Math.exp(SCORES[row][i]) / sum;
                expectedLoss -= LABELS[row][i] * Math.log(y) / rows;
                expected[3 * row + i] = 2 * (y * labelSum - LABELS[row][i]) / rows;
            }
        }
        SoftmaxCrossEntropy operation = new SoftmaxCrossEntropy();
        double loss = operation
                .forward(tensors.matrix(SCORES), tensors.matrix(LABELS))
                .item();
        assertEquals(expectedLoss, loss, 64 * u, Target.name(tensors));
        double[] dx = operation.inputGradient(tensors.scalar(2)).toDoubleArray();
        assertArrayEquals(expected, dx, 64 * u, Target.name(tensors));
    }

    @Test
    void theNumericalGradientAgreesRowByRow() {
        Tensors tensors = Target.FLOAT64;
        for (int row = 0; row < LABELS.length; row++) {
            if (row != 1) { // zeros have no gradient to check
                Tensor x = tensors.matrix(new double[][] {SCORES[row]});
                Tensor t = tensors.matrix(new double[][] {LABELS[row]});
                GradientReport report = GradientCheck.everyElement().check(new SoftmaxCrossEntropy(), x, t);
                assertTrue(report.passed(), row + ": " + report);
            }
        }
        GradientReport all = GradientCheck.everyElement()
                .check(new SoftmaxCrossEntropy(), tensors.matrix(SCORES), tensors.matrix(LABELS));
        assertTrue(all.passed(), all.toString());
    }

    /** A row that is masked out, whatever its scores are. */
    @ParameterizedTest
    @MethodSource("targets")
    void aRowOfZerosAddsNothing(Tensors tensors) {
        SoftmaxCrossEntropy operation = new SoftmaxCrossEntropy();
        Tensor x = tensors.matrix(new double[][] {{Double.NEGATIVE_INFINITY, 4, -1000}});
        assertEquals(0, Math.abs(operation.forward(x, tensors.zeros(x.shape())).item()));
        assertArrayEquals(
                new double[3], operation.inputGradient(tensors.scalar(1)).toDoubleArray());
    }

    /** One class has probability 1: nothing can move it, whatever the label is. */
    @ParameterizedTest
    @MethodSource("targets")
    void oneClassHasNoGradient(Tensors tensors) {
        SoftmaxCrossEntropy operation = new SoftmaxCrossEntropy();
        Tensor x = tensors.matrix(new double[][] {{0.3}, {-20}});
        double loss =
                operation.forward(x, tensors.matrix(new double[][] {{5}, {0}})).item();
        assertEquals(0, Math.abs(loss));
        assertArrayEquals(
                new double[2], operation.inputGradient(tensors.scalar(1)).toDoubleArray());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void oneHotRowsGiveTheBitsOfTheDifference(Tensors tensors) {
        SeededRandom random = new SeededRandom(5);
        int rows = 64; // a power of two, so that the mean rounds nothing
        int[] classNumbers = new int[rows];
        for (int i = 0; i < rows; i++) {
            classNumbers[i] = random.nextInt(10);
        }
        Tensor y = Fused.softmax(tensors.gaussian(Shape.of(rows, 10), 3, random));
        Tensor t = tensors.oneHot(10, classNumbers);
        double[] dx = Fused.softmaxCrossEntropyBackward(y, t, tensors.scalar(1)).toDoubleArray();
        assertArrayEquals(y.minus(t).dividedBy(rows).toDoubleArray(), dx, 0, Target.name(tensors));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aSingleSampleTakesItsLabelInEveryForm(Tensors tensors) {
        Tensor batch = tensors.matrix(new double[][] {{1, -2, 3}});
        SoftmaxCrossEntropy ofBatch = new SoftmaxCrossEntropy();
        double loss = ofBatch.forward(batch, tensors.vector(1)).item();
        double[] dx = ofBatch.inputGradient(tensors.scalar(1)).toDoubleArray();
        for (Tensor label : new Tensor[] {tensors.scalar(1), tensors.vector(1), tensors.vector(0, 1, 0)}) {
            SoftmaxCrossEntropy operation = new SoftmaxCrossEntropy();
            assertEquals(
                    loss, operation.forward(batch.reshape(Shape.of(3)), label).item(), "label " + label.shape());
            Tensor gradient = operation.inputGradient(tensors.scalar(1));
            assertEquals(Shape.of(3), gradient.shape());
            assertArrayEquals(dx, gradient.toDoubleArray());
        }
    }
}
