package gradj.play.net;

import gradj.data.Split;
import gradj.data.image.GreyPicture;
import gradj.io.NetworkFile;
import gradj.nn.Network;
import gradj.tensor.Shape;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A net that a page trains and watches. It trains while somebody watches, and no longer.
 *
 * <p>Everything happens one after the other in a {@link Turns thread of its own}, which is there only while there is
 * something to do: a training is a row of short slices, and what the page wants comes between two of them.
 */
public final class PlayedNet implements AutoCloseable {
    /** Follows a net; called by the net's thread, which must not be kept waiting. */
    public interface Watcher {
        /** Before everything else, and after a reset. */
        void onBegin(NetView.Begin begin);

        /** Something changed. */
        void onUpdate(NetView.Update update);

        /** Whether it still takes what it is told. */
        default boolean isAttentive() {
            return true;
        }
    }

    private static final long FRAME_NANOS = 100_000_000;
    private static final long LARGE_FRAME_NANOS = 250_000_000;
    private static final long SLICE_NANOS = 15_000_000;
    private static final int MANY_PARAMETERS = 10_000;

    private final Tensors tensors;
    private final @Nullable Split images;
    private final Turns turns = new Turns("gradj-play-net");
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    // What follows belongs to the thread of the turns.
    private Learning learning;
    private PlayData.@Nullable Uploaded table;
    private Pace pace = new Pace(0);
    private boolean isRunning;
    private long lastFrame;

    /**
     * A net by these settings.
     *
     * @param images in place of drawn digits
     * @throws IllegalArgumentException if there cannot be such a net
     */
    public PlayedNet(NetSettings wanted, Tensors tensors, @Nullable Split images) {
        this.tensors = tensors;
        this.images = images;
        NetSettings.Checked settings = wanted.checked();
        learning = Learning.of(settings, PlayData.of(settings, tensors, images, null), tensors);
    }

    // ---------------------------------------------------------------------------------------------- what a page wants

    /** Tells this one everything from now on; a training that waited for a watcher goes on. */
    public void watch(Watcher watcher) {
        turns.take(() -> {
            if (watchers.isEmpty()) {
                pace.restart(learning.iteration()); // what was not done meanwhile is not made up for
            }
            watcher.onBegin(learning.begin());
            watcher.onUpdate(new NetView.Update(learning.frame(isRunning, pace.stepsPerSecond()), List.of()));
            watchers.add(watcher);
            goOn();
        });
    }

    /** Tells this one nothing any more. */
    public void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Trains from now on. */
    public void run() {
        turns.take(() -> {
            requireLearning();
            isRunning = true;
            pace.restart(learning.iteration());
            goOn();
        });
    }

    /** Trains no more. */
    public void pause() {
        turns.take(() -> {
            isRunning = false;
            publish();
        });
    }

    /** One step. */
    public void step() {
        turns.take(() -> {
            requireLearning();
            isRunning = false;
            try (TensorScope scope = TensorScope.open()) {
                learning.learn();
                learning.keepGradients(scope);
            }
            publish();
        });
    }

    /**
     * At most so many steps a second from now on.
     *
     * @param stepsPerSecond 0 for as many as can be
     */
    public void setPace(int stepsPerSecond) {
        turns.take(() -> {
            pace = new Pace(Math.max(0, stepsPerSecond)).from(learning.iteration());
            goOn();
        });
    }

    /**
     * A new net by these settings; by the same ones, the same net again.
     *
     * @param csv a new table; null keeps the one that there is
     * @throws IllegalArgumentException if there cannot be such a net: the present one stays
     */
    public void reset(NetSettings wanted, byte @Nullable [] csv, @Nullable String label) {
        turns.take(() -> {
            NetSettings.Checked checked = wanted.checked();
            PlayData.Uploaded uploaded = csv == null ? table : new PlayData.Uploaded(csv, label);
            begin(Learning.of(checked, PlayData.of(checked, tensors, images, uploaded), tensors));
            table = uploaded;
        });
    }

