package gradj.play;

import com.sun.net.httpserver.HttpServer;
import gradj.data.Split;
import gradj.play.graph.GraphRequest;
import gradj.play.graph.PlayedGraph;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, to this machine alone unless it is told another address.
 *
 * <pre>{@code
 * try (PlayServer server = PlayServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
 *         Backends.float32(), null)) {
 *     System.out.println(server.url());
 *     ...
 * }
 * }</pre>
 */
public final class PlayServer implements AutoCloseable {
    /**
     * JDK 17's server sends head and body of an answer one after the other; without this, the body waits 40 ms until the
     * browser has acknowledged the head. These settings are read once, when the first server of a JVM is made.
     */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    /** In seconds: a request that is not whole by then gives its thread back. */
    private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

    /** A stream of events holds a thread as long as a tab is seen. */
    private static final int MOST_THREADS = 64;

    private static final long IDLE_SECONDS = 5;

    /** A second of work for a JVM that has just started: 95 of 100 drags take 14 ms with it, 16 to 20 without (two pairs). */
    private static final int WARMING_ANSWERS = 400;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Nets nets;
    private final URI url;

    private PlayServer(HttpServer server, ThreadPoolExecutor threads, Nets nets, URI url) {
        this.server = server;
        this.threads = threads;
        this.nets = nets;
        this.url = url;
    }

    /**
     * Starts to serve.
     *
     * @param address port 0 is any free one
     * @param tensors what the nets compute with
     * @param images what digits are learned from; null for digits that the program draws
     * @throws IOException if nobody can listen there
     */
    public static PlayServer start(InetSocketAddress address, Tensors tensors, @Nullable Split images)
            throws IOException {
        System.getProperties().putIfAbsent(NO_DELAY, "true");
        System.getProperties().putIfAbsent(LONGEST_REQUEST, "30");
        HttpServer server = HttpServer.create(address, 0);
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "gradj-play");
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(threads);
        InetSocketAddress bound = server.getAddress();
        Access access = Access.to(bound);
        Nets nets = new Nets(tensors, images);
        server.createContext("/", new PlayHandler(access, nets));
        server.start();
        threads.execute(PlayServer::warmUp);
        return new PlayServer(server, threads, nets, URI.create("http://" + host(bound) + "/" + access.token() + "/"));
    }

    /** Java compiles what it has seen often: the first drag of a hand shall be as smooth as the next ones. */
    private static void warmUp() {
        for (int i = 0; i < WARMING_ANSWERS; i++) {
            double[] apple = {i};
            PlayedGraph.answer(new GraphRequest("apple", null, Map.of("apple", apple), null, null));
        }
    }

    /** Of "all addresses" the one that leads to this machine from itself. */
    private static String host(InetSocketAddress bound) {
        InetAddress address =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        return Access.text(address) + ":" + bound.getPort();
    }

    /** Where the page is; its path has the token without which nothing is answered. */
    public URI url() {
        return url;
    }

    /** Serves no more, and ends every training. */
    @Override
    public void close() {
        nets.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
