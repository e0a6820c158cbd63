package gradj.play;

import gradj.data.Split;
import gradj.play.net.NetSettings;
import gradj.play.net.PlayedNet;
import gradj.tensor.Tensors;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nets of all tabs. Nobody says when a tab is closed: a net that nobody watched for a while is forgotten. */
final class Nets implements AutoCloseable {
    private static final int MOST = 12;

    /** A laptop may be closed for lunch. */
    private static final long FORGOTTEN_NANOS = Duration.ofHours(1).toNanos();

    private final Tensors tensors;
    private final @Nullable Split images;
    private final Map<Integer, Held> nets = new HashMap<>();
    private int last;

    private static final class Held {
        private final PlayedNet net;
        private int watchers;
        private long leftAt = System.nanoTime();

        Held(PlayedNet net) {
            this.net = net;
        }
    }

    Nets(Tensors tensors, @Nullable Split images) {
        this.tensors = tensors;
        this.images = images;
    }

    /** A new net's number. Where there are too many, the one takes its place that nobody watches for the longest time. */
    int add(NetSettings settings) {
        PlayedNet net = new PlayedNet(settings, tensors, images);
        synchronized (nets) {
            long now = System.nanoTime();
            nets.values().removeIf(held -> {
                boolean isForgotten = held.watchers == 0 && now - held.leftAt > FORGOTTEN_NANOS;
                if (isForgotten) {
                    held.net.close();
                }
                return isForgotten;
            });
            if (nets.size() >= MOST) {
                Map.Entry<Integer, Held> oldest = nets.entrySet().stream()
                        .filter(each -> each.getValue().watchers == 0)
                        .max(Comparator.comparingLong(each -> now - each.getValue().leftAt))
                        .orElse(null);
                if (oldest == null) {
                    net.close();
                    throw new IllegalArgumentException(
                            "there are " + MOST + " nets already, each in a tab that is seen: close one of these");
                }
                oldest.getValue().net.close();
                nets.remove(oldest.getKey());
            }
            nets.put(++last, new Held(net));
            return last;
        }
    }

    /**
     * The net of this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    PlayedNet get(int number) {
        return held(number).net;
    }

    private Held held(int number) {
        synchronized (nets) {
            Held held = nets.get(number);
            if (held == null) {
                throw new IllegalArgumentException("this net is gone: load the page again");
            }
            return held;
        }
    }

    /** Somebody watches, until {@link #leave}. */
    PlayedNet join(int number) {
        synchronized (nets) {
            Held held = held(number);
            held.watchers++;
            return held.net;
        }
    }

    void leave(int number) {
        synchronized (nets) {
            Held held = nets.get(number);
            if (held != null) {
                held.watchers--;
                held.leftAt = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        synchronized (nets) {
            nets.values().forEach(held -> held.net.close());
            nets.clear();
        }
    }
}
