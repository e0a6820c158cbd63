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
        int zero = 0;
        for (int seed = 0; seed < 1000; seed++) {
            GradientReport report = GradientCheck.everyElement()
                    .check(RandomGraphs.ofTensors(seed).asFunction());
            int finalSeed = seed;
            for (ParameterReport parameter : report.parameters()) {
                assertTrue(parameter.passed() || parameter.isAllZero(), () -> "seed " + finalSeed + "\n" + report);
                zero += parameter.isAllZero() ? 1 : 0;
            }
            checked += report.parameters().stream()
                    .mapToInt(ParameterReport::checked)
                    .sum();
            kinks += report.kinks();
        }
        assertTrue(checked > 5000, "elements checked: " + checked);
        assertTrue(zero <= 3, zero + " inputs that nothing depends on");
        assertTrue(kinks < checked / 100, kinks + " kinks in " + checked + " elements");
    }
}
