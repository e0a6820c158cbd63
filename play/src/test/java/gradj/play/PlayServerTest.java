package gradj.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gradj.backend.JavaBackend;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PlayServerTest {
    private static PlayServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() throws IOException {
        server = start(0);
        client = HttpClient.newHttpClient();
    }

    private static PlayServer start(int port) throws IOException {
        return PlayServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new Tensors(new JavaBackend(), DType.FLOAT32),
                null);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url().resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String error(HttpResponse<String> response) {
        return JsonParser.parseString(response.body())
                .getAsJsonObject()
                .get("error")
                .getAsString();
    }

    // ------------------------------------------------------------------------------------------------------ the page

    /** Everything that the page and its scripts name is there, and nothing of another place. */
    @Test
    void thePageIsWholeAndSmall() throws IOException, InterruptedException {
        Set<String> files = new TreeSet<>(List.of(""));
        List<String> open = new ArrayList<>(files);
        int bytes = 0;
        while (!open.isEmpty()) {
            String path = open.remove(0);
            HttpResponse<String> response = get(path);
            assertEquals(200, response.statusCode(), path);
            bytes += response.body().getBytes(StandardCharsets.UTF_8).length;
            Matcher named = Pattern.compile("(?:href|src)=\"([^\"]+)\"|from '\\./([^']+)'")
                    .matcher(response.body());
            while (!path.startsWith("uPlot") && named.find()) {
                String other = named.group(1) == null ? named.group(2) : named.group(1);
                if (files.add(other)) {
                    open.add(other);
                }
            }
        }
        assertTrue(files.containsAll(List.of("app.js", "net.js", "uPlot.js", "style.css")), files.toString());
        assertTrue(bytes < 300_000, bytes + " bytes");
    }

    @Test
    void nothingInlineAndNothingFromElsewhereMayRun() throws IOException, InterruptedException {
        HttpResponse<String> page = get("");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertEquals(
                "nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertFalse(page.body().contains("<style"));
        assertFalse(Pattern.compile("<script(?![^>]*\\bsrc=)|\\son\\w+=|\\sstyle=")
                .matcher(page.body())
                .find());
    }

    // ------------------------------------------------------------------------------------------------- who may ask

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/00000000000000000000000000000000/", "/favicon.ico"})
    void whoDoesNotKnowTheTokenGetsNothing(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertEquals(403, response.statusCode());
        assertEquals("open the page by the address that gradj play printed", error(response));
    }

    @Test
    void tokensDiffer() throws IOException {
        try (PlayServer other = start(0)) {
            assertFalse(other.url().getPath().equals(server.url().getPath()));
            assertTrue(
                    other.url().getPath().matches("/[0-9a-f]{32}/"), other.url().toString());
        }
    }

    @Test
    void anotherPageMayNotDriveIt() throws IOException, InterruptedException {
        String graph = "{\"name\": \"apple\"}";
        assertEquals(200, post("api/graph", graph).statusCode());
        assertEquals(200, post("api/graph", graph, "Origin", origin()).statusCode());
        assertEquals(
                200, post("api/graph", graph, "Sec-Fetch-Site", "same-origin").statusCode());
        assertEquals(
                403, post("api/graph", graph, "Origin", "http://127.0.0.1:1").statusCode());
        assertEquals(403, post("api/graph", graph, "Origin", "null").statusCode());
        assertEquals(
                403, post("api/graph", graph, "Origin", "https://example.org").statusCode());
        assertEquals(
                403, post("api/graph", graph, "Sec-Fetch-Site", "cross-site").statusCode());
        assertEquals(
                403, post("api/graph", graph, "Sec-Fetch-Site", "same-site").statusCode());
    }

    private static String origin() {
        return "http://" + server.url().getAuthority();
    }

    /** What HttpClient does not let a test write. */
    private static String rawStatus(String... headers) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
            String head = "GET " + server.url().getPath() + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("nothing");
        }
    }

    @Test
    void onlyItsOwnNameIsAnswered() throws IOException {
        int port = server.url().getPort();
        assertEquals("HTTP/1.1 200 OK", rawStatus("Host: 127.0.0.1:" + port));
        assertEquals("HTTP/1.1 200 OK", rawStatus("Host: LOCALHOST:" + port));
        for (String host : List.of(
                "example.org",
                "example.org:" + port,
                "127.0.0.1",
                "127.0.0.1:1",
                "127.0.0.1.:" + port,
                "[::2]:" + port,
                "999.1.1.1:" + port)) {
            assertEquals("HTTP/1.1 403 Forbidden", rawStatus("Host: " + host), host);
        }
        assertEquals("HTTP/1.1 403 Forbidden", rawStatus("Host: 127.0.0.1:" + port, "Host: example.org:" + port));
    }

    @Test
    void listensOnLoopbackAlone() {
        assertTrue(server.url().getHost().equals("127.0.0.1"), server.url().toString());
        assertThrows(BindException.class, () -> start(server.url().getPort()).close());
    }

    /** An address of this machine that others can reach: asked by that address, and by no name. */
    @Test
    void onAllAddressesItIsKnownByEach() throws IOException, InterruptedException {
        try (PlayServer open =
                PlayServer.start(new InetSocketAddress(0), new Tensors(new JavaBackend(), DType.FLOAT32), null)) {
            assertEquals("127.0.0.1", open.url().getHost());
            for (InetAddress address : NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> each instanceof Inet4Address)
                    .toList()) {
                URI url = URI.create("http://" + address.getHostAddress() + ":"
                        + open.url().getPort() + open.url().getPath());
                assertEquals(
                        200,
                        client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode(),
                        url.toString());
            }
        }
    }

    // --------------------------------------------------------------------------------------------------- questions

    @Test
    void aGraphIsAnswered() throws IOException, InterruptedException {
        JsonObject answer = JsonParser.parseString(
                        post("api/graph", "{\"formula\": \"(x + y)^2\", \"values\": {\"x\": [3]}}")
                                .body())
                .getAsJsonObject();
        assertEquals(
                25,
                answer.getAsJsonObject("result").getAsJsonArray("values").get(0).getAsDouble());
        assertTrue(answer.get("svg").getAsString().startsWith("<svg"));
    }

    @Test
    void whatCannotBeAnsweredIsASentence() throws IOException, InterruptedException {
        HttpResponse<String> response = post("api/graph", "{\"formula\": \"x +\"}");
        assertEquals(400, response.statusCode());
        assertEquals("column 4: expected a number, a name or an opening bracket, found the end", error(response));
        assertEquals(400, post("api/graph", "{").statusCode());
        assertEquals(400, post("api/graph", "").statusCode());
        assertEquals(400, post("api/graph", "[]").statusCode());
        assertEquals("hidden[0]: expected an int but was 2.5", error(post("api/nets", "{\"hidden\": [2.5]}")));
        assertEquals("there is no nothing", error(get("nothing")));
        assertEquals("this net is gone: load the page again", error(post("api/nets/99/run", "")));
        assertEquals("expected a net's number, got x", error(post("api/nets/x/run", "")));
        assertEquals("expected at most 400000 bytes, got more", error(post("api/graph", " ".repeat(400_001))));
        String nan = post("api/graph", "{\"formula\": \"ln(x)\", \"values\": {\"x\": [-1]}}")
                .body();
        assertTrue(nan.contains("\"values\":[\"NaN\"]"), nan);
    }

    @Test
    void aNetTellsWhatItDoes() throws IOException, InterruptedException {
        int number = JsonParser.parseString(post("api/nets", "{\"data\": \"moons\", \"hidden\": [4]}")
                        .body())
                .getAsJsonObject()
                .get("net")
                .getAsInt();
        HttpResponse<InputStream> events = client.send(
                HttpRequest.newBuilder(server.url().resolve("api/nets/" + number + "/events"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream; charset=utf-8",
                events.headers().firstValue("Content-Type").orElseThrow());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertEquals("begin", eventName(lines));
            JsonObject begin = eventData(lines);
            assertEquals(2 * 4 + 4 + 4 * 2 + 2, begin.get("parameters").getAsInt());
            assertEquals("update", eventName(lines));
            assertEquals(0, iteration(eventData(lines)));
            assertEquals(200, post("api/nets/" + number + "/step", "").statusCode());
            assertEquals("update", eventName(lines));
            assertEquals(1, iteration(eventData(lines)));
            assertEquals(
                    200,
                    post("api/nets/" + number + "/pace", "{\"stepsPerSecond\": 0}")
                            .statusCode());
            assertEquals(200, post("api/nets/" + number + "/run", "").statusCode());
            assertEquals("update", eventName(lines));
            assertTrue(iteration(eventData(lines)) > 1);
            assertEquals(200, post("api/nets/" + number + "/pause", "").statusCode());
        }
        JsonObject check = JsonParser.parseString(
                        post("api/nets/" + number + "/check", "").body())
                .getAsJsonObject();
        assertEquals(
                "PASSED",
                check.getAsJsonArray("lines")
                        .get(0)
                        .getAsJsonObject()
                        .get("outcome")
                        .getAsString());
        assertEquals(404, post("api/nets/" + number + "/explode", "").statusCode());
        assertEquals(
                "attachment; filename=\"net.safetensors\"",
                get("api/nets/" + number + "/net.safetensors")
                        .headers()
                        .firstValue("Content-Disposition")
                        .orElseThrow());
        String drawing =
                error(post("api/nets/" + number + "/read", "{\"width\": 2, \"height\": 2, \"grey\": \"AAAA\"}"));
        assertEquals("drawing: expected at most 400x400 grey values, got 3 for 2x2", drawing);
    }

    private static String eventName(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("event: ")) {
            line = lines.readLine();
        }
        return line.substring(7);
    }

    private static JsonObject eventData(BufferedReader lines) throws IOException {
        return JsonParser.parseString(lines.readLine().substring(6)).getAsJsonObject();
    }

    private static int iteration(JsonObject update) {
        return update.getAsJsonObject("frame").get("iteration").getAsInt();
    }

    /** The net that was left longest makes room. */
    @Test
    void thereAreOnlySoManyNets() throws IOException, InterruptedException {
        try (PlayServer own = start(0)) {
            URI nets = own.url().resolve("api/nets");
            for (int i = 1; i <= 20; i++) {
                HttpResponse<String> made = client.send(
                        HttpRequest.newBuilder(nets)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals("{\"net\":" + i + "}", made.body());
            }
            assertEquals(400, statusOf(own, 8));
            assertEquals(200, statusOf(own, 9));
            assertEquals(200, statusOf(own, 20));
        }
    }

    private static int statusOf(PlayServer own, int net) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(own.url().resolve("api/nets/" + net + "/pause"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
