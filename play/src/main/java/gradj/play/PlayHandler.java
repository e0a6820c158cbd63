package gradj.play;

import com.google.gson.JsonParseException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import gradj.data.image.GreyPicture;
import gradj.io.FileException;
import gradj.play.graph.GraphRequest;
import gradj.play.graph.PlayedGraph;
import gradj.play.net.NetSettings;
import gradj.play.net.PlayedNet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers each request: a file of the page, or what it asks of a graph or a net. */
final class PlayHandler implements HttpHandler {
    private static final System.Logger LOG = System.getLogger("gradj.play");

    private static final int MOST_BYTES = 400_000;
    private static final int MOST_BYTES_OF_FILES = 50_000_000;
    private static final int LONGEST_SIDE = 400;

    private static final Pattern GSON_MESSAGE =
            Pattern.compile("(Expected .*?) at line \\d+ column \\d+ path \\$\\.?(\\S+)");

    private final Access access;
    private final Nets nets;

    PlayHandler(Access access, Nets nets) {
        this.access = access;
        this.nets = nets;
    }

    /** What is thrown here would become an empty answer and no line in any log. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = access.path(exchange);
            if (path == null) {
                Answers.error(exchange, 403, "open the page by the address that gradj play printed");
                return;
            }
            try {
                answer(exchange, path);
            } catch (JsonParseException problem) {
                Answers.error(exchange, 400, sentence(problem));
            } catch (IllegalArgumentException | FileException problem) {
                Answers.error(exchange, 400, String.valueOf(problem.getMessage()));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | LinkageError fault) {
                LOG.log(System.Logger.Level.WARNING, "play: " + path, fault);
                Answers.error(exchange, 500, "this is a fault of gradj: " + fault);
            }
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "play: the browser is gone", gone);
        }
    }

    /** Gson tells what it expected and where, between the name of an exception and the address of a page. */
    private static String sentence(JsonParseException problem) {
        Matcher parts = GSON_MESSAGE.matcher(String.valueOf(problem.getMessage()));
        return parts.find()
                ? parts.group(2) + ": " + parts.group(1).toLowerCase(Locale.ROOT)
                : "expected JSON of this request's form";
    }

    private void answer(HttpExchange exchange, String path) throws IOException, InterruptedException {
        String method = exchange.getRequestMethod();
        String type = PageFiles.type(path);
        if (type != null && (method.equals("GET") || method.equals("HEAD"))) {
            Answers.send(exchange, 200, type, PageFiles.content(path));
        } else if (path.equals("api/graph") && method.equals("POST")) {
            Answers.json(exchange, PlayedGraph.answer(read(exchange, GraphRequest.class)));
        } else if (path.equals("api/nets") && method.equals("POST")) {
            Answers.json(exchange, Map.of("net", nets.add(read(exchange, NetSettings.class))));
        } else if (path.startsWith("api/nets/")) {
            String[] parts = path.split("/", 4);
            net(exchange, number(parts[2]), method + " " + (parts.length == 4 ? parts[3] : ""));
        } else {
            Answers.error(exchange, 404, "there is no " + path);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a net's number, got " + text, e);
        }
    }

    /** Settings, with a table where one is learned from. */
    private record Reset(
            @Nullable NetSettings settings,
            @Nullable String csv,
            @Nullable String label) {}

    private record Paced(int stepsPerSecond) {}

    /** Grey values of a drawing, a byte of each pixel in base 64: 0 is black. */
    private record Drawing(int width, int height, @Nullable String grey) {}

    private void net(HttpExchange exchange, int number, String request) throws IOException, InterruptedException {
        if (request.equals("GET events")) {
            events(exchange, number);
            return;
        }
        PlayedNet net = nets.get(number);
        switch (request) {
            case "POST run" -> net.run();
            case "POST pause" -> net.pause();
            case "POST step" -> net.step();
            case "POST pace" -> net.setPace(read(exchange, Paced.class).stepsPerSecond());
            case "POST reset" -> {
                Reset reset = Answers.GSON.fromJson(text(exchange, MOST_BYTES_OF_FILES), Reset.class);
                if (reset == null || reset.settings() == null) {
                    throw new IllegalArgumentException("expected settings");
                }
                byte[] csv = reset.csv() == null ? null : reset.csv().getBytes(StandardCharsets.UTF_8);
                net.reset(reset.settings(), csv, reset.label());
            }
            case "POST load" -> net.load(bytes(exchange, MOST_BYTES_OF_FILES));
            case "GET net.safetensors" -> {
                byte[] file = net.save();
                exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"net.safetensors\"");
                Answers.send(exchange, 200, "application/octet-stream", file);
                return;
            }
            case "POST check" -> {
                Answers.json(exchange, net.check());
                return;
            }
            case "POST read" -> {
                Answers.json(exchange, net.read(picture(read(exchange, Drawing.class))));
                return;
            }
            default -> {
                Answers.error(exchange, 404, "a net knows nothing of " + request);
                return;
            }
        }
        Answers.json(exchange, Map.of());
    }

    private void events(HttpExchange exchange, int number) throws IOException, InterruptedException {
        PlayedNet net = nets.join(number);
        EventStream stream = new EventStream();
        try {
            net.watch(stream);
            stream.write(exchange);
        } finally {
            net.unwatch(stream);
            nets.leave(number);
        }
    }

    private static GreyPicture picture(Drawing drawing) {
        int width = drawing.width();
        int height = drawing.height();
        byte[] grey = drawing.grey() == null ? new byte[0] : Base64.getDecoder().decode(drawing.grey());
        if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE || grey.length != width * height) {
            throw new IllegalArgumentException("drawing: expected at most " + LONGEST_SIDE + "x" + LONGEST_SIDE
                    + " grey values, got " + grey.length + " for " + width + "x" + height);
        }
        float[] light = new float[grey.length];
        for (int i = 0; i < light.length; i++) {
            light[i] = (grey[i] & 0xFF) / 255f;
        }
        return new GreyPicture(width, height, light);
    }

    // ------------------------------------------------------------------------------------------------------- reading

    private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
        T read = Answers.GSON.fromJson(text(exchange, MOST_BYTES), type);
        if (read == null) {
            throw new IllegalArgumentException("expected JSON, got nothing");
        }
        return read;
    }

    private static String text(HttpExchange exchange, int most) throws IOException {
        return new String(bytes(exchange, most), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(HttpExchange exchange, int most) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new IllegalArgumentException("expected at most " + most + " bytes, got more");
        }
        return bytes;
    }
}
