package gradj.hosts.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/** How a web application is asked. */
final class WebServer {
    private WebServer() {}

    static String ask(int port) throws IOException {
        URI uri =
                URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + "/app/lesson");
        URLConnection connection = uri.toURL().openConnection();
        // Jetty keeps the application that was asked last for as long as a connection stays open.
        connection.setRequestProperty("Connection", "close");
        try (InputStream answer = connection.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
