package gradj.hosts.server;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Deploys an application several times, one after the other, and counts what stays in memory. */
public final class Deployments {
    private Deployments() {}

    /**
     * Prints what was learned each time, how many of the loaders stay alive, and the heap after the first and the last.
     *
     * @param args the server, how many times, the application, and the jars that the server shares with it
     */
    public static void main(String[] args) throws Exception {
        int times = Integer.parseInt(args[1]);
        Path application = Path.of(args[2]);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (Server server = server(args[0], application, List.of(args).subList(3, args.length))) {
            long first = 0;
            for (int i = 0; i < times; i++) {
                loaders.add(deployOnce(server));
                if (i == 0 && times > 1) {
                    alive(loaders);
                    first = heap();
                }
            }
            System.out.println("alive " + alive(loaders));
            System.out.println("heap " + first + " " + heap());
        }
        System.exit(0); // whatever threads a server leaves
    }

    private static Server server(String name, Path application, List<String> shared) throws Exception {
        return switch (name) {
            case "tomcat" -> new TomcatServer(application, shared);
            case "jetty" -> new JettyServer(application);
            case "felix" -> new FelixServer(application);
            case "restart" -> new RestartServer(application);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A server's thread, started before any application, so that it holds nothing of one. */
    static ExecutorService pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        pool.prestartAllCoreThreads();
        return pool;
    }

    private static WeakReference<ClassLoader> deployOnce(Server server) throws Exception {
        Server.Application application = server.deploy();
        System.out.println(application.learn());
        WeakReference<ClassLoader> loader = new WeakReference<>(application.loader());
        application.undeploy();
        return loader;
    }

    /** How many are still there after the garbage was collected, often enough for what a server lets go later. */
    private static long alive(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long alive = loaders.size();
        for (int i = 0; i < 20 && alive > 0; i++) {
            System.gc();
            Thread.sleep(50);
            alive = loaders.stream().filter(loader -> loader.get() != null).count();
        }
        return alive;
    }

    /** The least of several: other threads allocate too, and some memory is only freed when a cleaner has run. */
    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
            Thread.sleep(20);
        }
        return least;
    }
}
