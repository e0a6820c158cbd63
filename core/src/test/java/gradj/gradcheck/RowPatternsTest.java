package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.op.Operation;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** The forgotten axis, and what is told of mistakes beside which it must not be told. */
class RowPatternsTest {
    private static final Tensors T = Target.FLOAT64;
    private static final Tensor X = T.gaussian(Shape.of(4, 3), 1, new SeededRandom(1));
    private static final Tensor LABELS = T.oneHot(3, 0, 2, 1, 1);

    private static Tensor softmaxOfRows(Tensor x) {
        Tensor e = x.exp();
        return e.dividedBy(e.sum(1).reshape(Shape.of(4, 1)));
    }

    private static Tensor softmaxOfAll(Tensor x) {
        Tensor e = x.exp();
        return e.dividedBy(e.sum());
    }

    private static Diagnosis told(Operation operation, Tensor... inputs) {
        GradientReport report = GradientCheck.everyElement().check(operation, inputs);
        assertTrue(!report.parameter("x0").diagnoses().isEmpty(), report::toString);
        return report.parameter("x0").diagnoses().get(0);
    }

    @Test
    void aSumOverTheWholeBatchInTheLoss() {
        Diagnosis diagnosis = told(
                new BrokenOperation(
                        in -> softmaxOfAll(in[0]).log().times(in[1]).sum().dividedBy(-4), (in, dout) -> new Tensor[] {
                            softmaxOfAll(in[0]).minus(in[1]).times(dout).dividedBy(4)
                        }),
                X,
                LABELS);
        assertEquals(Pattern.ROWS_MIXED, diagnosis.pattern(), diagnosis.text());
        assertTrue(diagnosis.text().contains("a softmax whose axis was forgotten"), diagnosis.text());
    }

    @Test
    void aSumOverTheWholeBatchInForward() {
        Diagnosis diagnosis = told(
                new BrokenOperation(in -> softmaxOfAll(in[0]), (in, dout) -> {
                    Tensor y = softmaxOfAll(in[0]);
                    Tensor part = dout.times(y);
                    return new Tensor[] {part.minus(y.times(part.sum(1).reshape(Shape.of(4, 1))))};
                }),
                X);
        assertEquals(Pattern.ROWS_MIXED, diagnosis.pattern(), diagnosis.text());
    }

    @Test
    void aSumOverTheWholeBatchInBackward() {
        Diagnosis diagnosis = told(
                new BrokenOperation(in -> softmaxOfRows(in[0]), (in, dout) -> {
                    Tensor y = softmaxOfRows(in[0]);
                    Tensor part = dout.times(y);
                    return new Tensor[] {part.minus(y.times(part.sum()))};
                }),
                X);
        assertEquals(Pattern.ROWS_MIXED, diagnosis.pattern(), diagnosis.text());
        assertTrue(diagnosis.text().contains("though forward keeps the rows apart"), diagnosis.text());
    }

    @Test
    void otherMistakesOfASoftmaxAreNotCalledSo() {
        Diagnosis diagnosis = told(
                new BrokenOperation(in -> softmaxOfRows(in[0]), (in, dout) -> {
                    Tensor y = softmaxOfRows(in[0]);
                    return new Tensor[] {dout.times(y).times(y.negate().plus(1))};
                }),
                X);
        assertTrue(diagnosis.pattern() != Pattern.ROWS_MIXED, diagnosis.text());
    }

    /** The function has 0.005 w^2 that backward leaves out: the decay is in the function. */
    @Test
    void aWeightDecayThatBackwardLeavesOut() {
        Tensor w = T.vector(1, -2, 3, 0.5);
        GradientReport report = GradientCheck.everyElement()
                .check(new Polynomial(() ->
                                w.exp().sum().item() + 0.005 * w.square().sum().item())
                        .with("W", w, w::exp));
        assertEquals(
                "dW is the true gradient - 0.01 W: does the function have a weight decay that backward leaves out, or has"
                        + " less of?",
                report.parameter("W").diagnoses().get(0).text());
    }

    /** Of one number any other is a multiple: no cause is named. */
    @Test
    void aFactorAtTheOnlyElementThatTells() {
        Tensor w = T.vector(1, 0, 0);
        GradientReport report = GradientCheck.everyElement()
                .check(new Polynomial(() -> w.square().sum().item()).with("W", w, () -> w.times(2 * 1.009)));
        assertEquals(
                "dW is (1 + 0.009) times the true gradient at W[0], the only element that is not 0",
                report.parameter("W").diagnoses().get(0).text());
    }

    @Test
    void oneFactorIsWrittenInOneWay() {
        for (double measured : new double[] {1.01, 1.01 + 1e-9, 1.01 - 1e-9}) {
            assertEquals("1.01", WholePatterns.factor(measured));
        }
        assertEquals("(1 + 0.005)", WholePatterns.factor(1.005));
        assertEquals("(1 - 0.000001)", WholePatterns.factor(1 - 1e-6));
    }
}
