package gradj.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gradj.data.MnistDownload.Patience;
import gradj.data.MnistDownload.Wanted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Downloads small stand-ins for the four files from servers on this machine. Where a limit of time has to pass, the server
 * never comes to an end; where an answer has to come, it may take a minute.
 */
class MnistDownloadTest {
    private static final String REMEDY = "; put the four files into a folder of your own and name it: --data FOLDER";

    private static final Map<String, byte[]> CONTENT = Map.of(
            Mnist.TRAIN_IMAGES, IdxBytes.images(6, 4, 5),
            Mnist.TRAIN_LABELS, IdxBytes.labels(6),
            Mnist.TEST_IMAGES, IdxBytes.images(2, 4, 5),
            Mnist.TEST_LABELS, IdxBytes.labels(2));

    private static final List<Wanted> FILES = Stream.of(
                    Mnist.TRAIN_IMAGES, Mnist.TRAIN_LABELS, Mnist.TEST_IMAGES, Mnist.TEST_LABELS)
            .map(name -> new Wanted(name, CONTENT.get(name).length, sha256(CONTENT.get(name))))
            .toList();

    @TempDir
    Path temporary;

    private Path cache;
    private HttpServer server;
    private ExecutorService threads;
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void startServer() throws IOException {
        cache = temporary.resolve("a").resolve("cache");
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        serve("/good/", (exchange, bytes) -> answer(exchange, 200, IdxBytes.gzip(bytes)));
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Reply {
        void to(HttpExchange exchange, byte[] content) throws IOException, InterruptedException;
    }

    private void serve(String path, Reply reply) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            String name = exchange.getRequestURI().getPath().substring(path.length());
            try (exchange) {
                reply.to(exchange, CONTENT.get(name.replace(".gz", "")));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String mirror(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private MnistDownload download(String... mirrors) {
        return new MnistDownload(
                cache, List.of(mirrors), FILES, new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60)));
    }

    private void assertComplete() throws IOException {
        try (Stream<Path> found = Files.list(cache)) {
            assertEquals(
                    CONTENT.keySet().stream().sorted().toList(),
                    found.map(path -> path.getFileName().toString()).sorted().toList());
        }
        for (Wanted file : FILES) {
            assertArrayEquals(CONTENT.get(file.name()), Files.readAllBytes(cache.resolve(file.name())));
        }
    }

    /** The first mirror fails as {@code reply} makes it: the second must do, and without it the reason be told. */
    private void assertSecondMirrorHelps(Reply reply, String reason) throws IOException {
        serve("/bad/", reply);
        assertEquals(cache, download(mirror("/bad/"), mirror("/good/")).folder());
        assertComplete();
        assertEquals(5, requests.get(), "the dead mirror is asked once, the good one for each file");

        for (Wanted file : FILES) {
            Files.delete(cache.resolve(file.name()));
        }
        DataException thrown = assertThrows(
                DataException.class,
                () -> download(mirror("/bad/"), mirror("/bad/")).folder());
        String each = mirror("/bad/") + " (" + reason + ")";
        assertEquals(
                "cannot download train-images-idx3-ubyte from any mirror: " + each + ", " + each + REMEDY,
                thrown.getMessage());
        assertEquals(cache.resolve(Mnist.TRAIN_IMAGES), thrown.file());
        try (Stream<Path> left = Files.list(cache)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void downloadsOnceAndThenReadsTheCache() throws IOException {
        Split split = Mnist.folder(download(mirror("/good/")).folder());
        assertEquals(6, split.train().count());
        assertComplete();
        assertEquals(4, requests.get());
        assertEquals(cache, download(mirror("/good/")).folder());
        assertEquals(cache, download("http://nowhere.invalid/").folder());
        assertEquals(4, requests.get());
    }

    @Test
    void replacesWhatIsMissingOrDamagedInTheCache() throws IOException {
        download(mirror("/good/")).folder();
        byte[] damaged = CONTENT.get(Mnist.TEST_IMAGES).clone();
        damaged[30] ^= 1;
        Files.write(cache.resolve(Mnist.TEST_IMAGES), damaged);
        Files.write(cache.resolve(Mnist.TRAIN_LABELS), new byte[0]);
        Files.delete(cache.resolve(Mnist.TEST_LABELS));
        download(mirror("/good/")).folder();
        assertEquals(7, requests.get());
        assertComplete();
    }

    @Test
    void leavesTheDamagedFileWhereNoMirrorHelps() throws IOException {
        download(mirror("/good/")).folder();
        Files.write(cache.resolve(Mnist.TEST_LABELS), new byte[5]);
        assertThrows(DataException.class, () -> download(mirror("/none/")).folder());
        assertEquals(5, Files.size(cache.resolve(Mnist.TEST_LABELS)));
    }

    @Test
    void triesTheNextMirrorAfterAnErrorStatus() throws IOException {
        assertSecondMirrorHelps((exchange, bytes) -> answer(exchange, 404, new byte[0]), "HTTP status 404");
    }

    @Test
    void triesTheNextMirrorAfterOtherContent() throws IOException {
        byte[] other = CONTENT.get(Mnist.TRAIN_IMAGES).clone();
        other[20] ^= 1;
        assertSecondMirrorHelps(
                (exchange, bytes) -> answer(exchange, 200, IdxBytes.gzip(other)),
                "expected the SHA-256 " + FILES.get(0).sha256() + ", got " + sha256(other));
    }

    @Test
    void triesTheNextMirrorAfterAPageThatIsNoGzip() throws IOException {
        assertSecondMirrorHelps(
                (exchange, bytes) -> answer(exchange, 200, "<html>log in</html>".getBytes(StandardCharsets.UTF_8)),
                "broken gzip data: it does not start as gzip data do");
    }

    @Test
    void triesTheNextMirrorAfterTooFewOrTooManyBytes() throws IOException {
        assertSecondMirrorHelps(
                (exchange, bytes) -> answer(exchange, 200, IdxBytes.gzip(Arrays.copyOf(bytes, bytes.length - 1))),
                "expected 136 bytes, got 135");
        server.removeContext("/bad/");
        requests.set(0);
        assertSecondMirrorHelps(
                (exchange, bytes) -> answer(exchange, 200, IdxBytes.gzip(new byte[50_000_000])),
                "expected 136 bytes, got more");
    }

    @Test
    void triesTheNextMirrorAfterABrokenConnection() throws IOException {
        assertSecondMirrorHelps(
                (exchange, bytes) -> {
                    byte[] half = Arrays.copyOf(IdxBytes.gzip(bytes), 40);
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(half);
                    exchange.getResponseBody().flush();
                },
                "the data end too early");
    }

    @Test
    void triesTheNextMirrorAfterAnEndlessFile() throws IOException {
        // Gzip members without content, 30 MB of them: uncompressed, nothing ever comes.
        byte[] member = IdxBytes.gzip(new byte[0]);
        byte[] many = new byte[member.length * 50_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = member[i % member.length];
        }
        assertSecondMirrorHelps(
                (exchange, bytes) -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 30; i++) {
                        exchange.getResponseBody().write(many);
                    }
                },
                "expected at most 20000000 compressed bytes, got more");
    }

    @Test
    void givesUpOnAMirrorThatIsSilent() {
        serve("/silent/", (exchange, bytes) -> Thread.sleep(3_600_000));
        assertGivenUp(
                new Patience(Duration.ofMillis(100), Duration.ofSeconds(60)),
                mirror("/silent/"),
                "no answer in time: Read timed out");
    }

    @Test
    void givesUpOnAMirrorThatTrickles() {
        serve("/slow/", (exchange, bytes) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 1_000_000; i++) {
                exchange.getResponseBody().write(IdxBytes.gzip(i == 0 ? new byte[] {0} : new byte[0]));
                exchange.getResponseBody().flush();
                Thread.sleep(10);
            }
        });
        assertGivenUp(LITTLE, mirror("/slow/"), "it takes too long, [01] of 136 bytes came in 0.2 s");
    }

    /** What a server says first, and then byte by byte for ever, none of which is content. */
    static List<Arguments> tricklingServers() {
        String ok = "HTTP/1.1 200 OK\r\n";
        byte[] nothing = {0, 0, 0, (byte) 0xff, (byte) 0xff}; // an empty block
        byte[] named = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        byte[] plain = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
        return List.of(
                Arguments.of("status line", ascii("HTTP/1.1 200 O"), ascii("K")),
                Arguments.of("header", ascii(ok + "A: "), ascii("a")),
                Arguments.of("headers", ascii(ok), ascii("A: a\r\n")),
                Arguments.of("gzip header", IdxBytes.concat(ascii(ok + "\r\n"), named), ascii("a")),
                Arguments.of("empty blocks", IdxBytes.concat(ascii(ok + "\r\n"), plain), nothing),
                Arguments.of("empty members", ascii(ok + "\r\n"), IdxBytes.gzip(new byte[0])));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private interface Talk {
        void on(Socket connection) throws IOException, InterruptedException;
    }

    private void answerOne(ServerSocket socket, Talk talk) {
        threads.execute(() -> {
            try (Socket connection = socket.accept()) {
                talk.on(connection);
            } catch (IOException hungUp) {
                // as the client of a server that never ends must
            } catch (InterruptedException testIsOver) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tricklingServers")
    void theLimitOfAFileHoldsFromTheFirstByteOn(String what, byte[] first, byte[] then) throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answerOne(socket, connection -> {
                connection.getOutputStream().write(first);
                for (int i = 0; true; i++) {
                    connection.getOutputStream().write(then[i % then.length]);
                    Thread.sleep(1);
                }
            });
            assertGivenUp(
                    LITTLE,
                    "http://localhost:" + socket.getLocalPort() + "/",
                    "it takes too long, 0 of 136 bytes came in 0.2 s");
        }
    }

    @Test
    void saysThatAServerDoesNotSpeakHttp() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answerOne(socket, connection -> {
                connection.getOutputStream().write(ascii("220 mail.example ESMTP\r\n"));
                connection.getInputStream().readAllBytes();
            });
            String mirror = "http://localhost:" + socket.getLocalPort() + "/";
            String message = assertThrows(
                            DataException.class, () -> download(mirror).folder())
                    .getMessage();
            assertTrue(message.contains(mirror + " (its answer is not HTTP)"), message);
        }
    }

    private static final Patience LITTLE = new Patience(Duration.ofSeconds(60), Duration.ofMillis(200));

    /** Also: nothing goes on behind the caller's back, neither a thread nor a file. */
    private void assertGivenUp(Patience patience, String mirror, String reason) {
        MnistDownload download = new MnistDownload(cache, List.of(mirror), FILES, patience);
        String message = assertThrows(DataException.class, download::folder).getMessage();
        assertTrue(
                message.matches(".* from any mirror: " + mirror + " \\(" + reason + "\\); put the four files.*"),
                message);
        assertArrayEquals(new String[0], cache.toFile().list());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("gradj download")) {
                assertDoesNotThrow(() -> thread.join(60_000));
                assertFalse(thread.isAlive());
            }
        }
    }

    @Test
    void anInterruptEndsADownload() {
        serve("/silent/", (exchange, bytes) -> Thread.sleep(3_600_000));
        Thread.currentThread().interrupt();
        try {
            DataException thrown = assertThrows(
                    DataException.class,
                    () -> download(mirror("/silent/"), mirror("/good/")).folder());
            assertEquals("the download of MNIST to " + cache + " was interrupted", thrown.getMessage());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void saysWhichHostIsUnknownAndWhichRefuses() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        String refusing = "http://localhost:" + port + "/";
        DataException thrown = assertThrows(
                DataException.class,
                () -> download("http://nowhere.invalid/", refusing).folder());
        assertEquals(
                "cannot download train-images-idx3-ubyte from any mirror: http://nowhere.invalid/"
                        + " (unknown host nowhere.invalid), " + refusing + " (Connection refused)" + REMEDY,
                thrown.getMessage());
    }

    @Test
    void leavesFreshTemporaryFilesAloneAndRemovesForgottenOnes() throws IOException {
        Files.createDirectories(cache);
        Path fresh = Files.write(cache.resolve("train-images-idx3-ubyte.1.part"), new byte[7]);
        Path old = Files.write(cache.resolve("train-images-idx3-ubyte.2.part"), new byte[7]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        download(mirror("/good/")).folder();
        assertFalse(Files.exists(old));
        assertEquals(7, Files.size(fresh));
        Files.delete(fresh);
        assertComplete();
        Path inTheWay = Files.createDirectories(cache.resolve("a.part"));
        Files.write(inTheWay.resolve("file"), new byte[1]);
        Files.setLastModifiedTime(inTheWay, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        assertEquals(cache, download(mirror("/good/")).folder());
    }

    @Test
    void severalAtOnceDoNoHarm() throws IOException {
        List<CompletableFuture<Path>> all = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> download(mirror("/good/")).folder(), threads))
                .limit(8)
                .toList();
        all.forEach(one -> assertEquals(cache, one.join()));
        assertComplete();
    }

    @Test
    void aCacheFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.createDirectories(cache.getParent());
        Files.write(cache, new byte[1]);
        DataException thrown = assertThrows(
                DataException.class, () -> download(mirror("/good/")).folder());
        assertEquals(
                "cannot write the cache folder " + cache + ": " + cache + " is a file" + REMEDY, thrown.getMessage());
        assertEquals(cache, thrown.file());
    }

    @Test
    void theCacheIsWhereTheSystemWantsIt() {
        assertEquals(Path.of("/home/a/.cache"), MnistDownload.cacheFolder("Linux", "/home/a", Map.of()));
        assertEquals(Path.of("/big"), MnistDownload.cacheFolder("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "/big")));
        assertEquals(
                Path.of("/home/a/.cache"),
                MnistDownload.cacheFolder("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "relative")));
        assertEquals(Path.of("/Users/a/Library/Caches"), MnistDownload.cacheFolder("Mac OS X", "/Users/a", Map.of()));
        assertEquals(
                Path.of("/u/local"), MnistDownload.cacheFolder("Windows 11", "/u", Map.of("LOCALAPPDATA", "/u/local")));
        assertEquals(Path.of("/u/AppData/Local"), MnistDownload.cacheFolder("Windows 11", "/u", Map.of()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
