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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Star and chain of sockets, their workers in threads. */
@Timeout(120)
class ExchangeTest {
    private static final byte[] SECRET = Handshake.newSecret();

    private int millis = 20_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Exchange> exchanges = new ArrayList<>();

    @AfterEach
    void close() {
        exchanges.forEach(Exchange::close);
        threads.shutdownNow();
    }

    private static final int FEW = 7;
    private static final int MANY = 100_000;

    private Exchange exchange(int worker, int workers, int numbers) {
        Exchange exchange = Exchange.of(worker, workers, numbers);
        exchanges.add(exchange);
        return exchange;
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** All workers connected, worker 0 first; each waits for those that join it, and the last joins first. */
    private List<Exchange> connected(int workers, int numbers) throws Exception {
        List<Exchange> all = new ArrayList<>();
        Map<Integer, InetSocketAddress> addresses = new HashMap<>();
        List<Future<?>> connecting = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            Exchange exchange = exchange(worker, workers, numbers);
            all.add(exchange);
            if (!exchange.joining().isEmpty()) {
                ServerSocket server = exchange.listen(InetAddress.getLoopbackAddress());
                addresses.put(worker, address(server));
                connecting.add(accept(exchange, server));
            }
        }
        for (int worker = workers - 1; worker > 0; worker--) {
            Exchange exchange = all.get(worker);
            connecting.add(join(exchange, addresses.get(exchange.joined()), SECRET));
        }
        for (Future<?> each : connecting) {
            each.get();
        }
        return all;
    }

    private Future<?> accept(Exchange exchange, ServerSocket server) {
        return threads.submit(() -> {
            exchange.accept(server, SECRET, millis);
            return null;
        });
    }

