package gradj.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the whole kit on a backend, as a build would, and tells which rules failed. */
final class KitRun {
    private static final Pattern RULE = Pattern.compile("R(\\d+) .*");

    /**
     * The rules that take little time, to see that a backend breaks few others than its own: without those that make every
     * call of the catalogue several times, the one about large sizes, and those that run gradj's operations.
     */
    static final Predicate<String> QUICK = rule -> !rule.matches("r(7|14|15|36|4[2-8]|54|60)");

    /** What {@link Suite} tests, one run at a time. */
    private static final ThreadLocal<Tested> TESTED = new ThreadLocal<>();

    private KitRun() {}

    /**
     * A backend with what else the kit asks for.
     *
     * @param backend makes a backend of this many threads
     */
    record Tested(IntFunction<TensorBackend> backend, TensorBackendProvider provider, TensorBackend one) {}

    /** The test class that somebody would write for this backend. */
    static final class Suite extends BackendConformance {
        private static Tested tested() {
            Tested tested = TESTED.get();
            assumeTrue(tested != null, "run by KitRun only");
            return tested;
        }

        @Override
        protected TensorBackend backend() {
            return tested().one();
        }

        @Override
        protected Optional<TensorBackendProvider> provider() {
            return Optional.ofNullable(tested().provider());
        }

        @Override
        protected Optional<TensorBackend> newBackend(int threads) {
            return Optional.of(tested().backend().apply(threads));
        }
    }

    /** The first failure of each of these rules (named as their methods, such as r7) that failed, by the rule's number. */
    static Map<Integer, String> failures(
            IntFunction<TensorBackend> backend, TensorBackendProvider provider, Predicate<String> rules) {
        Map<Integer, String> failures = new ConcurrentHashMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Suite.class))
                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(isOneOf(rules, test)))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        Launcher launcher = LauncherFactory.create();
        TESTED.set(new Tested(backend, provider, backend.apply(1)));
        try {
            launcher.execute(request, new TestExecutionListener() {
                private TestPlan plan;

                @Override
                public void testPlanExecutionStarted(TestPlan testPlan) {
                    plan = testPlan;
                }

                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                    result.getThrowable()
                            .filter(thrown -> result.getStatus() == TestExecutionResult.Status.FAILED)
                            .ifPresent(thrown ->
                                    failures.putIfAbsent(rule(plan, test), String.valueOf(thrown.getMessage())));
                }
            });
        } finally {
            TESTED.remove();
        }
        return new TreeMap<>(failures);
    }

    private static boolean isOneOf(Predicate<String> rules, TestDescriptor test) {
        return !(test.getSource().orElse(null) instanceof MethodSource method) || rules.test(method.getMethodName());
    }

    /** The number in the display name of the test or of one that contains it; 0 if there is none. */
    private static int rule(TestPlan plan, TestIdentifier test) {
        for (TestIdentifier at = test; at != null; at = plan.getParent(at).orElse(null)) {
            Matcher matcher = RULE.matcher(at.getDisplayName());
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        return 0;
    }
}
