package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.data.Batch;
import gradj.data.Batches;
import gradj.data.Samples;
import gradj.nn.Network;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionMatrixTest {
    private static final Tensors TENSORS = Target.FLOAT64;
    private static final Network CLASSIFIER = ScikitLearn.identity(new SoftmaxWithLoss());
    private static final Network YES_NO = ScikitLearn.identity(new SigmoidWithLoss());

    static Stream<ScikitLearn.Case> classes() {
        return ScikitLearn.cases("classes");
    }

    static Stream<ScikitLearn.Case> answers() {
        return ScikitLearn.cases("answers");
    }

    private static ConfusionMatrix matrix(ScikitLearn.Case of) {
        return ConfusionMatrix.of(CLASSIFIER, new Samples(of.tensor("scores"), of.tensor("labels")));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void countsAsScikitLearnDoes(ScikitLearn.Case expected) {
        ConfusionMatrix matrix = matrix(expected);
        assertArrayEquals(expected.matrix(expected.json().get("matrix")), matrix.counts());
        assertEquals(expected.number("accuracy"), matrix.accuracy(), 1e-15);
        assertEquals(expected.number("macroPrecision"), matrix.macroPrecision(), 1e-15);
        assertEquals(expected.number("macroRecall"), matrix.macroRecall(), 1e-15);
        assertEquals(expected.number("macroF1"), matrix.macroF1(), 1e-15);
        for (int i = 0; i < matrix.classes(); i++) {
            assertEquals(expected.numbers("precision")[i], matrix.precision(i), 1e-15);
            assertEquals(expected.numbers("recall")[i], matrix.recall(i), 1e-15);
            assertEquals(expected.numbers("f1")[i], matrix.f1(i), 1e-15);
            assertEquals(expected.numbers("support")[i], matrix.samples(i));
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void hasAMatrixOfEachAnswerOfYesAndNo(ScikitLearn.Case expected) {
        Samples samples = new Samples(expected.tensor("scores"), expected.tensor("targets"));
        List<ConfusionMatrix> matrices = ConfusionMatrix.ofAnswers(YES_NO, samples);
        assertEquals(expected.json().getAsJsonArray("matrices").size(), matrices.size());
        for (int i = 0; i < matrices.size(); i++) {
            assertArrayEquals(
                    expected.matrix(expected.json().getAsJsonArray("matrices").get(i)),
                    matrices.get(i).counts());
        }
        double f1 = matrices.stream().mapToDouble(each -> each.f1(1)).average().orElseThrow();
        assertEquals(expected.number("yesNoF1"), f1, 1e-15);
        if (matrices.size() == 1) {
            ConfusionMatrix one = ConfusionMatrix.of(YES_NO, samples, "good", "bad");
            assertArrayEquals(matrices.get(0).counts(), one.counts());
            assertEquals(List.of("good", "bad"), one.classNames());
            assertEquals(List.of("no", "yes"), matrices.get(0).classNames());
        } else {
            String message = assertThrowsExactly(
                            IllegalArgumentException.class, () -> ConfusionMatrix.of(YES_NO, samples))
                    .getMessage();
            assertEquals(
                    "scores [16, 4] answer yes or no several times each: a sample has no class, expected one score;"
                            + " ConfusionMatrix.ofAnswers has a matrix of each",
                    message);
        }
    }

    /** Of more samples than a piece, and never more of them asked for at once. */
    @Test
    void countsPieceByPiece() {
        Samples three = ScikitLearn.samples(
                TENSORS.matrix(new double[][] {{2, 1, 0}, {0, 1, 2}, {5, 5, 1}}), 0, 1, 1); // of equals the first
        int[] rows = IntStream.range(0, 4999).map(i -> i % 3).toArray();
        Batches many = three.rows(rows);
        int[] largest = new int[1];
        Batches watched = new Batches() {
            @Override
            public int size() {
                return many.size();
            }

            @Override
            public Batch batch(int... numbers) {
                largest[0] = Math.max(largest[0], numbers.length);
                return many.batch(numbers);
            }
        };
        ConfusionMatrix matrix = ConfusionMatrix.of(CLASSIFIER, watched);
        assertArrayEquals(new int[][] {{1667, 0, 0}, {1666, 0, 1666}, {0, 0, 0}}, matrix.counts());
        assertEquals(Evaluation.ROWS, largest[0]);
        assertEquals(4999, matrix.samples());
        assertEquals(1667, matrix.right());
        assertEquals(1666, matrix.predicted(2));
        assertEquals(
                List.of(new ConfusionMatrix.Confusion(1, 0, 1666), new ConfusionMatrix.Confusion(1, 2, 1666)),
                matrix.mostConfused(9));
        assertEquals(1, matrix.mostConfused(1).size());
    }

    /** Weights say how much a sample teaches, not how much it counts. */
    @Test
    void weightsDoNotCount() {
        Samples two = ScikitLearn.samples(TENSORS.matrix(new double[][] {{2, 1}, {2, 1}}), 0, 1);
        assertArrayEquals(
                new int[][] {{1, 0}, {1, 0}},
                ConfusionMatrix.of(CLASSIFIER, two.weighted(TENSORS.vector(9, 0)))
                        .counts());
    }

    /** Squares are a poor loss for classes, but one-hot rows are classes; numbers are none. */
    @Test
    void oneHotRowsAreClassesWhateverTheLoss() {
        Network squares = ScikitLearn.identity(RegressionLoss.meanSquaredError());
        Tensor scores = TENSORS.matrix(new double[][] {{0.9, 0.2}, {0.8, 0.1}});
        Samples oneHot = new Samples(scores, TENSORS.matrix(new double[][] {{1, 0}, {0, 1}}));
        assertArrayEquals(
                new int[][] {{1, 0}, {1, 0}},
                ConfusionMatrix.of(squares, oneHot).counts());
        Samples numbers = new Samples(scores, TENSORS.matrix(new double[][] {{3.5, 2}, {1, 7}}));
        assertEquals(
                "label row 0 holds 3.5, expected a single 1 (one-hot), or shares from 0 to 1 with the sum 1",
                assertThrowsExactly(IllegalArgumentException.class, () -> ConfusionMatrix.of(squares, numbers))
                        .getMessage());
        Samples column = new Samples(TENSORS.zeros(Shape.of(2, 1)), TENSORS.vector(3, 4));
        assertThrowsExactly(ShapeException.class, () -> ConfusionMatrix.of(squares, column));
    }

    @Test
    void refusesWhatHasNoMatrix() {
        Samples two = ScikitLearn.samples(TENSORS.matrix(new double[][] {{2, 1}, {2, 1}}), 0, 1);
        assertEquals(
                "class names: expected one of each of 2 classes, or none, got 3",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> ConfusionMatrix.of(CLASSIFIER, two, "a", "b", "c"))
                        .getMessage());
        assertEquals(
                "nothing to measure: expected samples, got none",
                assertThrowsExactly(IllegalArgumentException.class, () -> ConfusionMatrix.of(CLASSIFIER, two.rows()))
                        .getMessage());
        assertEquals(
                "expected a net whose scores answer yes or no, by SigmoidWithLoss, got one by SoftmaxWithLoss",
                assertThrowsExactly(IllegalArgumentException.class, () -> ConfusionMatrix.ofAnswers(CLASSIFIER, two))
                        .getMessage());
        Samples far = new Samples(TENSORS.zeros(Shape.of(2002, 2)), withLabel(2002, 2001, 0.5));
        assertTrue(assertThrowsExactly(IllegalArgumentException.class, () -> ConfusionMatrix.of(CLASSIFIER, far))
                .getMessage()
                .startsWith("samples from 2000 on: label 1 is 0.5"));
        for (int[][] counts : new int[][][] {{}, {{1}}, {{1, 2}, {3}}, {{1, -2}, {3, 4}}}) {
            assertThrowsExactly(IllegalArgumentException.class, () -> ConfusionMatrix.of(counts));
        }
        ConfusionMatrix matrix = ConfusionMatrix.of(CLASSIFIER, two);
        assertThrowsExactly(IndexOutOfBoundsException.class, () -> matrix.precision(2));
        assertThrowsExactly(IndexOutOfBoundsException.class, () -> matrix.count(0, -1));
    }

    private static Tensor withLabel(int count, int at, double label) {
        double[] labels = new double[count];
        labels[at] = label;
        return TENSORS.vector(labels);
    }

    @Test
    void isATable() {
        ConfusionMatrix matrix = ConfusionMatrix.of(
                new int[][] {{13, 0, 0, 0}, {0, 5, 2, 0}, {0, 1, 10, 0}, {0, 0, 0, 0}},
                "setosa",
                "versicolor",
                "virginica",
                "none");
        assertEquals("""
                true \\ predicted     setosa versicolor  virginica       none
                0 setosa                 13          0          0          0
                1 versicolor              0          5          2          0
                2 virginica               0          1         10          0
                3 none                    0          0          0          0

                                 precision    recall        F1   samples
                0 setosa            1.0000    1.0000    1.0000        13
                1 versicolor        0.8333    0.7143    0.7692         7
                2 virginica         0.8333    0.9091    0.8696        11
                3 none              0.0000    0.0000    0.0000         0
                mean of classes     0.8889    0.8745    0.8796        31
                accuracy 0.9032: 28 of 31 right
                neither true nor predicted, left out of the means: 3 none
                """, matrix.toString());
    }

    /** Long names are cut, and the columns are then called by the numbers of the classes. */
    @Test
    void longNamesAreCut() {
        String table = ConfusionMatrix.of(
                        new int[][] {{3, 0}, {7, 0}},
                        "a sensor that failed to the left",
                        "a sensor that failed to the\nright")
                .toString();
        assertEquals(
                List.of(
                        "true \\ predicted         0 1",
                        "0 a sensor that failed.. 3 0",
                        "1 a sensor that failed.. 7 0"),
                table.lines().limit(3).toList());
        assertTrue(
                table.endsWith("never predicted, so their precision counts as 0: 1 a sensor that failed..\n"), table);
    }

    /** Every line of any number of classes fits a terminal. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 20, 26, 40, 200})
    void fitsATerminal(int classes) {
        int[][] counts = new int[classes][classes];
        String[] names = new String[classes];
        for (int i = 0; i < classes; i++) {
            counts[i][i] = 100 + i;
            counts[i][(i + 1) % classes] += i;
            names[i] = "class number " + i;
        }
        String table = ConfusionMatrix.of(counts, names).toString();
        table.lines().forEach(line -> assertTrue(line.length() <= 100, line));
        assertEquals(classes <= 20, table.startsWith("true"), table);
        if (classes == 200) {
            List<String> lines = table.lines().toList();
            assertEquals("200 classes, the pairs that are most often confused:", lines.get(0));
            assertTrue(lines.get(2).matches("199 class number 199 +0 class number 0 +199"), lines.get(2));
            assertEquals(1 + 1 + 20 + 1 + 1 + 20 + 2, lines.size());
        }
    }
}
