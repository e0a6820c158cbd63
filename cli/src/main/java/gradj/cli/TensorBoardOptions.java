package gradj.cli;

import gradj.io.FileException;
import gradj.tensorboard.EventWriter;
import gradj.tensorboard.TensorBoardListener;
import gradj.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where TensorBoard finds the training. */
final class TensorBoardOptions implements AutoCloseable {
    private static final String NAME = "--tensorboard";

    @Option(
            names = NAME,
            paramLabel = "FOLDER",
            converter = OptionValues.FileName.class,
            description = {
                "Write there, while the net learns, what TensorBoard shows: curves, histograms of weights and gradients,",
                "of images those that the net is most wrong about, and the options. A folder is one run: with --resume it",
                "goes on, another run's folder is refused. Look at it with: tensorboard --logdir FOLDER"
            })
    private @Nullable Path folder;

    private @Nullable TensorBoardListener listener;
    private @Nullable FileException failure;

    /**
     * Before the work: can events be written there?
     *
     * @throws InputException if not, or if another run's are there
     */
    void prepare(boolean isResumed) {
        if (folder != null) {
            OutputFolder.prepare(NAME, folder);
            try {
                if (!isResumed) {
                    EventWriter.requireNoRun(folder);
                }
            } catch (FileException problem) {
                throw new InputException(NAME + " " + problem.getMessage());
            }
        }
    }

    /** @param conditions as a checkpoint keeps them: options by their names, and other things */
    TrainingListener listener(TrainingData data, Map<String, String> conditions, int iterations) {
        if (folder == null) {
            return TrainingListener.NONE;
        }
        Map<String, String> options = new LinkedHashMap<>();
        conditions.forEach((name, value) -> {
            if (name.startsWith("--") && !value.isEmpty() && !value.equals("false")) {
                options.put(name, value);
            }
        });
        options.put("--iterations", Integer.toString(iterations));
        TensorBoardListener board =
                TensorBoardListener.in(folder).namingTest(data.watchedPart()).withTable("options", options);
        if (data.imageColumns() > 0) {
            board = board.withMistakes(
                    data.watched(), data.imageColumns(), data.classNames().toArray(new String[0]));
        }
        listener = board;
        return board;
    }

    /** What could not be written is told by {@link #end}. */
    @Override
    public void close() {
        if (listener != null) {
            try {
                listener.close();
            } catch (FileException problem) {
                failure = problem;
            }
        }
    }

    /**
     * After the work: tells where the events are.
     *
     * @throws FileException if not all could be written
     */
    void end(PrintWriter out) {
        if (failure != null) {
            throw failure;
        }
        if (folder != null) {
            out.println("written: " + folder + ", for tensorboard --logdir " + folder);
        }
    }

    void addTo(Json json) {
        if (folder != null) {
            json.put("tensorboard", folder.toString());
        }
    }
}
