package gradj.backend.array;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a backend: runs a loop over a range of indices in pieces, on the calling thread and on up to
 * {@code threads - 1} daemon threads that are started on first use and end after some seconds without work, or when this is
 * closed. Safe for use from several threads: while one call has the workers, others run their range alone.
 */
public final class Parallel implements AutoCloseable {
    /*
     * Why not ForkJoinPool: a kernel of the pure-Java backend takes 50 to 500 us, and the hand-over must be small
     * beside it. Workers therefore spin for a while before they park: handing over to one that spins costs 0.3 us,
     * to one that has parked 4 to 5 us (2-core AVX-512 machine, JDK 17 and 25, mean and median).
     *
     * The hand-over is one counter, `unclaimed`. Whoever takes it from r to r - 1 owns piece r - 1 and only then reads
     * the fields that describe the loop; these stay as they are until every piece is done, so a worker that
     * comes late finds either nothing to claim or a piece of the loop then running, and both are right.
     */
    private static final long SPIN_NANOS = 100_000;
    private static final long CALLER_SPIN_NANOS = 200_000;
    private static final long IDLE_NANOS = 10_000_000_000L;
    private static final int PIECES_PER_THREAD = 4;

    /** One piece of a loop: the indices from {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    public interface RangeTask {
        /** Does the work of the indices {@code from <= i < to}. */
        void run(int from, int to);
    }

    private static final RangeTask NOTHING = (from, to) -> {};

    /**
     * Whether the thread is inside a task of any loop. Then all processors have work, and a loop within, of whatever
     * Parallel, would set more threads to work than there are: a numerical gradient of two threads took 1.2 times as
     * long when the products within it called for a third.
     */
    private static final ThreadLocal<boolean[]> INSIDE = ThreadLocal.withInitial(() -> new boolean[1]);

    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger unclaimed = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Worker[] workers;

    private RangeTask task = NOTHING;
    private int from;
    private int to;
    private int pieces;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread waitingCaller;
    private volatile boolean isEnding;

    /**
     * A loop runner with the given number of threads, the caller's included.
     *
     * @throws IllegalArgumentException if {@code threads < 1}
     */
    public Parallel(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
        }
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
        }
    }

    /**
     * What the system property {@code gradj.threads} says, else the number of processors.
     *
     * @throws IllegalArgumentException if the property is set to anything but a number of 1 or more
     */
    public static int configuredThreads() {
        String asked = System.getProperty("gradj.threads", "");
        if (asked.isBlank()) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!asked.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("-Dgradj.threads: expected a number from 1 to 9999, got " + asked);
        }
        return Integer.parseInt(asked);
    }

    /** The number of threads that can work on one loop, the caller's included; inside a task 1. */
    public int threads() {
        return INSIDE.get()[0] ? 1 : workers.length + 1;
    }

    /**
     * Runs {@code task} over {@code from <= i < to} in pieces of nearly equal length, none shorter than {@code grain},
     * and returns when all are done. A range shorter than twice {@code grain} is one direct call. A call from inside a
     * task, be it another Parallel's, runs on the calling thread alone. The first exception of a task is thrown here;
     * pieces not yet begun are then left out.
     */
    public void range(int from, int to, int grain, RangeTask task) {
        long length = (long) to - from;
        if (length <= 0) {
            return;
        }
        boolean[] inside = INSIDE.get();
        if (workers.length == 0 || length / 2 < grain || inside[0] || !busy.compareAndSet(false, true)) {
            task.run(from, to);
            return;
        }
        inside[0] = true;
        try {
            share(from, to, Math.max(1, grain), task);
        } finally {
            inside[0] = false;
            this.task = NOTHING;
            busy.set(false);
            if (isEnding) {
                close();
            }
        }
    }

    /**
     * Ends the worker threads, and waits for that unless a loop is running: then they end with it. Nothing is lost: a later
     * loop starts new ones.
     */
    @Override
    public void close() {
        isEnding = true;
        if (busy.compareAndSet(false, true)) {
            for (Worker worker : workers) {
                worker.end();
            }
            isEnding = false;
            busy.set(false);
        }
    }

    private void share(int from, int to, int grain, RangeTask task) {
        long length = (long) to - from;
        int threads = workers.length + 1;
        int most = threads * PIECES_PER_THREAD;
        int pieces = (int) Math.min(most, length / grain);
        if (pieces > threads) {
            pieces -= pieces % threads; // as many for everyone
        }
        this.task = task;
        this.from = from;
        this.to = to;
        this.pieces = pieces;
        failure = null;
        unfinished.set(pieces);
        unclaimed.set(pieces);
        for (int i = 0; i < Math.min(workers.length, pieces - 1); i++) {
            workers[i].wake();
        }
        workOff();
        awaitWorkers();
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown; // a task declares no checked exception
        }
    }

    /** Claims pieces and runs them until none is left. */
    private void workOff() {
        for (int r = unclaimed.get(); r > 0; r = unclaimed.get()) {
            if (unclaimed.compareAndSet(r, r - 1)) {
                runPiece(r - 1);
            }
        }
    }

    private void runPiece(int index) {
        try {
            if (failure == null) {
                long length = (long) to - from;
                task.run((int) (from + length * index / pieces), (int) (from + length * (index + 1) / pieces));
            }
        } catch (Throwable thrown) { // whatever it is belongs to the caller of range
            if (failure == null) {
                failure = thrown;
            }
        } finally {
            if (unfinished.decrementAndGet() == 0) {
                Thread caller = waitingCaller;
                if (caller != null) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }

    private void awaitWorkers() {
        if (unfinished.get() == 0) {
            return;
        }
        long start = System.nanoTime();
        while (unfinished.get() != 0) {
            if (System.nanoTime() - start < CALLER_SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                waitingCaller = Thread.currentThread();
                if (unfinished.get() != 0) {
                    LockSupport.park(this);
                }
            }
        }
        waitingCaller = null;
    }

    /** A place for one worker thread; the thread itself comes and goes. */
    private final class Worker implements Runnable {
        private static final int ABSENT = 0;
        private static final int AWAKE = 1;
        private static final int PARKED = 2;

        private final int number;
        private final AtomicInteger state = new AtomicInteger(ABSENT);
        private volatile @Nullable Thread thread;

        Worker(int number) {
            this.number = number;
        }

        /** Called by the one thread that holds {@code busy}, after the pieces are published. */
        void wake() {
            if (state.compareAndSet(PARKED, AWAKE)) {
                LockSupport.unpark(thread);
            } else if (state.compareAndSet(ABSENT, AWAKE)) {
                Thread started = DaemonThread.of(this, "gradj-worker-" + number);
                thread = started;
                try {
                    started.start();
                } catch (OutOfMemoryError noMoreThreads) {
                    state.set(ABSENT); // the others, at least the caller, do its share
                }
            }
        }

        /** Called by the one thread that holds {@code busy}, while {@code isEnding} is set and there is nothing to do. */
        void end() {
            Thread running = thread;
            if (running == null) {
                return;
            }
            LockSupport.unpark(running);
            boolean isInterrupted = false;
            while (running.isAlive()) {
                try {
                    running.join();
                } catch (InterruptedException later) {
                    isInterrupted = true; // it takes microseconds
                }
            }
            thread = null;
            state.set(ABSENT);
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            INSIDE.get()[0] = true;
            do {
                workOff();
            } while (!isEnding && (spin() || park()));
        }

        /** Waits for work for a short while without giving up the processor; false if none came. */
        private boolean spin() {
            long start = System.nanoTime();
            while (unclaimed.get() == 0) {
                if (isEnding || System.nanoTime() - start > SPIN_NANOS) {
                    return false;
                }
                Thread.onSpinWait();
            }
            return true;
        }

        /** Sleeps until woken; false if nobody woke it for so long that the thread may end. */
        private boolean park() {
            state.set(PARKED);
            long start = System.nanoTime();
            while (unclaimed.get() == 0 && state.get() == PARKED && !isEnding) {
                long left = IDLE_NANOS - (System.nanoTime() - start);
                if (left <= 0) {
                    return !state.compareAndSet(PARKED, ABSENT);
                }
                LockSupport.parkNanos(Parallel.this, left);
                Thread.interrupted(); // nobody's business here; a set flag would turn parking into spinning
            }
            state.set(AWAKE);
            return true;
        }
    }
}
