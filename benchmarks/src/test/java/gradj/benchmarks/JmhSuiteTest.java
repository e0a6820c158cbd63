package gradj.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.cli.bench.Results;
import gradj.cli.bench.Score;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class JmhSuiteTest {
    private static final Map<String, List<String>> PRODUCT = Map.of(
            "backend", List.of("java", "slow", "wrong"), "dtype", List.of("FLOAT32"), "size", List.of("16x16x16"));

    private static Results measure(Plan plan, StringWriter printed) {
        String property = "jmh.ignoreLock"; // another JMH on this machine is no reason to fail
        System.setProperty(property, "true");
        try {
            PrintWriter out = new PrintWriter(printed);
            Backends.askAll();
            return JmhSuite.measure(plan, true, Backends.report(), out);
        } finally {
            System.clearProperty(property);
        }
    }

    /** JMH itself, with JVMs of its own. */
    @Test
    void slowShowsAsSlowAndWrongIsRefused() {
        List<Group> groups = List.of(new Group("DotBenchmark.dot", PRODUCT, 1));
        StringWriter printed = new StringWriter();
        Results results = measure(new Plan(groups, 1, 20, 2, Integer.MAX_VALUE), printed);
        assertEquals(
                List.of("java", "slow"),
                results.scores().stream().map(Score::backend).toList());
        Score java = results.scores().get(0);
        Score slow = results.scores().get(1);
        assertTrue(slow.microseconds() >= 3000, slow.toString());
        assertTrue(java.microseconds() < slow.microseconds() / 2, java.toString());
        assertEquals(2 * 16 * 16 * 16 / java.microseconds() / 1000, java.rates().get(Score.FLOPS), 1e-6);
        assertEquals(1, java.forks().size());
        assertEquals(1, results.refused().size());
        String refused = results.refused().get(0);
        assertTrue(refused.contains("dot 16x16x16 [5, 16] on backend wrong, float32 is wrong: element "), refused);
        assertTrue(printed.toString().contains("[3/3] DotBenchmark.dot {backend=wrong"), printed.toString());
        assertTrue(results.machine().flags().contains("-XX:+AlwaysPreTouch"), results.toString());
    }

    @Test
    void whatComesTooLateIsLeftOut() {
        Plan plan = new Plan(List.of(new Group("DotBenchmark.dot", PRODUCT, 1)), 1, 20, 1, -1);
        Results results = measure(plan, new StringWriter());
        assertEquals(List.of(), results.scores());
        assertEquals(1, results.leftOut().size());
    }

    @Test
    void aQuickRunLeavesOutWhatGrowsTooSlow() {
        Group large = new Group("DotBenchmark.dot", Map.of("backend", List.of("java")), 1);
        Plan quick = Plan.quick(dtype -> List.of("java"));
        Plan full = Plan.full(dtype -> List.of("java"), 1);
        Score slow = score("java", 600_000);
        assertTrue(quick.leavesOut(large, 0, List.of(slow)));
        assertTrue(!full.leavesOut(large, 0, List.of(slow)));
        assertTrue(!quick.leavesOut(large, 0, List.of(score("java", 400_000), score("opencl", 600_000))));
        assertTrue(quick.leavesOut(large, 100, List.of()));
    }

    private static Score score(String backend, double microseconds) {
        return new Score(
                "DotBenchmark.dot",
                Map.of("backend", backend),
                microseconds,
                Score.TIME,
                null,
                List.of(microseconds),
                Map.of(),
                null);
    }

    @Test
    void plansBeginWithTheRulersAndHaveEveryBenchmark() {
        Plan full = Plan.full(dtype -> List.of("java"), 5);
        assertTrue(full.groups().get(0).benchmark().startsWith("PeakBenchmark."));
        Set<String> classes = new HashSet<>();
        full.groups().forEach(group -> classes.add(group.benchmark().split("\\.", -1)[0]));
        assertEquals(
                Set.of(
                        "PeakBenchmark",
                        "CopyBenchmark",
                        "DotBenchmark",
                        "GradientBenchmark",
                        "TrainingStepBenchmark",
                        "ElementwiseBenchmark",
                        "TransposeBenchmark",
                        "ReductionBenchmark",
                        "SoftmaxCrossEntropyBenchmark"),
                classes);
    }
}
