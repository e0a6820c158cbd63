package gradj.play.net;

import gradj.data.Batch;
import gradj.data.Batches;
import gradj.data.Split;
import gradj.data.image.DigitPicture;
import gradj.data.image.GreyPicture;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import gradj.io.NetworkFile;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import gradj.train.BatchSampler;
import gradj.train.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
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

    /** Enough samples, drawn at random, to see what activations and accuracies are. */
    private static final int SEEN = 500;

    private static final int CHECKED_SAMPLES = 5;
    private static final int CHECKED_ELEMENTS = 30;

    private final Tensors tensors;
    private final @Nullable Split images;
    private final Turns turns = new Turns("gradj-play-net");
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    // What follows belongs to the thread of the turns.
    private NetSettings.Checked settings;
    private PlayData data;
    private PlayData.@Nullable Uploaded table;
    private Network net;
    private Optimizer optimizer;
    private BatchSampler sampler;
    private Batch seenTrain;
    private Batch seenTest;
    private Curve curve = new Curve();
    private Pace pace = new Pace(0);
    private int iteration;
    private boolean isRunning;
    private boolean hasGradients;
    private @Nullable String failure;
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
        settings = wanted.checked();
        data = PlayData.of(settings, tensors, images, null);
        net = settings.net(tensors, data.inputs(), data.classNames().size());
        optimizer = settings.newOptimizer();
        sampler = newSampler();
        seenTrain = seen(data.train());
        seenTest = seen(data.test());
    }

    /** Some samples, drawn at random, for a file may be sorted: those on which all that is shown is measured. */
    private Batch seen(Batches samples) {
        int[] rows = IntStream.range(0, samples.size()).toArray();
        new SeededRandom(settings.seed()).shuffle(rows);
        return samples.batch(Arrays.copyOf(rows, Math.min(SEEN, rows.length)));
    }

    private BatchSampler newSampler() {
        return new BatchSampler(
                Sampling.SHUFFLED_EPOCHS,
                data.train().size(),
                Math.min(settings.batchSize(), data.train().size()),
                settings.seed());
    }

    // ---------------------------------------------------------------------------------------------- what a page wants

    /** Tells this one everything from now on; a training that waited for a watcher goes on. */
    public void watch(Watcher watcher) {
        turns.take(() -> {
            if (watchers.isEmpty()) {
                pace.restart(iteration); // what was not done meanwhile is not made up for
            }
            watcher.onBegin(begin());
            watcher.onUpdate(new NetView.Update(frame(), List.of()));
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
            pace.restart(iteration);
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
                learn();
                keepGradients(scope);
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
            pace = new Pace(Math.max(0, stepsPerSecond)).from(iteration);
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
            PlayData newData = PlayData.of(checked, tensors, images, uploaded);
            begin(
                    checked,
                    newData,
                    checked.net(tensors, newData.inputs(), newData.classNames().size()));
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
                            "digits", null, null, null, settings.optimizer(), settings.learningRate(), 100, 0.0, 1L)
                    .checked();
            PlayData newData = PlayData.of(digits, tensors, images, null);
            if (newData.inputs() != inputs || newData.classNames().size() < classes) {
                throw new IllegalArgumentException("expected a net that reads images of " + newData.inputs()
                        + " pixels and tells at most " + newData.classNames().size() + " classes apart, found one of "
                        + inputs + " inputs and " + classes + " classes");
            }
            begin(digits, newData, loaded);
        });
    }

    /** The net as a file. */
    public byte[] save() {
        return turns.take(() -> withFile(file -> {
            NetworkFile.save(net, file);
            return Files.readAllBytes(file);
        }));
    }

    /**
     * How the net reads a drawing.
     *
     * @throws IllegalArgumentException if the net does not read images
     */
    public NetView.Reading read(GreyPicture drawing) {
        return turns.take(() -> {
            int side = data.imageSide();
            if (side == 0) {
                throw new IllegalArgumentException("this net reads no images: choose the digits as data");
            }
            Optional<byte[]> image = DigitPicture.image(drawing, side, side);
            if (image.isEmpty()) {
                return new NetView.Reading("", side, new double[0], new float[0]);
            }
            float[] pixels = new float[side * side];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (image.get()[i] & 0xFF) / 255f;
            }
            Tensor x = tensors.of(Shape.of(1, pixels.length), pixels);
            return new NetView.Reading(
                    NetPictures.base64(image.get()),
                    side,
                    net.prediction(x).toDoubleArray(),
                    NetPictures.firstHidden(net, x));
        });
    }

    /** Compares some gradients of the present net with numerical ones, in float64. */
    public NetView.Checked check() {
        return turns.take(() -> {
            int samples = Math.min(CHECKED_SAMPLES, seenTrain.x().shape().length(0));
            Tensor x = seenTrain.x().rows(0, samples).to(DType.FLOAT64);
            Tensor t = seenTrain.t().rows(0, samples).to(DType.FLOAT64);
            GradientReport report = GradientCheck.sample(CHECKED_ELEMENTS, settings.seed())
                    .check(net.copy(DType.FLOAT64).lossOf(x, t));
            List<NetView.Checked.Line> lines = new ArrayList<>();
            for (ParameterReport parameter : report.parameters()) {
                lines.add(new NetView.Checked.Line(
                        parameter.name(),
                        parameter.checked(),
                        parameter.meanAbsoluteDifference(),
                        parameter.largestRelativeError(),
                        parameter.kinks(),
                        parameter.outcome()));
            }
            return new NetView.Checked(lines);
        });
    }

    /** Ends the training and forgets the watchers. */
    @Override
    public void close() {
        watchers.clear();
        turns.close();
    }

    // ------------------------------------------------------------------------------------------------------- training

    private void begin(NetSettings.Checked newSettings, PlayData newData, Network newNet) {
        settings = newSettings;
        data = newData;
        net = newNet;
        optimizer = settings.newOptimizer();
        sampler = newSampler();
        seenTrain = seen(data.train());
        seenTest = seen(data.test());
        curve = new Curve();
        pace.begin();
        iteration = 0;
        isRunning = false;
        hasGradients = false;
        failure = null;
        NetView.Begin begin = begin();
        watchers.forEach(watcher -> watcher.onBegin(begin));
        publish();
    }

    private void requireLearning() {
        if (failure != null) {
            throw new IllegalArgumentException(failure);
        }
    }

    /** The next slice, unless nobody watches: then it comes with the next watcher. */
    private void goOn() {
        if (isRunning && !watchers.isEmpty()) {
            turns.later(this::slice, pace.waitMillis(iteration));
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
                    learn();
                    isOver = !isRunning || System.nanoTime() >= end || !pace.isDue(iteration);
                    if (isOver) {
                        keepGradients(scope);
                    }
                }
            }
        } catch (RuntimeException e) {
            fail(String.valueOf(e.getMessage()));
        }
        if (!isRunning || System.nanoTime() - lastFrame > frameNanos()) {
            publish();
        }
        goOn();
    }

    /** They are shown when the step is over. */
    private void keepGradients(TensorScope scope) {
        if (hasGradients) {
            net.parameters().forEach(parameter -> scope.keep(parameter.gradient()));
        }
    }

    private String diverged(String what) {
        return "diverged at step " + iteration + ": " + what + "; a smaller learning rate may help: reset";
    }

    private void fail(String sentence) {
        isRunning = false;
        hasGradients = false;
        failure = sentence;
    }

    private long frameNanos() {
        return parameters() > MANY_PARAMETERS ? LARGE_FRAME_NANOS : FRAME_NANOS;
    }

    /** One mini-batch: forward, backward, update. */
    private void learn() {
        Batch batch = data.train().batch(sampler.next());
        double loss = net.loss(batch.x(), batch.t()).item();
        iteration++;
        if (!Double.isFinite(loss)) {
            fail(diverged("the loss became " + loss));
            return;
        }
        curve.add(loss);
        net.backward();
        hasGradients = true;
        optimizer.step(net.parameters());
    }

    // ------------------------------------------------------------------------------------------------------ what is
    // shown

    private void publish() {
        lastFrame = System.nanoTime();
        pace.measure(iteration, lastFrame);
        NetView.Update update;
        try (TensorScope scope = TensorScope.open()) {
            update = new NetView.Update(frame(), measured());
        } catch (ArithmeticException e) { // scores that are no numbers, of samples that were not in the batch
            fail(diverged(String.valueOf(e.getMessage())));
            update = new NetView.Update(frame(), List.of());
        }
        NetView.Update told = update;
        watchers.removeIf(watcher -> !watcher.isAttentive());
        watchers.forEach(watcher -> watcher.onUpdate(told));
    }

    private List<NetView.Measured> measured() {
        return failure == null && curve.hasNew()
                ? List.of(curve.measure(
                        iteration,
                        net.accuracy(seenTrain.x(), seenTrain.t()),
                        net.accuracy(seenTest.x(), seenTest.t())))
                : List.of();
    }

    private NetView.Begin begin() {
        return new NetView.Begin(
                NetPictures.layers(net),
                parameters(),
                data.classNames(),
                data.train().size(),
                data.test().size(),
                tensors.backend().name(),
                data.isPlane() ? plane() : null,
                data.imageSide(),
                curve.points());
    }

    private NetView.Plane plane() {
        return new NetView.Plane(
                data.inputNames().get(0),
                data.inputNames().get(1),
                seenTrain.x().toFloatArray(),
                classes(seenTrain.t()),
                seenTest.x().toFloatArray(),
                classes(seenTest.t()),
                half());
    }

    private static int[] classes(Tensor oneHot) {
        return Arrays.stream(oneHot.argmax(1).toDoubleArray())
                .mapToInt(number -> (int) number)
                .toArray();
    }

    /** Drawn points lie within 1.3, standardised columns nearly all within 3. */
    private double half() {
        return settings.data().equals("table") ? 3 : 1.3;
    }

    private NetView.Frame frame() {
        boolean isFine = failure == null;
        return new NetView.Frame(
                isFine ? isRunning ? NetView.State.RUNNING : NetView.State.PAUSED : NetView.State.DIVERGED,
                failure,
                iteration,
                (double) iteration / stepsPerEpoch(),
                pace.stepsPerSecond(),
                NetPictures.parameters(net, hasGradients),
                isFine ? NetPictures.activations(net, seenTrain.x()) : List.of(),
                isFine && data.isPlane() ? NetPictures.map(net, tensors, half()) : null);
    }

    /** The last of an epoch has what is left. */
    private int stepsPerEpoch() {
        int batch = Math.min(settings.batchSize(), data.train().size());
        return (data.train().size() + batch - 1) / batch;
    }

    private int parameters() {
        return net.parameters().stream()
                .mapToInt(parameter -> parameter.value().size())
                .sum();
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
