package gradj.play.net;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does one thing after the other in one thread, which ends when there is nothing to do for a while. */
final class Turns implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("gradj.play");

    private static final long IDLE_SECONDS = 2;

    private final ScheduledThreadPoolExecutor thread;
    private @Nullable ScheduledFuture<?> next;

    Turns(String name) {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
        thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Does this when its turn comes, and waits for it.
     *
     * @throws IllegalArgumentException if these turns are over
     */
    <T> T take(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (RejectedExecutionException | CancellationException e) {
            throw new IllegalArgumentException("this net is gone: load the page again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    void take(Runnable work) {
        take(() -> {
            work.run();
            return true;
        });
    }

    /** Does this later, by the thread itself; only the last that was asked for waits. */
    void later(Runnable work, long millis) {
        forgetLater();
        try {
            next = thread.schedule(() -> told(work), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            // closed meanwhile
        }
    }

    /** Nobody waits for the answer, who could be told of a fault. */
    private static void told(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error fault) {
            LOG.log(System.Logger.Level.ERROR, "a training ended by a fault of gradj", fault);
            throw fault;
        }
    }

    void forgetLater() {
        ScheduledFuture<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    @Override
    public void close() {
        for (Runnable waiting : thread.shutdownNow()) {
            if (waiting instanceof Future<?> work) { // else whoever waits for it would do so for ever
                work.cancel(false);
            }
        }
    }
}
