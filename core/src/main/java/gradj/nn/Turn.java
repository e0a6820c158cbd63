package gradj.nn;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to learn with a net: one thread's at a time, because the layers remember one forward. It guards nothing
 * by waiting; it tells who comes too early. A turn costs two compare-and-sets: some 10 ns in a step of microseconds.
 */
final class Turn {
    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();

    /**
     * Begins this thread's turn.
     *
     * @param what this thread is about to do
     * @return false if it is this thread's turn already: whoever began it will end it
     * @throws IllegalStateException if it is another thread's
     */
    boolean begin(String what) {
        Thread current = Thread.currentThread();
        Thread other = holder.compareAndExchange(null, current);
        if (other != null && other != current) {
            throw twoThreads(what + " in thread \"" + current.getName() + "\" while thread \"" + other.getName()
                    + "\" is learning with the same net");
        }
        return other == null;
    }

    /** Ends the turn of a thread, if it is still its turn. */
    void end(Thread thread) {
        holder.compareAndSet(thread, null);
    }

    static IllegalStateException twoThreads(String found) {
        return new IllegalStateException(
                found
                        + ": loss, backward and training belong to one thread at a time, a loss and its backward to the same one;"
                        + " predict and accuracy are free for any thread; give each thread that learns a copy(dtype) of the net");
    }
}
