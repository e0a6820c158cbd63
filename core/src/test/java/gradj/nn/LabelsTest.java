package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.graph.Graph;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a net's loss and accuracy take for labels and scores, and what they refuse. */
class LabelsTest {
    private static final String ONE_CLASS =
            " is one class, and softmax of one score is always 1: nothing can be learned;"
                    + " use two outputs, one for yes and one for no, and labels of two classes";

    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    /** A net that passes its three inputs through as scores. */
    private static Network identity(Tensors tensors) {
        Tensor w = tensors.matrix(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        return new Network(List.of(new Affine(new Parameter("W", w), new Parameter("b", tensors.zeros(Shape.of(3))))));
    }

    private static void assertRefused(Class<? extends Throwable> type, String message, Runnable call) {
        assertEquals(message, assertThrowsExactly(type, call::run).getMessage());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void oneOutputIsRefusedWithTheWayOut(Tensors tensors) {
        Network net = new TwoLayerNet(tensors, 2, 3, 1, 0.1, 1);
        Tensor x = tensors.matrix(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
        Tensor column = tensors.matrix(new double[][] {{0}, {1}, {1}, {0}});
        Tensor numbers = tensors.vector(0, 0, 0, 0);
        assertEquals(Shape.of(4, 1), net.predict(x).shape());
        for (Tensor t : List.of(column, numbers)) {
            assertRefused(ShapeException.class, "scores: [4, 1]" + ONE_CLASS, () -> net.loss(x, t));
            assertRefused(ShapeException.class, "accuracy: scores: [4, 1]" + ONE_CLASS, () -> net.accuracy(x, t));
        }
        Tensor single = tensors.vector(0, 1);
        assertRefused(ShapeException.class, "scores: [1]" + ONE_CLASS, () -> net.loss(single, tensors.vector(1)));
        assertRefused(
                ShapeException.class,
                "accuracy: scores: [1]" + ONE_CLASS,
                () -> net.accuracy(single, tensors.vector(1)));
        assertRefused(
                ShapeException.class,
                "scores: [4, 1]" + ONE_CLASS,
                () -> new SoftmaxWithLoss().forward(column, column));
        Graph graph = new Graph(tensors);
        assertRefused(
                ShapeException.class,
                "scores: [4, 1]" + ONE_CLASS,
                () -> graph.input("x", x).loss(net, graph.constant("t", column)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, NaN", "2, 1, NaN", "1, 2, Infinity", "2, 0, -Infinity"})
    void theLossRefusesLabelsThatAreNoNumbers(int row, int column, double value) {
        for (Tensors tensors : Target.all()) {
            double[] labels = {1, 0, 0, 0, 1, 0, 0, 0, 1};
            labels[3 * row + column] = value;
            Tensor x = tensors.matrix(new double[][] {{1, 2, 3}, {3, 1, 2}, {0, 0, 0}});
            Tensor t = tensors.of(Shape.of(3, 3), labels);
            String message = "label row " + row + " holds " + value + ", expected finite numbers";
            assertRefused(
                    IllegalArgumentException.class,
                    message,
                    () -> identity(tensors).loss(x, t));
            assertRefused(IllegalArgumentException.class, message, () -> new SoftmaxWithLoss().forward(x, t));
        }
    }

    /** The loss says what the scores are: whether NaN is a mistake, the caller knows. */
    @Test
    void theLossOfScoresThatAreNoNumbersIsNone() {
        Tensors tensors = Target.FLOAT64;
        Tensor x = tensors.matrix(new double[][] {{1, Double.NaN, 3}});
        assertTrue(Double.isNaN(identity(tensors).loss(x, tensors.oneHot(3, 0)).item()));
    }

    /** A row of zeros masks a sample out, for instance. */
    @ParameterizedTest
    @MethodSource("targets")
    void theLossTakesOtherRowsWithTheirOwnGradient(Tensors tensors) {
        SoftmaxWithLoss layer = new SoftmaxWithLoss();
        Tensor zeros = tensors.matrix(new double[][] {{0, 0}, {0, 0}});
        Tensor loss = layer.forward(zeros, tensors.matrix(new double[][] {{0, 0}, {2, 1}}));
        assertEquals(1.5 * Math.log(2), loss.item(), 8 * tensors.dtype().unitRoundoff());
        assertArrayEquals(new double[] {0, 0, -0.25, 0.25}, layer.backward().toDoubleArray());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void oneSampleIsTreatedAlike(Tensors tensors) {
        Network net = identity(tensors);
        Tensor x = tensors.vector(1, 5, 3);
        Tensor batch = tensors.matrix(new double[][] {{1, 5, 3}});
        assertArrayEquals(new double[] {1, 5, 3}, net.predict(x).toDoubleArray());
        for (int label = 0; label < 3; label++) {
            Tensor row = tensors.oneHot(3, label);
            double loss = net.loss(batch, row).item();
            net.backward();
            double[] db = net.parameters().get(1).gradient().toDoubleArray();
            for (Tensor t : List.of(tensors.scalar(label), tensors.vector(label), row.reshape(Shape.of(3)))) {
                assertEquals(loss, net.loss(x, t).item(), "label " + t);
                net.backward();
                assertArrayEquals(db, net.parameters().get(1).gradient().toDoubleArray());
                assertEquals(label == 1 ? 1 : 0, net.accuracy(x, t), "label " + t);
                assertEquals(net.accuracy(batch, row), net.accuracy(x, t));
            }
        }
        assertRefused(
                IllegalArgumentException.class,
                "label 0 is class 3, expected 0 to 2 for 3 classes",
                () -> net.accuracy(x, tensors.scalar(3)));
        String mismatch =
                "labels of the scores [3] of one sample: expected a one-hot row [3] or a class number [], got [2]";
        assertRefused(ShapeException.class, "accuracy: " + mismatch, () -> net.accuracy(x, tensors.zeros(Shape.of(2))));
        assertRefused(
                ShapeException.class,
                "SoftmaxCrossEntropy: " + mismatch,
                () -> net.loss(x, tensors.zeros(Shape.of(2))));
    }

    /** Numbers as a column are refused with the remedy, by the loss as by the accuracy. */
    @Test
    void refusesAColumnOfClassNumbers() {
        Tensors tensors = Target.FLOAT32;
        Network net = identity(tensors);
        Tensor x = tensors.zeros(Shape.of(2, 3));
        Tensor t = tensors.matrix(new double[][] {{0}, {2}});
        String message = "labels of scores [2, 3]: expected one-hot rows [2, 3] or class numbers [2], got [2, 1]:"
                + " give a column of class numbers as [2], with reshape";
        assertRefused(ShapeException.class, "SoftmaxCrossEntropy: " + message, () -> net.loss(x, t));
        assertRefused(ShapeException.class, "accuracy: " + message, () -> net.accuracy(x, t));
        assertEquals(0.5, net.accuracy(x, t.reshape(Shape.of(2))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | label 2 is class 3, expected 0 to 2 for 3 classes",
                "-7 | label 2 is class -7, expected 0 to 2 for 3 classes",
                "1.5 | label 2 is 1.5, no class number",
                "NaN | label 2 is NaN, no class number",
                "-Infinity | label 2 is -Infinity, no class number",
                "1e10 | label 2 is 1.0E10, no class number"
            })
    void accuracyRefusesNumbersThatAreNoClass(double label, String message) {
        for (Tensors tensors : Target.all()) {
            assertRefused(
                    IllegalArgumentException.class,
                    message,
                    () -> identity(tensors).accuracy(tensors.zeros(Shape.of(4, 3)), tensors.vector(0, 1, label, 2)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,0,0 | label row 1 names no class: its largest element is 0.0",
                "-1,-2,-1 | label row 1 names no class: its largest element is -1.0",
                "0,NaN,1 | label row 1 names no class: it holds NaN",
                "0,1,Infinity | label row 1 names no class: its largest element is Infinity",
                "1,0,1 | label row 1 names two classes: 0 and 2, each with 1.0",
                "0,3,3 | label row 1 names two classes: 1 and 2, each with 3.0"
            })
    void accuracyRefusesRowsThatNameNoClass(String row, String message) {
        double[] values =
                Stream.of(row.split(",")).mapToDouble(Double::parseDouble).toArray();
        for (Tensors tensors : Target.all()) {
            Tensor t = tensors.matrix(new double[][] {{1, 0, 0}, values, {0, 0, 1}});
            assertRefused(
                    IllegalArgumentException.class,
                    message,
                    () -> identity(tensors).accuracy(tensors.zeros(Shape.of(3, 3)), t));
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aRowOfSharesNamesItsLargest(Tensors tensors) {
        Tensor x = tensors.matrix(new double[][] {{0, 1, 0}, {0, 1, 0}, {0, 1, 0}, {5, 1, 5}});
        Tensor t = tensors.matrix(new double[][] {{0.2, 0.5, 0.3}, {0.4, 0.2, 0.4}, {0.2, 0.4, 0.4}, {0.5, 0, 0.5}});
        assertEquals(0.75, identity(tensors).accuracy(x, t));
    }

    /** In the second piece of a net that is evaluated in pieces, too. */
    @Test
    void accuracyRefusesScoresThatAreNoNumbers() {
        for (Tensors tensors : Target.all()) {
            double[] x = new double[3 * 2500];
            x[3 * 2100 + 1] = Double.NaN;
            assertRefused(
                    IllegalArgumentException.class,
                    "accuracy: sample 2100 holds NaN, so its scores are NaN and name no class",
                    () -> identity(tensors).accuracy(tensors.of(Shape.of(2500, 3), x), tensors.zeros(Shape.of(2500))));
        }
        Tensors tensors = Target.FLOAT64;
        Network net = new TwoLayerNet(tensors, 2, 3, 3, Double.NaN, 1);
        String nan = "accuracy: the score of sample 0 for class 0 is NaN, so no class is predicted:"
                + " the net's parameters hold NaN or are too large";
        assertRefused(
                ArithmeticException.class,
                nan,
                () -> net.accuracy(tensors.zeros(Shape.of(2, 2)), tensors.vector(0, 1)));
        assertRefused(
                ArithmeticException.class, nan, () -> net.accuracy(tensors.zeros(Shape.of(2)), tensors.scalar(0)));
        Network identity = identity(tensors);
        identity.parameters().get(1).assign(tensors.vector(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertEquals(1, identity.accuracy(tensors.zeros(Shape.of(2, 3)), tensors.vector(1, 1)));
    }
}
