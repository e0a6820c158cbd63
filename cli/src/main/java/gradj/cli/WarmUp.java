package gradj.cli;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Repeats work until it no longer gets faster. Java compiles what it runs only after a while, in threads that wait for a
 * processor like any other, and Vector API calls are a hundred times slower before: on a busy machine a fixed time is too short.
 *
 * @param fastest seconds of the fastest call
 * @param isWarm whether it stopped getting faster in time
 */
record WarmUp(double fastest, boolean isWarm) {
    /** In seconds: as long as a compiler may well be at work before the first call that profits. */
    private static final double AT_LEAST = 0.8;

    private static final double AT_MOST = 10;

    /** No call was faster, and nothing was compiled, for this part of the time. */
    private static final double QUIET_PART = 0.4;

    /** A call is faster when it takes less than this part of the time of the fastest before. */
    private static final double FASTER = 0.95;

    /** A few compilations go on in any program. */
    private static final double COMPILED_PART = 0.1;

    /** What tells the time. */
    interface Clock {
        /** That of Java. */
        Clock SYSTEM = new Clock() {
            private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

            @Override
            public double seconds() {
                return System.nanoTime() / 1e9;
            }

            @Override
            public double compilerSeconds() {
                return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                        ? compiler.getTotalCompilationTime() / 1e3
                        : 0;
            }
        };

        /** Seconds since some moment. */
        double seconds();

        /** Seconds that compilers have worked. */
        double compilerSeconds();
    }

    /** Repeats the work for 0.8 to 10 seconds. */
    static WarmUp of(Runnable work, Clock clock) {
        double start = clock.seconds();
        double fastest = Double.POSITIVE_INFINITY;
        double mark = fastest;
        double quietSince = start;
        double compiled = clock.compilerSeconds();
        double now = start;
        do {
            work.run();
            double before = now;
            now = clock.seconds();
            fastest = Math.min(fastest, now - before);
            double compilers = clock.compilerSeconds();
            if (fastest < FASTER * mark || compilers - compiled > COMPILED_PART * (now - quietSince) + 0.02) {
                mark = fastest;
                quietSince = now;
                compiled = compilers;
            }
            double passed = now - start;
            if (passed >= AT_LEAST && now - quietSince >= QUIET_PART * passed) {
                return new WarmUp(fastest, true);
            }
        } while (now - start < AT_MOST);
        return new WarmUp(fastest, false);
    }
}
