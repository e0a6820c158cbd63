package gradj.tensorboard;

import gradj.data.Batches;
import gradj.io.FileException;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Optimizer;
import gradj.train.Epoch;
import gradj.train.Mistake;
import gradj.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a training as TensorBoard shows it, while it runs, a folder a run:
 *
 * <pre>{@code
 * try (TensorBoardListener board = TensorBoardListener.in(Path.of("runs/first"))) {
 *     history = trainer.train(train, test, board);
 * }
 * }</pre>
 *
 * <p>The step is the number of iterations done. By tags:
 *
 * <ul>
 *   <li>{@code loss/batch}: each mini-batch's loss up to the 1,000th, then each tenth up to the 10,000th, and so on;
 *   <li>{@code loss/train}, {@code accuracy/train}, {@code accuracy/test} and every other metric: of each epoch;
 *   <li>{@code weights/0.W} and every other parameter: histograms before the first step and after each epoch;
 *   <li>{@code gradients/0.W}, {@code learning rate}: of the first mini-batch of each epoch;
 *   <li>{@code mistakes/test} and {@code mistakes/test/table}: see {@link #withMistakes}.
 * </ul>
 *
 * <p>A training that goes on by {@link gradj.train.Trainer#resume} does so in the same folder, in a new file: what it repeats
 * since its checkpoint is not written a second time, and a folder that has other epochs than the checkpoint is refused. In a
 * new folder it begins with the checkpoint's epochs.
 *
 * <p>A failure before the training begins is thrown. One on its way ends what is written, not the training, and is thrown by
 * {@link #close}.
 */
public final class TensorBoardListener implements TrainingListener, AutoCloseable {
    private static final String MEAN_LOSS = "loss/train";

    /** A training that goes on on another processor may have other last digits; another training differs by more. */
    private static final double SAME = 1e-4;

    private final Path folder;
    private final String part;
    private final Map<String, String> texts;
    private final @Nullable Mistakes mistakes;

    private @Nullable EventWriter writer;
    private @Nullable Network net;
    private @Nullable Optimizer optimizer;
    private boolean isEpochBegun;
    private @Nullable FileException failure;

    private TensorBoardListener(Path folder, String part, Map<String, String> texts, @Nullable Mistakes mistakes) {
        this.folder = folder;
        this.part = part;
        this.texts = texts;
        this.mistakes = mistakes;
    }

    /**
     * A listener for one training.
     *
     * @param folder the run's own, made if it is missing; a new training is refused where there are events already
     */
    public static TensorBoardListener in(Path folder) {
        return new TensorBoardListener(folder, "test", Map.of(), null);
    }

    /** The same, where the samples that the trainer tests with are called so in the tags, such as {@code validation}. */
    public TensorBoardListener namingTest(String name) {
        return new TensorBoardListener(folder, name, texts, mistakes);
    }

    /** The same, with a table of names and values, such as the options of a run, shown under this tag as a text. */
    public TensorBoardListener withTable(String tag, Map<String, ?> values) {
        List<List<String>> rows = new ArrayList<>();
        values.forEach((name, value) -> rows.add(List.of(name, String.valueOf(value))));
        Map<String, String> more = new LinkedHashMap<>(texts);
        more.put(tag, Markdown.table(List.of("name", "value"), rows));
        return new TensorBoardListener(folder, part, more, mistakes);
    }

    /**
     * The same, with the 25 images that the net is most wrong about, before the first step and after each epoch: as a picture,
     * and as a table of what they are and what they are taken for. They cost a further evaluation of these samples.
     *
     * @param images of one channel, from 0, black, to 1, white: [N, rows * columns] or [N, rows, columns]
     * @param columns the width of an image
     * @param classNames none if classes have numbers only
     * @throws IllegalArgumentException if the samples are no images of this width
     */
    public TensorBoardListener withMistakes(Batches images, int columns, String... classNames) {
        int pixels = images.size() == 0 ? columns : images.batch(0).x().size();
        if (columns < 1 || pixels % columns != 0) {
            throw new IllegalArgumentException(
                    "mistakes: expected images of " + columns + " columns, got samples of " + pixels + " pixels");
        }
        return new TensorBoardListener(folder, part, texts, new Mistakes(images, columns, List.of(classNames)));
    }

    /** @throws IllegalStateException if this listener has followed another training */
    @Override
    public void onBegin(Network net, Optimizer optimizer, int iteration) {
        if (this.net != null) {
            throw new IllegalStateException(
                    "a listener for TensorBoard follows one training: make another one, in another folder than "
                            + folder);
        }
        this.net = net;
        this.optimizer = optimizer;
        if (iteration == 0) {
            EventWriter events = EventWriter.create(folder);
            begin(events);
            writeNet(events, 0);
        } else if (mistakes != null) {
            mistakes.of(net); // whether they can be found is told now, not after an epoch's work
        }
    }

    private void begin(EventWriter events) {
        writer = events;
        texts.forEach((tag, text) -> events.text(tag, 0, text));
    }

    /** @throws FileException if the folder has events of another training */
    @Override
    public void onResume(int iteration, List<Epoch> epochs) {
        WrittenEvents former = WrittenEvents.in(folder);
        epochs.forEach(epoch -> requireSame(former, epoch));
        isEpochBegun = epochs.isEmpty() || epochs.get(epochs.size() - 1).iteration() < iteration;
        EventWriter events = EventWriter.open(folder, former);
        begin(events);
        epochs.forEach(epoch -> writeScalars(events, epoch));
    }

    private void requireSame(WrittenEvents former, Epoch epoch) {
        Float found = former.scalar(MEAN_LOSS, epoch.iteration());
        double expected = Objects.requireNonNull(scalars(epoch).get(MEAN_LOSS));
        if (found != null && Math.abs(found - expected) > SAME * Math.abs(expected)) {
            throw new FileException(
                    folder,
                    "has the events of another training than the checkpoint: " + MEAN_LOSS + " of step "
                            + epoch.iteration() + " is " + found + ", expected " + (float) expected
                            + ": name the folder of the training that goes on, or a new one");
        }
    }

    @Override
    public void onGradients(int iteration, List<Parameter> parameters) {
        if (!isEpochBegun) {
            isEpochBegun = true;
            write(events -> {
                writeLearningRate(events, iteration);
                for (Parameter each : parameters) {
                    events.histogram(
                            "gradients/" + each.name(),
                            iteration,
                            each.gradient().toDoubleArray());
                }
            });
        }
    }

    private void writeLearningRate(EventWriter events, int iteration) {
        double rate;
        try {
            rate = optimizer == null ? Double.NaN : optimizer.learningRate();
        } catch (UnsupportedOperationException noneToTell) {
            return;
        }
        events.scalar("learning rate", iteration, rate);
    }

    @Override
    public void onIteration(int iteration, double loss) {
        if (isShown(iteration)) {
            write(events -> events.scalar("loss/batch", iteration, loss));
        }
    }

    /** TensorBoard shows a thousand points of a curve: three digits of the iteration are enough. */
    static boolean isShown(int iteration) {
        int unit = 1;
        while (iteration / unit >= 1000) {
            unit *= 10;
        }
        return iteration % unit == 0;
    }

    @Override
    public void onEpoch(Epoch epoch) {
        isEpochBegun = false;
        write(events -> {
            writeScalars(events, epoch);
            writeNet(events, epoch.iteration());
        });
    }

    private void writeScalars(EventWriter events, Epoch epoch) {
        scalars(epoch).forEach((tag, value) -> events.scalar(tag, epoch.iteration(), value));
    }

    /** A metric of the name loss is of all samples, and takes the place of the mini-batches' mean. */
    private Map<String, Double> scalars(Epoch epoch) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put(MEAN_LOSS, epoch.loss());
        epoch.train().forEach((metric, value) -> scalars.put(metric + "/train", value));
        epoch.test().forEach((metric, value) -> scalars.put(metric + "/" + part, value));
        return scalars;
    }

    private void writeNet(EventWriter events, int iteration) {
        if (net == null) {
            return;
        }
        for (Parameter each : net.parameters()) {
            events.histogram("weights/" + each.name(), iteration, each.value().toDoubleArray());
        }
        if (mistakes != null) {
            List<Mistake> most = mistakes.of(net);
            events.image("mistakes/" + part, iteration, mistakes.picture(most));
            events.text("mistakes/" + part + "/table", iteration, mistakes.table(most));
        }
    }

    private interface Writing {
        void to(EventWriter events);
    }

    /** What is learned is worth more than what is shown of it. */
    private void write(Writing writing) {
        if (writer != null && failure == null) {
            try {
                writing.to(writer);
            } catch (FileException problem) {
                failure = problem;
            }
        }
    }

    /**
     * Closes the file; later calls do nothing.
     *
     * @throws FileException if something could not be written, now or before
     */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
        if (failure != null) {
            FileException problem = failure;
            failure = null;
            throw problem;
        }
    }
}
