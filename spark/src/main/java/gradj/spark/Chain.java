package gradj.spark;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Numbers go up from worker 0, each one adds its own to those of all before it, and the sums come down again from the last one:
 *
 * <pre>
 *            n0            n0 + n1          n0 + n1 + n2
 * worker 0  ---&gt;  worker 1  ---&gt;  worker 2  ---&gt;  worker 3
 *           &lt;---            &lt;---            &lt;---
 *            sum             sum             sum
 * </pre>
 *
 * They go in pieces, the sums of the first of which come down while the last are still on their way up. So no worker sends or
 * receives more than twice its numbers, however many workers there are, which is what a ring of two rounds asks, too; the delay is
 * that of a small piece going by all of them and back.
 */
final class Chain extends Exchange {
    /** A smaller piece would only cost: 16 kB. */
    private static final int SMALLEST_PIECE = 1 << 12;

    /** Of more than two workers, all of whom it goes by: 64 kB. */
    private static final int LARGEST_PIECE = 1 << 14;

    /** Takes what comes down, while the task's own thread sends up: nobody may wait for another to read. */
    private @Nullable ExecutorService downwards;

    private @Nullable IOException firstFailure;

    Chain(int worker, int workers) {
        super(worker, workers);
    }

    @Override
    int joined() {
        return Math.max(0, worker - 1);
    }

    @Override
    SortedSet<Integer> joining() {
        return isLast() ? new TreeSet<>() : new TreeSet<>(List.of(worker + 1));
    }

    private boolean isFirst() {
        return worker == 0;
    }

    private boolean isLast() {
        return worker == workers - 1;
    }

    private Peer previous() {
        return peer(worker - 1);
    }

    private Peer next() {
        return peer(worker + 1);
    }

    // --------------------------------------------------------------------------------------------------------- sum

    @Override
    String exchange(float[] numbers) throws IOException {
        String problem = isFirst() ? "" : previous().readProblem();
        if (!problem.isEmpty()) {
            return passOn(problem);
        }
        int piece = pieceOf(numbers.length);
        if (isLast()) {
            up(numbers, piece);
            return "";
        }
        Future<String> sums = downwards().submit(() -> {
            try {
                return down(numbers, piece);
            } catch (IOException e) {
                throw lost(e);
            }
        });
        try {
            up(numbers, piece);
            return sums.get();
        } catch (IOException e) {
            throw lost(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException lost ? lost : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the task has been stopped", e);
        }
    }

    /** Wakes the other thread, which may write to one who does not read; the failure that came first. */
    private synchronized IOException lost(IOException failure) {
        if (firstFailure == null) {
            firstFailure = failure;
            close();
        }
        return firstFailure;
    }

    /** So many pieces that all workers have one in hand; two workers gain nothing by small ones. */
    private int pieceOf(int count) {
        return workers == 2
                ? Peer.AT_ONCE
                : Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, (count + workers - 1) / workers));
    }

    /** Adds this worker's numbers to those that come and sends them on; the last one has the sums, and sends them back. */
    private void up(float[] numbers, int piece) throws IOException {
        Peer target = isLast() ? previous() : next();
        target.write(Peer.NUMBERS);
        for (int from = 0; from < numbers.length; from += piece) {
            int count = Math.min(piece, numbers.length - from);
            if (isFirst()) {
                target.write(numbers, from, count);
                continue;
            }
            float[] sums = previous().read(count);
            for (int i = 0; i < count; i++) {
                sums[i] += numbers[from + i];
            }
            target.write(sums, 0, count);
            if (isLast()) {
                System.arraycopy(sums, 0, numbers, from, count);
            }
        }
    }

    /** Takes the sums that come and sends them on. They replace numbers that have gone up, for they are made of them. */
    private String down(float[] numbers, int piece) throws IOException {
        String problem = next().readProblem();
        if (!isFirst()) {
            if (problem.isEmpty()) {
                previous().write(Peer.NUMBERS);
            } else {
                previous().writeProblem(problem);
            }
        }
        for (int from = 0; problem.isEmpty() && from < numbers.length; from += piece) {
            int count = Math.min(piece, numbers.length - from);
            next().read(numbers, from, count);
            if (!isFirst()) {
                previous().write(numbers, from, count);
            }
        }
        return problem;
    }

    /** A problem goes up in the place of numbers, and comes down in the place of sums. */
    private String passOn(String problem) throws IOException {
        String verdict = problem;
        if (!isLast()) {
            next().writeProblem(problem);
            verdict = next().readProblem();
        }
        if (!isFirst()) {
            previous().writeProblem(verdict);
        }
        return verdict;
    }

    @Override
    void tell(String problem, int count) throws IOException {
        String earlier = isFirst() ? "" : previous().readProblem();
        if (!isFirst() && earlier.isEmpty()) {
            previous().skip(count);
        }
        passOn(earlier.isEmpty() ? problem : earlier);
    }

    private ExecutorService downwards() throws IOException {
        ExecutorService thread = downwards;
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(work -> {
                Thread made = new Thread(work, "gradj exchange");
                made.setDaemon(true);
                return made;
            });
            opened(thread::shutdown);
            downwards = thread;
        }
        return thread;
    }
}
