package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The star of sockets, its workers in threads. */
class ExchangeTest {
    private static final int MILLIS = 20_000;
    private static final byte[] SECRET = Handshake.newSecret();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Exchange> exchanges = new ArrayList<>();

    @AfterEach
    void close() {
        exchanges.forEach(Exchange::close);
        threads.shutdownNow();
    }

    private Exchange exchange(int worker, int workers) {
        Exchange exchange = new Exchange(worker, workers);
        exchanges.add(exchange);
        return exchange;
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** All workers connected, worker 0 first. */
    private List<Exchange> star(int workers) throws Exception {
        Exchange leader = exchange(0, workers);
        ServerSocket server = leader.listen(InetAddress.getLoopbackAddress());
        List<Exchange> all = new ArrayList<>(List.of(leader));
        List<Future<?>> following = new ArrayList<>();
        for (int worker = workers - 1; worker > 0; worker--) { // the last comes first
            Exchange follower = exchange(worker, workers);
            all.add(1, follower);
            following.add(follow(follower, address(server), SECRET));
        }
        leader.lead(server, SECRET, MILLIS);
        for (Future<?> follower : following) {
            follower.get();
        }
        return all;
    }

    private Future<?> follow(Exchange follower, InetSocketAddress leader, byte[] secret) {
        return threads.submit(() -> {
            follower.follow(leader, secret, MILLIS);
            return null;
        });
    }

    private <T> Future<T> of(Callable<T> work) {
        return threads.submit(work);
    }

    private static float[] numbers(int worker, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) Math.sin(1 + worker * 31.7 + i) * (worker == 1 ? 1e6f : 1);
        }
        return numbers;
    }

    /** One number, one piece to the last place, one more, and some pieces, where a thread of its own sends. */
    @ParameterizedTest
    @ValueSource(ints = {1, Peer.AT_ONCE, Peer.AT_ONCE + 1, 3 * Peer.AT_ONCE + 17})
    void theSumIsTakenInTheOrderOfTheRanks(int count) throws Exception {
        List<Exchange> star = star(3);
        for (int round = 0; round < 3; round++) {
            float[] expected = numbers(0, count);
            List<Future<float[]>> sums = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                float[] own = numbers(worker, count);
                for (int i = 0; worker > 0 && i < count; i++) {
                    expected[i] += own[i];
                }
                Exchange exchange = star.get(worker);
                sums.add(of(() -> {
                    exchange.sum(own);
                    return own;
                }));
            }
            for (Future<float[]> sum : sums) {
                assertArrayEquals(expected, sum.get(), 0);
            }
        }
    }

    @Test
    void oneWorkerNeedsNobody() {
        float[] numbers = {1, 2};
        exchange(0, 1).sum(numbers);
        assertArrayEquals(new float[] {1, 2}, numbers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aWorkerThatCannotGoOnTellsAllOthersWhy(int failing) throws Exception {
        int count = 2 * Peer.AT_ONCE + 3;
        List<Exchange> star = star(3);
        List<Future<Void>> others = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
            Exchange exchange = star.get(worker);
            float[] own = numbers(worker, count);
            boolean isFailing = worker == failing;
            Future<Void> done = of(() -> {
                if (isFailing) {
                    exchange.fail("the label is \u221e", count);
                } else {
                    exchange.sum(own);
                }
                return null;
            });
            if (!isFailing) {
                others.add(done);
            }
        }
        for (Future<Void> other : others) {
            ExecutionException failed = assertThrows(ExecutionException.class, other::get);
            assertEquals(FailedWorkerException.class, failed.getCause().getClass());
            assertEquals("the label is \u221e", failed.getCause().getMessage());
        }
    }

    @Test
    void aWorkerThatIsGoneIsNoticedByAll() throws Exception {
        List<Exchange> star = star(3);
        star.get(2).close();
        Future<?> first = of(() -> {
            star.get(1).sum(new float[10]);
            return null;
        });
        UncheckedIOException lost =
                assertThrows(UncheckedIOException.class, () -> star.get(0).sum(new float[10]));
        assertTrue(lost.getMessage().startsWith("worker 0 lost another one: "), lost.getMessage());
        star.get(0).close(); // as the end of its task does
        assertEquals(
                UncheckedIOException.class,
                assertThrows(ExecutionException.class, first::get).getCause().getClass());
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        Exchange leader = exchange(0, 2);
        ServerSocket server = leader.listen(InetAddress.getLoopbackAddress());
        Future<?> waiting = of(() -> {
            leader.lead(server, SECRET, MILLIS);
            return null;
        });
        leader.close();
        assertTrue(assertThrows(ExecutionException.class, waiting::get).getCause() instanceof IOException);
        assertThrows(IOException.class, () -> leader.listen(InetAddress.getLoopbackAddress()));
    }

    @Test
    void strangersAreTurnedAwayAndTheOthersComeIn() throws Exception {
        Exchange leader = exchange(0, 2);
        ServerSocket server = leader.listen(InetAddress.getLoopbackAddress());
        assertTrue(server.getInetAddress().isLoopbackAddress(), "listens on the address it was given only");
        Future<?> leading = of(() -> {
            leader.lead(server, SECRET, MILLIS);
            return null;
        });
        try (Socket silent = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket talking = new Socket(server.getInetAddress(), server.getLocalPort())) {
            silent.shutdownOutput();
            talking.getOutputStream().write(new byte[68]); // rank 0, zeros
            Future<?> stranger = follow(exchange(1, 2), address(server), Handshake.newSecret());
            assertTrue(assertThrows(ExecutionException.class, stranger::get).getCause() instanceof IOException);
            assertFalse(leading.isDone());
            follow(exchange(1, 2), address(server), SECRET).get();
            leading.get();
        }
    }

    /** Who answers in the leader's place learns nothing, and gets no numbers. */
    @Test
    void aFollowerAsksItsLeaderForTheSecretToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<?> following = follow(exchange(1, 2), address(server), SECRET);
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(new byte[32]);
                assertEquals(68, socket.getInputStream().readNBytes(68).length);
                socket.getOutputStream().write(new byte[32]);
                Throwable refused =
                        assertThrows(ExecutionException.class, following::get).getCause();
                assertTrue(refused.getMessage().endsWith("does not know the secret of this run"), refused.getMessage());
            }
        }
    }

    @Test
    void aLeaderWaitsForEverybodyAndNoLonger() throws Exception {
        Exchange leader = exchange(0, 3);
        ServerSocket server = leader.listen(InetAddress.getLoopbackAddress());
        IOException late = assertThrows(IOException.class, () -> leader.lead(server, SECRET, 50));
        assertEquals("2 of 3 workers did not connect within 50 ms", late.getMessage());
    }
}