    /**
     * A net out of a file of gradj's; it goes on learning from digits, if they fit.
     *
     * @throws IllegalArgumentException if the file has no net that reads images: the present one stays
     */
    public void load(byte[] file) {
        turns.take(() -> {
            Network loaded = read(file);
            int inputs = loaded.parameters().get(0).value().shape().length(0);
            int classes = classes(loaded, inputs);
            NetSettings.Checked digits = new NetSettings(
                            "digits",
                            null,
                            null,
                            null,
                            learning.settings().optimizer(),
                            learning.settings().learningRate(),
                            100,
                            0.0,
                            1L)
                    .checked();
            PlayData newData = PlayData.of(digits, tensors, images, null);
            if (newData.inputs() != inputs || newData.classNames().size() < classes) {
                throw new IllegalArgumentException("expected a net that reads images of " + newData.inputs()
                        + " pixels and tells at most " + newData.classNames().size() + " classes apart, found one of "
                        + inputs + " inputs and " + classes + " classes");
            }
            begin(new Learning(digits, newData, loaded, tensors));
        });
    }

    /** The net as a file. */
    public byte[] save() {
        return turns.take(() -> withFile(file -> {
            NetworkFile.save(learning.net(), file);
            return Files.readAllBytes(file);
        }));
    }

    /**
     * How the net reads a drawing.
     *
     * @throws IllegalArgumentException if the net does not read images
     */
    public NetView.Reading read(GreyPicture drawing) {
        return turns.take(() -> learning.read(drawing));
    }

    /** Compares some gradients of the present net with numerical ones, in float64. */
    public NetView.Checked check() {
        return turns.take(() -> learning.check());
    }

    /** Ends the training and forgets the watchers. */
    @Override
    public void close() {
        watchers.clear();
        turns.close();
    }

    // ------------------------------------------------------------------------------------------------------- training

    private void begin(Learning newLearning) {
        learning = newLearning;
        pace.begin();
        isRunning = false;
        NetView.Begin begin = learning.begin();
        watchers.forEach(watcher -> watcher.onBegin(begin));
        publish();
    }

    private void requireLearning() {
        String failure = learning.failure();
        if (failure != null) {
            throw new IllegalArgumentException(failure);
        }
    }

    /** The next slice, unless nobody watches: then it comes with the next watcher. */
    private void goOn() {
        if (isRunning && !watchers.isEmpty()) {
            turns.later(this::slice, pace.waitMillis(learning.iteration()));
        }
    }

    private void slice() {
        if (!isRunning) {
            return;
        }
        long end = System.nanoTime() + SLICE_NANOS;
        try (TensorScope.Rounds rounds = TensorScope.rounds()) {
            boolean isOver = false;
            while (!isOver) {
                try (TensorScope scope = rounds.open()) {
                    learning.learn();
                    isOver =
                            learning.failure() != null || System.nanoTime() >= end || !pace.isDue(learning.iteration());
                    if (isOver) {
                        learning.keepGradients(scope);
                    }
                }
            }
        } catch (RuntimeException e) {
            learning.fail(String.valueOf(e.getMessage()));
        }
        if (learning.failure() != null || System.nanoTime() - lastFrame > frameNanos()) {
            publish();
        }
        goOn();
    }

    private long frameNanos() {
        return learning.parameters() > MANY_PARAMETERS ? LARGE_FRAME_NANOS : FRAME_NANOS;
    }

    private void publish() {
        lastFrame = System.nanoTime();
        pace.measure(learning.iteration(), lastFrame);
        NetView.Update update = learning.update(isRunning, pace.stepsPerSecond());
        isRunning &= learning.failure() == null;
        watchers.removeIf(watcher -> !watcher.isAttentive());
        watchers.forEach(watcher -> watcher.onUpdate(update));
    }

    // ----------------------------------------------------------------------------------------------------------- files

    private interface FileUse<T> {
        T with(Path file) throws IOException;
    }

    private static <T> T withFile(FileUse<T> use) {
        try {
            Path folder = Files.createTempDirectory("gradj-play");
            Path file = folder.resolve("net.safetensors");
            try {
                return use.with(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the net's file cannot be kept meanwhile: " + e.getMessage(), e);
        }
    }

    private Network read(byte[] content) {
        return withFile(file -> {
            Files.write(file, content);
            try {
                return NetworkFile.load(file, tensors);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        String.valueOf(e.getMessage()).replace(file.toString(), "the file"), e);
            }
        });
    }

    private int classes(Network loaded, int inputs) {
        try {
            return loaded.predict(tensors.zeros(Shape.of(1, inputs))).shape().length(1);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("expected a net that reads images, found: " + e.getMessage(), e);
        }
    }
}
