package gradj.backend.array;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Makes threads that hold nothing of the thread that happened to need them first, which may belong to another application
 * in the same server: not its class loader, its inherited values, its permissions, its thread group or its priority.
 */
@SuppressWarnings("ThreadPriorityCheck") // the usual priority, not that of whoever starts it
public final class DaemonThread {
    private DaemonThread() {}

    /** A thread not yet started; the program may end while it runs. */
    @SuppressWarnings("removal") // up to JDK 23 a thread keeps the permissions, and with them the classes, of its maker
    public static Thread of(Runnable task, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(topGroup(), task, name, 0, false);
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            return thread;
        });
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
