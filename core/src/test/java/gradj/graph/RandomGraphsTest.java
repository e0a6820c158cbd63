package gradj.graph;

import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import org.junit.jupiter.api.Test;

class RandomGraphsTest {
    @Test
    void gradientsOfAThousandGraphsAgreeWithNumericalDifferentiation() {
        int checked = 0;
        int kinks = 0;
        for (int seed = 0; seed < 1000; seed++) {
            GradientReport report = GradientCheck.everyElement()
                    .check(RandomGraphs.ofTensors(seed).asFunction());
            int finalSeed = seed;
            assertTrue(report.passed(), () -> "seed " + finalSeed + "\n" + report);
            checked += report.parameters().stream()
                    .mapToInt(ParameterReport::checked)
                    .sum();
            kinks += report.kinks();
        }
        assertTrue(checked > 5000, "elements checked: " + checked);
        assertTrue(kinks < checked / 100, kinks + " kinks in " + checked + " elements");
    }
}
