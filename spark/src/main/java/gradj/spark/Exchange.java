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
import java.util.concurrent.FutureTask;

/**
 * The sum of what all workers have, a star of sockets: worker 0 adds to its own numbers those of worker 1, 2, ... in this order,
 * so that the sum has the same bits whoever comes first, and sends it to all.
 *
 * <p>It listens on the executor's own address only, takes nobody who does not know the secret of the run ({@link Handshake}),
 * waits for no one longer than Spark's own network timeout, and ends with the task. What goes over the sockets is not
 * encrypted.
 *
 * <p>A worker that cannot go on for a reason of its own tells the others in the place of its numbers ({@link #fail}); all of
 * them then get the same {@link FailedWorkerException}. A worker that is gone gives an {@link UncheckedIOException}.
 */
final class Exchange implements AutoCloseable {
    private final int worker;
    private final int workers;

    /** Of worker 0 those with all others, by rank; of another one that with worker 0. */
    private final List<Peer> peers = new ArrayList<>();

    /** What an interrupt of the task closes, from another thread. */
    private final List<Closeable> open = new ArrayList<>();

    private boolean isClosed;

    Exchange(int worker, int workers) {
        this.worker = worker;
        this.workers = workers;
    }

    // ----------------------------------------------------------------------------------------------------- connect

    /** A socket that listens on this address, for {@link #lead}. */
    ServerSocket listen(InetAddress own) throws IOException {
        ServerSocket server = opened(new ServerSocket());
        server.bind(new InetSocketAddress(own, 0), workers + 16);
        return server;
    }

    /**
     * Waits until all others have come; strangers are turned away.
     *
     * @param millis how long to wait for all of them together, and later for an answer of one
     * @throws IOException if one does not come
     */
    void lead(ServerSocket server, byte[] secret, int millis) throws IOException {
        long deadline = System.nanoTime() + millis * 1_000_000L;
        Peer[] byRank = new Peer[workers];
        for (int missing = workers - 1; missing > 0; ) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left < 1) {
                throw new IOException(missing + " of " + workers + " workers did not connect within " + millis + " ms");
            }
            server.setSoTimeout((int) left);
            Socket socket;
            try {
                socket = opened(server.accept());
            } catch (SocketTimeoutException none) {
                continue; // the message above
            }
            int rank = Handshake.ofLeader(socket, secret, workers, deadline);
            if (rank < 0 || byRank[rank] != null) {
                socket.close();
            } else {
                byRank[rank] = new Peer(socket, rank, millis);
                missing--;
            }
        }
        server.close();
        for (int rank = 1; rank < workers; rank++) {
            peers.add(byRank[rank]);
        }
    }

    /** Connects to worker 0. */
    void follow(InetSocketAddress leader, byte[] secret, int millis) throws IOException {
        Socket socket = opened(new Socket());
        socket.connect(leader, millis);
        Handshake.ofFollower(socket, secret, worker, System.nanoTime() + millis * 1_000_000L);
        peers.add(new Peer(socket, 0, millis));
    }

    // --------------------------------------------------------------------------------------------------------- sum

    /**
     * Replaces the numbers by the sum of those of all workers; all give equally many.
     *
     * @throws FailedWorkerException if a worker says that it cannot go on
     * @throws UncheckedIOException if a worker is gone, or silent for too long
     */
    void sum(float[] numbers) {
        if (workers == 1) {
            return;
        }
        try {
            if (worker == 0) {
                sumOfAll(numbers);
            } else {
                askForSum(numbers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("worker " + worker + " lost another one: " + e.getMessage(), e);
        }
    }

    private void sumOfAll(float[] numbers) throws IOException {
        String problem = problemOfOthers(numbers.length);
        if (!problem.isEmpty()) {
            sendProblem(problem);
            throw new FailedWorkerException(problem);
        }
        for (Peer peer : peers) {
            peer.write(Peer.NUMBERS);
        }
        for (int from = 0; from < numbers.length; from += Peer.AT_ONCE) {
            int count = Math.min(Peer.AT_ONCE, numbers.length - from);
            for (Peer peer : peers) {
                float[] other = peer.read(count);
                for (int i = 0; i < count; i++) {
                    numbers[from + i] += other[i];
                }
            }
            for (Peer peer : peers) {
                peer.write(numbers, from, count);
            }
        }
    }

    /** What the others say before their numbers; those of the rest are read away if one of them cannot go on. */
    private String problemOfOthers(int count) throws IOException {
        String problem = "";
        List<Peer> healthy = new ArrayList<>();
        for (Peer peer : peers) {
            String told = peer.readProblem();
            if (told.isEmpty()) {
                healthy.add(peer);
            } else if (problem.isEmpty()) {
                problem = told;
            }
        }
        if (!problem.isEmpty()) {
            for (Peer peer : healthy) {
                peer.skip(count);
            }
        }
        return problem;
    }

    private void sendProblem(String problem) throws IOException {
        for (Peer peer : peers) {
            peer.writeProblem(problem);
            peer.flush();
        }
    }

    private void askForSum(float[] numbers) throws IOException {
        Peer leader = peers.get(0);
        if (numbers.length <= Peer.AT_ONCE) {
            send(leader, numbers);
            receive(leader, numbers);
        } else {
            // The first sums come before the last numbers are sent: nobody may wait for the other to read. Both threads
            // have
            // the same array, for the sum of a piece comes when that piece has been sent.
            FutureTask<Void> sending = new FutureTask<>(() -> {
                send(leader, numbers);
                return null;
            });
            Thread sender = new Thread(sending, "gradj exchange");
            sender.setDaemon(true);
            sender.start();
            receive(leader, numbers);
        }
    }

    private static void send(Peer leader, float[] numbers) throws IOException {
        leader.write(Peer.NUMBERS);
        for (int from = 0; from < numbers.length; from += Peer.AT_ONCE) {
            leader.write(numbers, from, Math.min(Peer.AT_ONCE, numbers.length - from));
        }
    }

    private static void receive(Peer leader, float[] numbers) throws IOException {
        String problem = leader.readProblem();
        if (!problem.isEmpty()) {
            throw new FailedWorkerException(problem);
        }
        for (int from = 0; from < numbers.length; from += Peer.AT_ONCE) {
            int count = Math.min(Peer.AT_ONCE, numbers.length - from);
            System.arraycopy(leader.read(count), 0, numbers, from, count);
        }
    }

    /**
     * Tells all others, who are at their next {@link #sum} of so many numbers or will be, that this one cannot go on. Those that
     * are gone by then are left alone.
     */
    void fail(String problem, int count) {
        if (workers == 1 || peers.isEmpty()) {
            return;
        }
        try {
            if (worker == 0) {
                for (Peer peer : peers) {
                    if (peer.readProblem().isEmpty()) {
                        peer.skip(count);
                    }
                }
                sendProblem(problem);
            } else {
                sendProblem(problem);
                peers.get(0).readProblem();
            }
        } catch (IOException gone) { // the task fails anyway, and says why
        }
    }

    // ------------------------------------------------------------------------------------------------------- close

    private synchronized <T extends Closeable> T opened(T socket) throws IOException {
        if (isClosed) {
            socket.close();
            throw new IOException("the task has been stopped");
        }
        open.add(socket);
        return socket;
    }

    /** From any thread: whoever waits at a socket wakes up. */
    @Override
    public synchronized void close() {
        isClosed = true;
        for (Closeable socket : open) {
            try {
                socket.close();
            } catch (IOException e) { // nothing more to do with it
            }
        }
    }
}
