package gradj.vector;

import gradj.backend.array.DaemonThread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes kernels ready on a thread of its own, which lives as long as there are some that are not. The first ones in the queue are
 * called in turn, each for a millisecond at most; then comes a pause for the compiler, which has other things to do when a
 * program starts.
 */
final class WarmUp {
    private static final int SHORTEST_PAUSE_MILLIS = 2;

    /** Of a kernel that is long in coming, the pauses grow: a millisecond more after so many rounds. */
    private static final int ROUNDS_OF_A_MILLISECOND = 20;

    /** Kernels called in turn: with all at once the first one, which does most of the work, is ready last. */
    private static final int AT_ONCE = 2;

    /** After so many rounds a kernel that is long in coming lets the others go first. */
    private static final int ROUNDS_OF_A_TURN = 50;

    private static final Object LOCK = new Object();
    private static final List<VectorKernel> WAITING = new ArrayList<>();

    /** Null where nothing is left to do. */
    private static @Nullable Thread running;

    private WarmUp() {}

    /** Makes these ready when those that wait already are; returns at once. */
    static void later(Collection<VectorKernel> kernels) {
        synchronized (LOCK) {
            kernels.stream().filter(kernel -> !WAITING.contains(kernel)).forEach(WAITING::add);
            begin();
        }
    }

    /** Makes this one ready, which is called now, before those that will be; returns at once. */
    static void now(VectorKernel kernel) {
        synchronized (LOCK) {
            WAITING.remove(kernel);
            WAITING.add(0, kernel);
            begin();
        }
    }

    private static void begin() {
        WAITING.removeIf(VectorKernel::isSettled);
        if (running == null && !WAITING.isEmpty()) {
            Thread thread = DaemonThread.of(WarmUp::run, "gradj-vector-warm-up");
            try {
                thread.start();
                running = thread;
            } catch (OutOfMemoryError noMoreThreads) {
                // The twins do the work, and ask again.
            }
        }
    }

    /** Ends the thread, which takes some milliseconds; kernels that are not ready then ask again when they are called. */
    static void end() {
        Thread thread;
        synchronized (LOCK) {
            WAITING.clear();
            thread = running;
        }
        boolean isInterrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run() {
        List<VectorKernel> round = waiting();
        while (!round.isEmpty()) {
            int fewestRounds = Integer.MAX_VALUE;
            for (VectorKernel kernel : round) {
                kernel.warmUp();
                fewestRounds = Math.min(fewestRounds, kernel.rounds());
            }
            try {
                Thread.sleep(Math.max(SHORTEST_PAUSE_MILLIS, fewestRounds / ROUNDS_OF_A_MILLISECOND));
            } catch (InterruptedException nobodyDoesThat) {
                continue;
            }
            round = waiting();
        }
    }

    /** The first of those that are still to be made ready; where there are none, the thread ends. */
    private static List<VectorKernel> waiting() {
        synchronized (LOCK) {
            WAITING.removeIf(VectorKernel::isSettled);
            WAITING.sort(Comparator.comparingInt(kernel -> kernel.rounds() / ROUNDS_OF_A_TURN));
            if (WAITING.isEmpty()) {
                running = null;
            }
            return List.copyOf(WAITING.subList(0, Math.min(AT_ONCE, WAITING.size())));
        }
    }
}
