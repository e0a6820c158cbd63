package gradj.play;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what goes back to the browser. */
final class Answers {
    static final String JSON = "application/json";

    /** NaN and infinities as texts, which JavaScript's Number(...) takes back: JSON has none. */
    static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(double.class, new AnyNumber())
            .registerTypeAdapter(Double.class, new AnyNumber())
            .disableHtmlEscaping() // nothing of it stands in a page of HTML
            .create();

    private static final class AnyNumber extends TypeAdapter<Double> {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
            if (value == null) {
                out.nullValue();
            } else if (Double.isFinite(value)) {
                out.value(value);
            } else {
                out.value(value.toString());
            }
        }

        @Override
        public Double read(JsonReader in) throws IOException {
            return in.nextDouble();
        }
    }

    /** Scripts and styles of this server alone, none that stand in the page; in no frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Answers() {}

    static void prepare(HttpExchange exchange, String type) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        prepare(exchange, type);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead || content.length == 0 ? -1 : content.length);
        if (!isHead && content.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        }
    }

    static void json(HttpExchange exchange, Object answer) throws IOException {
        send(exchange, 200, JSON, GSON.toJson(answer).getBytes(StandardCharsets.UTF_8));
    }

    private record Problem(String error) {}

    /** A sentence for the reader of the page. */
    static void error(HttpExchange exchange, int status, String sentence) throws IOException {
        send(exchange, status, JSON, GSON.toJson(new Problem(sentence)).getBytes(StandardCharsets.UTF_8));
    }
}
