package gradj.play;

import com.sun.net.httpserver.HttpExchange;
import gradj.play.net.NetView;
import gradj.play.net.PlayedNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a net tells, as server-sent events. A browser that is slower than the net gets fewer frames, and never an old one: it
 * keeps nobody waiting.
 */
final class EventStream implements PlayedNet.Watcher {
    /** So soon is noticed that a browser is gone, if nothing else happens. */
    private static final long BEAT_NANOS = 5_000_000_000L;

    private static final long PATIENCE_NANOS = 15_000_000_000L;

    private static final byte[] BEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isNew = lock.newCondition();
    private NetView.@Nullable Begin begin;
    private NetView.@Nullable Update update;
    private long waitsSince;

    @Override
    public void onBegin(NetView.Begin newBegin) {
        lock.lock();
        try {
            begin = newBegin;
            update = null;
            isNew.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onUpdate(NetView.Update newUpdate) {
        lock.lock();
        try {
            NetView.Update missed = update;
            waitsSince = missed == null ? System.nanoTime() : waitsSince;
            update = missed == null ? newUpdate : newUpdate.after(missed);
            isNew.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A browser that was stopped keeps its connection and reads nothing. */
    @Override
    public boolean isAttentive() {
        lock.lock();
        try {
            return update == null || System.nanoTime() - waitsSince < PATIENCE_NANOS;
        } finally {
            lock.unlock();
        }
    }

    /** Writes until the browser is gone. */
    void write(HttpExchange exchange) throws IOException, InterruptedException {
        Answers.prepare(exchange, "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(BEAT);
            out.flush(); // JDK 25 sends the head with the first flush
            while (true) {
                out.write(next());
                out.flush();
            }
        }
    }

    private byte[] next() throws InterruptedException {
        NetView.Begin newBegin;
        NetView.Update newUpdate;
        lock.lock();
        try {
            long left = BEAT_NANOS;
            while (begin == null && update == null) {
                if (left <= 0) {
                    return BEAT;
                }
                left = isNew.awaitNanos(left);
            }
            newBegin = begin;
            newUpdate = update;
            begin = null;
            update = null;
        } finally {
            lock.unlock();
        }
        StringBuilder text = new StringBuilder();
        if (newBegin != null) {
            text.append("event: begin\ndata: ")
                    .append(Answers.GSON.toJson(newBegin))
                    .append("\n\n");
        }
        if (newUpdate != null) {
            text.append("event: update\ndata: ")
                    .append(Answers.GSON.toJson(newUpdate))
                    .append("\n\n");
        }
        return text.isEmpty() ? BEAT : text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
