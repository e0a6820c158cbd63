package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
class PlayCommandTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void servesUntilASignalEndsIt() throws IOException, InterruptedException {
        AtomicReference<String> page = new AtomicReference<>("");
        CommandRun run = CommandRun.interrupted(
                "TERM",
                line -> {
                    if (line.startsWith("gradj play: ")) {
                        page.set(get(URI.create(line.substring(12))));
                    }
                    return line.startsWith("Ctrl-C") ? 1 : 0;
                },
                "play",
                "--no-browser");
        assertEquals(Main.INTERRUPTED, run.exitCode(), run.err());
        assertEquals("", run.err());
        assertTrue(page.get().contains("<title>gradj play</title>"), page.get());
    }

    private static String get(URI url) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whereItCannotListenIsTold() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertEquals(
                    "cannot listen on 127.0.0.1, port " + port
                            + ": Address already in use: choose another --port or --address",
                    CommandRun.gradj("play", "--no-browser", "--port", port).error());
        }
        assertEquals(
                "--port: expected 0 to 65535, got 65536",
                CommandRun.gradj("play", "--port", "65536").error());
        assertTrue(CommandRun.gradj("play", "--address", "no such host")
                .error()
                .startsWith("--address no such host: expected an address of this machine"));
    }
}
