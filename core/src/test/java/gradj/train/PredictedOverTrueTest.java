package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.data.Samples;
import gradj.nn.Network;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictedOverTrueTest {
    private static final Tensors TENSORS = Target.FLOAT64;
    private static final Network NET = ScikitLearn.identity(RegressionLoss.meanSquaredError());

    @Test
    void hasAPairOfEachSample() {
        int count = 4100; // more than two pieces
        double[] t = IntStream.range(0, count).mapToDouble(i -> i % 90).toArray();
        double[] y = IntStream.range(0, count).mapToDouble(i -> i % 90 + i % 3).toArray();
        PredictedOverTrue pairs =
                PredictedOverTrue.of(NET, new Samples(TENSORS.of(Shape.of(count, 1), y), TENSORS.vector(t)));
        assertEquals(count, pairs.size());
        assertArrayEquals(t, pairs.truths());
        assertArrayEquals(y, pairs.predictions());
        assertEquals(89, pairs.truth(4049));
        assertEquals(91, pairs.predicted(4049));
        assertEquals(5.0 / 3, pairs.meanSquaredError(), 1e-3);
        assertEquals(Metric.r2().of(TENSORS.vector(y), TENSORS.vector(t)), pairs.r2());
        PredictedOverTrue cm = pairs.map(x -> 2.5 * x + 10);
        assertEquals(2.5 * 91 + 10, cm.predicted(4049));
        assertEquals(pairs.r2(), cm.r2(), 1e-12); // whatever the unit
        assertEquals(2.5 * 2.5 * pairs.meanSquaredError(), cm.meanSquaredError(), 1e-12);
    }

    @Test
    void ofOneOfSeveralOutputs() {
        Tensor y = TENSORS.matrix(new double[][] {{1, 10}, {2, 20}});
        Samples samples = new Samples(y, y.plus(0.5));
        PredictedOverTrue second = PredictedOverTrue.of(NET, samples, 1);
        assertArrayEquals(new double[] {10.5, 20.5}, second.truths());
        assertArrayEquals(new double[] {10, 20}, second.predictions());
        assertEquals(
                "predicted over true: expected one output, got [2, 2]: say which one",
                assertThrowsExactly(ShapeException.class, () -> PredictedOverTrue.of(NET, samples))
                        .getMessage());
        assertThrowsExactly(IndexOutOfBoundsException.class, () -> PredictedOverTrue.of(NET, samples, 2));
    }

    @Test
    void refusesClassesAndNothing() {
        Samples one = new Samples(TENSORS.matrix(new double[][] {{1}}), TENSORS.vector(1));
        assertEquals(
                "predicted over true: expected a net that predicts numbers, got one of classes, by SigmoidWithLoss: see"
                        + " ConfusionMatrix",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> PredictedOverTrue.of(ScikitLearn.identity(new SigmoidWithLoss()), one))
                        .getMessage());
        assertThrowsExactly(IllegalArgumentException.class, () -> PredictedOverTrue.of(NET, one.rows()));
        assertThrowsExactly(
                IllegalArgumentException.class, () -> PredictedOverTrue.of(new double[] {1}, new double[] {1, 2}));
        assertEquals(
                0.25, PredictedOverTrue.of(new double[] {1}, new double[] {1.5}).meanSquaredError());
    }
}
