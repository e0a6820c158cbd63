package gradj.backend.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ParallelTest {
    private static void assertEachOnce(Parallel parallel, int from, int to, int grain) {
        AtomicIntegerArray visits = new AtomicIntegerArray(Math.max(0, to - from));
        parallel.range(from, to, grain, (lo, hi) -> {
            assertTrue(hi - lo >= Math.min(grain, to - from), () -> "piece " + lo + ".." + hi + ", grain " + grain);
            for (int i = lo; i < hi; i++) {
                visits.incrementAndGet(i - from);
            }
        });
        for (int i = 0; i < visits.length(); i++) {
            assertEquals(1, visits.get(i), "visits of " + (from + i) + " in " + from + ".." + to + ", grain " + grain);
        }
    }

    @Test
    void visitsEveryIndexOnce() {
        for (int threads : new int[] {1, 2, 3, 7}) {
            Parallel parallel = new Parallel(threads);
            assertEquals(threads, parallel.threads());
            for (int length : new int[] {0, 1, 2, 7, 63, 64, 65, 1000, 100_003}) {
                for (int grain : new int[] {1, 2, 10, 64, 5000, Integer.MAX_VALUE}) {
                    assertEachOnce(parallel, 0, length, grain);
                    assertEachOnce(parallel, -5, length - 5, grain);
                }
            }
            assertEachOnce(parallel, 3, -3, 1);
        }
    }

    @Test
    void splitsTheLongestRange() {
        AtomicInteger covered = new AtomicInteger();
        new Parallel(3).range(Integer.MIN_VALUE, Integer.MAX_VALUE, 1, (lo, hi) -> covered.addAndGet(hi - lo));
        assertEquals(-1, covered.get(), "the length, 2^32 - 1, modulo 2^32");
    }

    @Test
    void aShortRangeIsOneCallOnTheCaller() {
        Parallel parallel = new Parallel(4);
        List<String> calls = new ArrayList<>();
        parallel.range(10, 19, 5, (lo, hi) -> calls.add(Thread.currentThread() + " " + lo + " " + hi));
        assertEquals(List.of(Thread.currentThread() + " 10 19"), calls);
    }

    @Test
    void usesItsThreads() {
        Parallel parallel = new Parallel(3);
        AtomicInteger arrived = new AtomicInteger();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        parallel.range(0, 3, 1, (lo, hi) -> {
            threads.add(Thread.currentThread());
            arrived.incrementAndGet();
            while (arrived.get() < 3) { // none goes on to a second piece before all have begun one
                Thread.onSpinWait();
            }
        });
        assertEquals(3, threads.size());
        assertTrue(threads.contains(Thread.currentThread()));
        threads.remove(Thread.currentThread());
        assertTrue(threads.stream().allMatch(Thread::isDaemon));
    }

    /** The threads that take part, all of them, each with its context class loader. */
    private static Map<Thread, ClassLoader> threadsOf(Parallel parallel) {
        AtomicInteger arrived = new AtomicInteger();
        Map<Thread, ClassLoader> threads = new ConcurrentHashMap<>();
        int count = parallel.threads();
        parallel.range(0, count, 1, (lo, hi) -> {
            threads.put(Thread.currentThread(), Thread.currentThread().getContextClassLoader());
            arrived.incrementAndGet();
            while (arrived.get() < count) {
                Thread.onSpinWait();
            }
        });
        return threads;
    }

    @Test
    void closingEndsItsThreadsUntilTheNextLoop() {
        Parallel parallel = new Parallel(3);
        Map<Thread, ClassLoader> threads = threadsOf(parallel);
        assertEquals(3, threads.size());
        parallel.close();
        parallel.close();
        threads.remove(Thread.currentThread());
        assertTrue(threads.keySet().stream().noneMatch(Thread::isAlive));
        assertEquals(3, threadsOf(parallel).size(), "a later loop starts new ones");
        assertEachOnce(parallel, 0, 1000, 10);
        parallel.close();
    }

    @Test
    void closedInsideALoopItEndsWithTheLoop() {
        Parallel parallel = new Parallel(3);
        Map<Thread, ClassLoader> threads = threadsOf(parallel);
        AtomicInteger covered = new AtomicInteger();
        parallel.range(0, 1000, 10, (lo, hi) -> {
            parallel.close();
            covered.addAndGet(hi - lo);
        });
        assertEquals(1000, covered.get());
        threads.remove(Thread.currentThread());
        assertTrue(threads.keySet().stream().noneMatch(Thread::isAlive));
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // that it is not taken over
    void workersTakeNothingOverFromWhoStartsThem() throws InterruptedException {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        Set<String> values = ConcurrentHashMap.newKeySet();
        Map<Thread, ClassLoader> workers = new ConcurrentHashMap<>();
        Parallel parallel = new Parallel(3);
        ThreadGroup group = new ThreadGroup("an application's");
        Thread starter = new Thread(group, () -> {
            inherited.set("an application's");
            Thread.currentThread().setContextClassLoader(new ClassLoader() {});
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
            workers.putAll(threadsOf(parallel));
            workers.remove(Thread.currentThread());
            parallel.range(
                    0,
                    3,
                    1,
                    (lo, hi) ->
                            values.add(inherited.get() + Thread.currentThread().getName()));
        });
        starter.start();
        starter.join();
        assertEquals(2, workers.size());
        workers.forEach((worker, loader) -> {
            assertSame(ClassLoader.getSystemClassLoader(), loader);
            assertNotSame(group, worker.getThreadGroup());
            assertEquals(Thread.NORM_PRIORITY, worker.getPriority());
        });
        values.removeIf(value -> !value.contains("gradj-worker"));
        assertTrue(values.stream().allMatch(value -> value.startsWith("null")), values.toString());
        parallel.close();
    }

    @Test
    void wakesWorkersThatSleep() throws InterruptedException {
        Parallel parallel = new Parallel(3);
        for (int i = 0; i < 20; i++) {
            assertEachOnce(parallel, 0, 1000, 10);
            Thread.sleep(i % 4);
        }
    }

    @Test
    void anExceptionReachesTheCallerAndLeavesNothingBehind() {
        for (int threads : new int[] {1, 2, 7}) {
            Parallel parallel = new Parallel(threads);
            for (int bad : new int[] {0, 50, 99}) {
                IllegalStateException thrown = new IllegalStateException("at " + bad);
                assertSame(
                        thrown,
                        assertThrows(
                                IllegalStateException.class,
                                () -> parallel.range(0, 100, 1, (lo, hi) -> {
                                    if (lo <= bad && bad < hi) {
                                        throw thrown;
                                    }
                                })));
                assertThrows(
                        StackOverflowError.class,
                        () -> parallel.range(0, 100, 1, (lo, hi) -> {
                            throw new StackOverflowError();
                        }));
                assertEachOnce(parallel, 0, 100, 1);
            }
        }
    }

    @Test
    void aCallInsideATaskRunsInPlace() {
        Parallel parallel = new Parallel(3);
        assertRunsInPlaceInside(parallel, parallel);
    }

    /** The products inside a numerical gradient: every processor has work already. */
    @Test
    void aCallToAnotherInsideATaskRunsInPlace() {
        Parallel other = new Parallel(3);
        assertRunsInPlaceInside(new Parallel(2), other);
        assertThrows(
                IllegalStateException.class,
                () -> new Parallel(2).range(0, 9, 1, (lo, hi) -> {
                    throw new IllegalStateException();
                }));
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger arrived = new AtomicInteger();
        other.range(0, 3, 1, (lo, hi) -> { // outside again, it uses its threads
            threads.add(Thread.currentThread());
            arrived.incrementAndGet();
            while (arrived.get() < 3) {
                Thread.onSpinWait();
            }
        });
        assertEquals(3, threads.size());
    }

    private static void assertRunsInPlaceInside(Parallel parallel, Parallel inner) {
        AtomicIntegerArray visits = new AtomicIntegerArray(100 * 100);
        parallel.range(0, 100, 1, (lo, hi) -> {
            for (int i = lo; i < hi; i++) {
                int row = 100 * i;
                Thread outer = Thread.currentThread();
                assertEquals(1, inner.threads());
                inner.range(0, 100, 1, (from, to) -> {
                    assertSame(outer, Thread.currentThread());
                    for (int j = from; j < to; j++) {
                        visits.incrementAndGet(row + j);
                    }
                });
            }
        });
        for (int i = 0; i < visits.length(); i++) {
            assertEquals(1, visits.get(i));
        }
    }

    @Test
    void concurrentCallers() throws ExecutionException, InterruptedException {
        Parallel parallel = new Parallel(3);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int offset = 1000 * caller;
                results.add(callers.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        assertEachOnce(parallel, offset, offset + 500 + i, 3);
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void rejectsNoThreads() {
        assertThrows(IllegalArgumentException.class, () -> new Parallel(0));
    }
}
