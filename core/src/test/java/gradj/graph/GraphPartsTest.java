package gradj.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import gradj.cases.Target;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.op.UnaryOperation;
import gradj.tensor.Tensor;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A graph whose gradient is wrong is taken apart: the operation to blame is named, and what it does. */
class GraphPartsTest {
    /** x^2, whose backward forgets dout. */
    private static final class Area extends UnaryOperation {
        @Override
        protected Tensor forwardOf(Tensor x) {
            return x.times(x);
        }

        @Override
        protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
            return x.times(2);
        }
    }

    @Test
    void aBackwardThatForgetsDout() {
        Node x = new Graph(Target.FLOAT64).input("x", Target.FLOAT64.vector(1, 2, 3));
        Node sum = x.apply(new Area()).square().sum();
        GradientReport report = GradientCheck.everyElement().check(sum.asFunction());
        assertFalse(report.passed());
        assertEquals(Set.of("step 1 (Area)"), report.parts().keySet(), report::toString);
        assertEquals(
                Pattern.UPSTREAM_IGNORED,
                report.parts()
                        .get("step 1 (Area)")
                        .parameter("x0")
                        .diagnoses()
                        .get(0)
                        .pattern(),
                report::toString);
    }
}
