package gradj.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does, and with it the signals TERM and HUP: Java ends with exit code 130, at once. But while a command holds
 * one of these, it has something to save: then the first signal only interrupts its thread, and the next one ends Java.
 */
final class Interruption implements AutoCloseable {
    private static @Nullable Interruption held;

    private final Thread thread = Thread.currentThread();
    private boolean isWorking = true;
    private boolean came;

    private Interruption() {}

    /** From now on, the signals do what is said above. */
    static void catchSignals() {
        List.of("INT", "TERM", "HUP").forEach(Interruption::catchSignal);
    }

    /** Called by the thread that works, before it has something to save. */
    static Interruption hold() {
        synchronized (Interruption.class) {
            Interruption interruption = new Interruption();
            held = interruption;
            return interruption;
        }
    }

    /** The work is over, what follows saves it: no interrupt disturbs that, for it would close the files. */
    void endWork() {
        synchronized (Interruption.class) {
            isWorking = false;
            Thread.interrupted();
        }
    }

    /** Whether a signal came since. */
    boolean came() {
        synchronized (Interruption.class) {
            return came;
        }
    }

    @Override
    public void close() {
        synchronized (Interruption.class) {
            isWorking = false;
            held = null;
        }
    }

    private static void onSignal() {
        synchronized (Interruption.class) {
            if (held != null && !held.came) {
                held.came = true;
                if (held.isWorking) {
                    held.thread.interrupt();
                }
                return;
            }
        }
        OutputFolder.endWriting();
        System.exit(Main.INTERRUPTED);
    }

    /** By reflection: javac warns of this class's name, and no warning passes here. A Java without it ends in its own way. */
    private static void catchSignal(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Interruption.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(Interruption.class, arguments);
                        }
                        onSignal();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException | RuntimeException notHere) {
            // Windows has no HUP, and -Xrs leaves the signals to others.
        }
    }
}
