package gradj.hosts.app;

import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/** Learns in every kind of thread, beginning with the one that is named. */
public final class FromThreads {
    private FromThreads() {}

    /** Prints a line for each kind of thread: its name, and what was learned there. */
    public static void main(String[] args) throws Exception {
        Map<String, Callable<String>> kinds = kinds();
        List<String> order = new ArrayList<>(List.of(args[0]));
        kinds.keySet().stream().filter(kind -> !kind.equals(args[0])).forEach(order::add);
        for (String kind : order) {
            System.out.println(kind + ": " + kinds.get(kind).call());
        }
    }

    private static Map<String, Callable<String>> kinds() throws ReflectiveOperationException {
        Map<String, Callable<String>> kinds = new LinkedHashMap<>();
        kinds.put("main thread", Lesson::learn);
        kinds.put(
                "common pool",
                () -> CompletableFuture.supplyAsync(Lesson::learn).get());
        kinds.put(
                "parallel stream",
                () -> IntStream.range(0, 4)
                        .parallel()
                        .mapToObj(i -> Lesson.learn())
                        .reduce((left, right) -> left.equals(right) ? left : left + " but also " + right)
                        .get());
        kinds.put("own pool", () -> {
            ForkJoinPool pool = new ForkJoinPool(2);
            try {
                return pool.submit(Lesson::learn).get();
            } finally {
                pool.shutdown();
            }
        });
        kinds.put("platform loader", () -> inThread(ClassLoader.getPlatformClassLoader()));
        kinds.put("no loader", () -> inThread(null));
        kinds.put("stopped loader", () -> inThread(new StoppedLoader()));
        if (Runtime.version().feature() >= 21) {
            kinds.put("virtual thread", () -> {
                FutureTask<String> task = new FutureTask<>(Lesson::learn);
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
                return task.get();
            });
        }
        return kinds;
    }

    private static String inThread(ClassLoader context) throws Exception {
        FutureTask<String> task = new FutureTask<>(Lesson::learn);
        Thread thread = new Thread(task);
        thread.setContextClassLoader(context);
        thread.start();
        return task.get();
    }

    /** As that of a web application that was removed, whose threads were not. */
    private static final class StoppedLoader extends ClassLoader {
        @Override
        public Enumeration<URL> getResources(String name) {
            throw new IllegalStateException("this application has been stopped already");
        }
    }
}
