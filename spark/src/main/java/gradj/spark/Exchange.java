package gradj.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sum of what all workers have, over sockets from worker to worker. It is taken in the order of the ranks, so that it has the
 * same bits whoever comes first: by a {@link Star} where the numbers are few, by a {@link Chain} where they are many.
 *
 * <p>It listens on the executor's own address only, takes nobody who does not know the secret of the run ({@link Handshake}),
 * waits for no one longer than Spark's own network timeout, and ends with the task. What goes over the sockets is not
 * encrypted.
 *
 * <p>A worker that cannot go on for a reason of its own tells the others in the place of its numbers ({@link #fail}); all of
 * them then get the same {@link FailedWorkerException}. A worker that is gone gives an {@link UncheckedIOException}.
 */
abstract class Exchange implements AutoCloseable {
    final int worker;
    final int workers;

    /** The workers that this one has a socket with. */
    private final SortedMap<Integer, Peer> peers = new TreeMap<>();

    /** What an interrupt of the task closes, from another thread. */
    private final List<Closeable> open = new ArrayList<>();

    private boolean isClosed;

    Exchange(int worker, int workers) {
        this.worker = worker;
        this.workers = workers;
    }

    /** The most numbers for a star of three workers or more, by the model of {@code spark/model/scaling.py}: 64 kB. */
    static final int FEW = 1 << 14;

    /** For so many numbers at a time; for two workers, star and chain differ in the pieces only. */
    static Exchange of(int worker, int workers, int numbers) {
        return numbers <= (workers == 2 ? Peer.AT_ONCE : FEW) ? new Star(worker, workers) : new Chain(worker, workers);
    }

    // ----------------------------------------------------------------------------------------------------- connect

    /** The worker that this one connects to; its own rank if there is none. */
    abstract int joined();

    /** The workers that connect to this one. */
    abstract SortedSet<Integer> joining();

    /** A socket that listens on this address, for {@link #accept}. */
    ServerSocket listen(InetAddress own) throws IOException {
        ServerSocket server = opened(new ServerSocket());
        server.bind(new InetSocketAddress(own, 0), workers + 16);
        return server;
    }

    /**
     * Waits until all that are to come have come; strangers are turned away.
     *
     * @param millis how long to wait for all of them together, and later for an answer of one
     * @throws IOException if one does not come
     */
    void accept(ServerSocket server, byte[] secret, int millis) throws IOException {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        SortedSet<Integer> missing = new TreeSet<>(joining());
        while (!missing.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left < 1) {
                throw new IOException((missing.size() == 1 ? "worker " + missing.first() : "workers " + missing)
                        + " did not connect within " + millis + " ms");
            }
            server.setSoTimeout((int) left);
            Socket socket;
            try {
                socket = opened(server.accept());
            } catch (SocketTimeoutException none) {
                continue; // the message above
            }
            int rank = Handshake.ofLeader(socket, secret, deadline);
            if (missing.remove(rank)) {
                peers.put(rank, new Peer(socket, rank, millis));
            } else {
                socket.close();
            }
        }
        server.close();
    }

    /** Connects to the worker that this one is to join. */
    void join(InetSocketAddress address, byte[] secret, int millis) throws IOException {
        Socket socket = opened(new Socket());
        socket.connect(address, millis);
        Handshake.ofFollower(socket, secret, worker, System.nanoTime() + millis * 1_000_000L);
        peers.put(joined(), new Peer(socket, joined(), millis));
    }

    /** The worker of this rank, to which there is a socket. */
    final Peer peer(int rank) {
        Peer peer = peers.get(rank);
        if (peer == null) {
            throw new IllegalStateException("worker " + worker + " is not connected with worker " + rank);
        }
        return peer;
    }

    // --------------------------------------------------------------------------------------------------------- sum

    /**
     * Replaces the numbers by the sum of those of all workers; all give equally many.
     *
     * @throws FailedWorkerException if a worker says that it cannot go on
     * @throws UncheckedIOException if a worker is gone, or silent for too long
     */
    final void sum(float[] numbers) {
        if (workers == 1) {
            return;
        }
        try {
            String problem = exchange(numbers);
            if (!problem.isEmpty()) {
                throw new FailedWorkerException(problem);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + worker + " lost another one: " + e.getMessage(), e);
        }
    }

    /** Replaces the numbers by the sum, and returns nothing; or the problem of a worker that cannot go on. */
    abstract String exchange(float[] numbers) throws IOException;

    /**
     * Tells all others, who are at their next {@link #sum} of so many numbers or will be, that this one cannot go on. Those that
     * are gone by then are left alone.
     */
    final void fail(String problem, int count) {
        if (peers.isEmpty()) {
            return;
        }
        try {
            tell(problem, count);
        } catch (IOException gone) { // the task fails anyway, and says why
        }
    }

    /** Takes the part in an exchange of so many numbers of one who has none. */
    abstract void tell(String problem, int count) throws IOException;

    // ------------------------------------------------------------------------------------------------------- close

    /** What is opened here is closed at the end. */
    final synchronized <T extends Closeable> T opened(T resource) throws IOException {
        if (isClosed) {
            resource.close();
            throw new IOException("the task has been stopped");
        }
        open.add(resource);
        return resource;
    }

    /** From any thread: whoever waits at a socket wakes up. */
    @Override
    public final synchronized void close() {
        isClosed = true;
        for (Closeable resource : open) {
            try {
                resource.close();
            } catch (IOException e) { // nothing more to do with it
            }
        }
    }
}
