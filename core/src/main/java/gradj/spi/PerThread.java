package gradj.spi;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A value for each thread, as {@link ThreadLocal} has it, that keeps no class loader alive: the value goes with its
 * thread, and with this object, whichever goes first.
 *
 * @param <T> what each thread has one of, such as the scratch memory of a kernel; it must not refer to its thread
 */
public final class PerThread<T> {
    /*
     * A ThreadLocal makes the thread hold the value. The threads of a web server outlive its applications, and a value of
     * one of our classes holds our class loader, so an application that was removed stayed in memory for ever. Here the
     * thread holds no more than a weak reference, which is an object of the JDK. The value itself is held by this object,
     * in `held`, for as long as the garbage collector finds that weak reference in use, which only the thread does.
     */

    /** What has lost its thread, of any PerThread: removed by whoever comes next. */
    private static final ReferenceQueue<Object> DEAD = new ReferenceQueue<>();

    /** One for each place that keeps something: those are few, and live as long as it. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<WeakReference<T>> ofThread = new ThreadLocal<>();

    private final Set<Held<T>> held = ConcurrentHashMap.newKeySet();
    private final Supplier<T> maker;

    /** Makes each thread's value by this when the thread first asks for it. */
    public PerThread(Supplier<T> maker) {
        this.maker = maker;
    }

    /** The value of the calling thread. */
    public T get() {
        removeDead();
        WeakReference<T> reference = ofThread.get();
        T value = reference == null ? null : reference.get();
        return value == null ? make() : value;
    }

    private T make() {
        T made = maker.get();
        WeakReference<T> reference = new WeakReference<>(made);
        held.add(new Held<>(reference, made, held));
        ofThread.set(reference);
        return made;
    }

    /** Forgets the values of all threads; a thread that asks again gets a new one at some time. */
    public void clear() {
        held.clear();
    }

    private static void removeDead() {
        for (Reference<?> dead = DEAD.poll(); dead != null; dead = DEAD.poll()) {
            ((Held<?>) dead).home.remove(dead);
        }
    }

    /** Holds the value of a thread until the thread's weak reference to it is gone. */
    private static final class Held<T> extends PhantomReference<WeakReference<T>> {
        @SuppressWarnings("unused") // holding it is all
        private final T value;

        private final Set<?> home;

        Held(WeakReference<T> reference, T value, Set<?> home) {
            super(reference, DEAD);
            this.value = value;
            this.home = home;
        }
    }
}
