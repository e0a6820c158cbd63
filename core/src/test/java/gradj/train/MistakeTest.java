package gradj.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.data.Samples;
import gradj.nn.Network;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MistakeTest {
    private static final Tensors TENSORS = Target.FLOAT64;
    private static final Network CLASSIFIER = ScikitLearn.identity(new SoftmaxWithLoss());

    @Test
    void mostWrongIsWhoseTrueClassIsLeastProbable() {
        Tensor scores = TENSORS.matrix(new double[][] {
            {0, Math.log(3), Math.log(4)}, // 1/8, 3/8, 4/8
            {5, 0, 0}, // right
            {Math.log(2), Math.log(7), 0}, // 2/10, 7/10, 1/10
            {0, 900, 0}, // sure, and wrong
            {0, Math.log(3), Math.log(4)} // as the first one
        });
        Samples samples = ScikitLearn.samples(scores, 0, 0, 2, 2, 0);
        List<Mistake> mistakes = Mistake.mostWrong(CLASSIFIER, samples, 25);
        assertEquals(List.of(3, 2, 0, 4), mistakes.stream().map(Mistake::sample).toList());
        assertEquals(900, mistakes.get(0).loss());
        assertEquals(1, mistakes.get(0).probability());
        assertEquals(0, mistakes.get(0).probabilityOfTruth());
        Mistake second = mistakes.get(1);
        assertEquals(2, second.truth());
        assertEquals(1, second.predicted());
        assertEquals(0.7, second.probability(), 1e-15);
        assertEquals(0.1, second.probabilityOfTruth(), 1e-15);
        assertEquals(mistakes.subList(0, 3), Mistake.mostWrong(CLASSIFIER, samples, 3));
        assertEquals(List.of(), Mistake.mostWrong(CLASSIFIER, samples, 0));
        assertThrowsExactly(IllegalArgumentException.class, () -> Mistake.mostWrong(CLASSIFIER, samples, -1));
    }

    @Test
    void ofYesAndNo() {
        Network yesNo = ScikitLearn.identity(new SigmoidWithLoss());
        Tensor scores = TENSORS.matrix(new double[][] {{Math.log(4)}, {-Math.log(9)}, {3}, {-50}});
        List<Mistake> mistakes = Mistake.mostWrong(yesNo, ScikitLearn.samples(scores, 0, 1, 1, 1), 9);
        assertEquals(List.of(3, 1, 0), mistakes.stream().map(Mistake::sample).toList());
        assertEquals(50, mistakes.get(0).loss(), 1e-13);
        assertEquals(new Mistake(1, 1, 0, 0.9, Math.log(10)), rounded(mistakes.get(1)));
        assertEquals(0.8, mistakes.get(2).probability(), 1e-15);
    }

    private static Mistake rounded(Mistake m) {
        return new Mistake(
                m.sample(),
                m.truth(),
                m.predicted(),
                Math.round(m.probability() * 1e12) / 1e12,
                Math.abs(m.loss() - Math.log(10)) < 1e-14 ? Math.log(10) : m.loss());
    }

    /** Pieces are put together: the same as by sorting all. */
    @Test
    void overAllPieces() {
        int count = 4500;
        Tensor scores = TENSORS.gaussian(Shape.of(count, 4), 2, new SeededRandom(5));
        double[] labels = new double[count];
        Arrays.setAll(labels, i -> (i * 7) % 4);
        Samples samples = ScikitLearn.samples(scores, labels);
        List<Mistake> all = Mistake.mostWrong(CLASSIFIER, samples, count);
        ConfusionMatrix matrix = ConfusionMatrix.of(CLASSIFIER, samples);
        assertEquals(matrix.samples() - matrix.right(), all.size());
        for (int i = 1; i < all.size(); i++) {
            assertEquals(true, all.get(i - 1).loss() >= all.get(i).loss());
        }
        assertEquals(all.subList(0, 25), Mistake.mostWrong(CLASSIFIER, samples, 25));
        double loss = Metric.logLoss()
                .of(
                        scores.rows(all.get(0).sample(), all.get(0).sample() + 1),
                        TENSORS.vector(all.get(0).truth()));
        assertEquals(loss, all.get(0).loss());
    }

    /** A loss whose scores stand for themselves gives them, while they can be probabilities. */
    @Test
    void ofALossWithoutProbabilities() {
        Network squares = ScikitLearn.identity(RegressionLoss.meanSquaredError());
        Tensor t = TENSORS.matrix(new double[][] {{1, 0}});
        Samples fits = new Samples(TENSORS.matrix(new double[][] {{0.25, 0.75}}), t);
        assertEquals(
                List.of(new Mistake(0, 0, 1, 0.75, Math.log(4))),
                Mistake.mostWrong(squares, fits, 1).stream()
                        .map(m -> new Mistake(m.sample(), m.truth(), m.predicted(), 0.75, m.loss()))
                        .toList());
        Samples beyond = new Samples(TENSORS.matrix(new double[][] {{0.25, 1.75}}), t);
        assertEquals(
                "most wrong samples: expected a loss whose scores stand for probabilities, by its prediction(scores), got"
                        + " 1.75",
                assertThrowsExactly(IllegalArgumentException.class, () -> Mistake.mostWrong(squares, beyond, 1))
                        .getMessage());
    }
}
