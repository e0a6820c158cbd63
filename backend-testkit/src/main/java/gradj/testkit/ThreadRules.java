package gradj.testkit;

import gradj.spi.BinaryOp;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several callers at once, several threads inside a call. */
final class ThreadRules {
    private static final int CALLERS = 6;

    private ThreadRules() {}

    /** The same calls, made by this backend, give the same bits on another one of the same kind. */
    static void sameBitsAs(Subject subject, TensorBackend other, int threads) {
        List<BackendCall> calls = Calls.all(subject.dtype());
        sameBitsAs(subject, calls, outputs(subject, calls), other, threads);
    }

    static void sameBitsAs(
            Subject subject, List<BackendCall> calls, List<double[][]> expected, TensorBackend other, int threads) {
        Subject second = new Subject(other, subject.dtype());
        for (int i = 0; i < calls.size(); i++) {
            String when = "with " + threads + (threads == 1 ? " thread" : " threads");
            CallRules.sameBits(second, calls.get(i), expected.get(i), when);
        }
    }

    /** What each call gives. */
    static List<double[][]> outputs(Subject subject, List<BackendCall> calls) {
        return calls.stream().map(call -> Outcome.of(subject, call).outputs()).toList();
    }

    /** Every caller makes all calls, each beginning elsewhere, on storages of its own. */
    static void concurrentCallersDoNotDisturb(Subject subject) throws InterruptedException {
        List<BackendCall> calls = Calls.all(subject.dtype());
        List<double[][]> alone = outputs(subject, calls);
        List<Callable<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int first = caller * calls.size() / CALLERS;
            callers.add(() -> {
                for (int i = 0; i < calls.size(); i++) {
                    int at = (first + i) % calls.size();
                    CallRules.sameBits(
                            subject, calls.get(at), alone.get(at), "while " + (CALLERS - 1) + " others call");
                }
                return null;
            });
        }
        together(callers);
    }

    /** Made and filled in one thread, used in a second, read and given back in a third. */
    static void storagesMayChangeThreads(Subject subject) throws InterruptedException {
        List<Storage> storages = new ArrayList<>();
        double[] expected = {2, 4, 6};
        for (int round = 0; round < 20; round++) {
            together(List.of(() -> {
                storages.add(subject.storage(1, 2, 3));
                storages.add(subject.storage(Calls.unwritten(3)));
                return null;
            }));
            Storage x = storages.get(0);
            Storage y = storages.get(1);
            subject.backend().binary(BinaryOp.ADD, 1, 3, 1, x, x, y);
            together(List.of(() -> {
                Close.assertSame(expected, subject.read(y), subject + ": a sum made in another thread");
                subject.release(x, y);
                return null;
            }));
            storages.clear();
        }
    }

    private static void together(List<Callable<Void>> tasks) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error; // an assertion that failed
            }
            throw new IllegalStateException("a caller failed: " + failure.getCause(), failure);
        } finally {
            threads.shutdownNow();
        }
    }
}