    private Future<?> join(Exchange exchange, InetSocketAddress address, byte[] secret) {
        return threads.submit(() -> {
            exchange.join(address, secret, millis);
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

    /** Both sides of where a star becomes a chain, whose pieces are full and not, more and fewer than workers. */
    @ParameterizedTest
    @CsvSource({
        "2, 1",
        "3, 7",
        "5, 16384",
        "17, 16384",
        "2, 65536",
        "2, 65537",
        "2, 131072",
        "2, 200000",
        "3, 16385",
        "3, 200001",
        "5, 300000",
        "17, 40000"
    })
    void theSumIsTakenInTheOrderOfTheRanks(int workers, int count) throws Exception {
        List<Exchange> all = connected(workers, count);
        for (int round = 0; round < 3; round++) {
            float[] expected = numbers(0, count);
            List<Future<float[]>> sums = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                float[] own = numbers(worker, count);
                for (int i = 0; worker > 0 && i < count; i++) {
                    expected[i] += own[i];
                }
                Exchange exchange = all.get(worker);
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
        exchange(0, 1, 2).sum(numbers);
        assertArrayEquals(new float[] {1, 2}, numbers);
    }

    /** After a sum that went well. */
    @ParameterizedTest
    @CsvSource({
        "2, 0, 7",
        "2, 1, 7",
        "4, 0, 7",
        "4, 1, 7",
        "4, 3, 7",
        "2, 0, 100000",
        "2, 1, 100000",
        "4, 0, 100000",
        "4, 1, 100000",
        "4, 2, 100000",
        "4, 3, 100000"
    })
    void aWorkerThatCannotGoOnTellsAllOthersWhy(int workers, int failing, int count) throws Exception {
        List<Exchange> all = connected(workers, count);
        List<Future<Void>> others = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            Exchange exchange = all.get(worker);
            float[] own = numbers(worker, count);
            boolean isFailing = worker == failing;
            Future<Void> done = of(() -> {
                exchange.sum(own);
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

    /** Of two that cannot go on, all are told the same. */
    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void theFirstProblemIsTold(int count) throws Exception {
        List<Exchange> all = connected(4, count);
        List<Future<?>> failing = List.of(
                threads.submit(() -> all.get(3).fail("of 3", count)),
                threads.submit(() -> all.get(1).fail("of 1", count)));
        List<Future<?>> others = new ArrayList<>();
        for (int worker : new int[] {0, 2}) {
            others.add(threads.submit(() -> all.get(worker).sum(new float[count])));
        }
        for (Future<?> other : others) {
            Throwable told = assertThrows(ExecutionException.class, other::get).getCause();
            assertEquals("of 1", told.getMessage());
        }
        for (Future<?> ended : failing) {
            ended.get();
        }
    }

    /** Whoever notices it ends its task, so that the rest notice, too. */
    @ParameterizedTest
    @CsvSource({"0, 7", "1, 7", "2, 7", "0, 100000", "1, 100000", "2, 100000"})
    void aWorkerThatIsGoneIsNoticedByAll(int gone, int count) throws Exception {
        List<Exchange> all = connected(3, count);
        all.get(gone).close();
        List<Future<?>> others = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
            Exchange exchange = all.get(worker);
            if (worker != gone) {
                others.add(threads.submit(() -> {
                    try {
                        exchange.sum(new float[count]);
                    } finally {
                        exchange.close();
                    }
                }));
            }
        }
        for (Future<?> other : others) {
            Throwable lost = assertThrows(ExecutionException.class, other::get).getCause();
            assertEquals(UncheckedIOException.class, lost.getClass());
            assertTrue(lost.getMessage().matches("worker \\d lost another one: .*"), lost.getMessage());
        }
    }

    /** More numbers than the sockets of both hold, so that who sends them waits, too. */
    @ParameterizedTest
    @CsvSource({"2, 7", "2, 65536", "2, 8000000", "3, 16384", "3, 8000000"})
    void othersThatAreSilentAreNotWaitedForTooLong(int workers, int count) throws Exception {
        millis = 300;
        Exchange first = connected(workers, count).get(0); // the others never ask for a sum
        UncheckedIOException lost = assertThrows(UncheckedIOException.class, () -> first.sum(new float[count]));
        assertTrue(lost.getMessage().contains("worker 1 was silent for too long"), lost.getMessage());
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        Exchange first = exchange(0, 2, FEW);
        ServerSocket server = first.listen(InetAddress.getLoopbackAddress());
        Future<?> waiting = accept(first, server);
        first.close();
        assertTrue(assertThrows(ExecutionException.class, waiting::get).getCause() instanceof IOException);
        assertThrows(IOException.class, () -> first.listen(InetAddress.getLoopbackAddress()));
    }

    @Test
    void strangersAreTurnedAwayAndTheNextComesIn() throws Exception {
        Exchange first = exchange(0, 3, MANY);
        ServerSocket server = first.listen(InetAddress.getLoopbackAddress());
        assertTrue(server.getInetAddress().isLoopbackAddress(), "listens on the address it was given only");
        Future<?> accepting = accept(first, server);
        try (Socket silent = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket talking = new Socket(server.getInetAddress(), server.getLocalPort())) {
            silent.shutdownOutput();
            talking.getOutputStream().write(new byte[68]); // rank 0, zeros
            Future<?> stranger = join(exchange(1, 3, MANY), address(server), Handshake.newSecret());
            assertTrue(assertThrows(ExecutionException.class, stranger::get).getCause() instanceof IOException);
            join(exchange(2, 3, MANY), address(server), SECRET).get(); // of the run, but not the one awaited
            assertFalse(accepting.isDone());
            join(exchange(1, 3, MANY), address(server), SECRET).get();
            accepting.get();
        }
    }

    /** Who answers in the place of the worker before learns nothing, and gets no numbers. */
    @Test
    void whoJoinsAsksForTheSecretToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<?> joining = join(exchange(1, 2, FEW), address(server), SECRET);
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(new byte[32]);
                assertEquals(68, socket.getInputStream().readNBytes(68).length);
                socket.getOutputStream().write(new byte[32]);
                Throwable refused =
                        assertThrows(ExecutionException.class, joining::get).getCause();
                assertTrue(refused.getMessage().endsWith("does not know the secret of this run"), refused.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 7, workers [1; 2]", "1, 100000, worker 2"})
    void theOthersAreWaitedForAndNoLonger(int worker, int count, String missing) throws Exception {
        Exchange exchange = exchange(worker, 3, count);
        ServerSocket server = exchange.listen(InetAddress.getLoopbackAddress());
        IOException late = assertThrows(IOException.class, () -> exchange.accept(server, SECRET, 50));
        assertEquals(missing.replace(';', ',') + " did not connect within 50 ms", late.getMessage());
    }
}
