package gradj.cli;

import gradj.io.FileException;
import gradj.io.NetworkFile;
import gradj.io.WholeFile;
import gradj.nn.Network;
import gradj.train.Checkpoints;
import gradj.train.Epoch;
import gradj.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The files that a training saves its net to. The best is saved as soon as an epoch is the best so far, but not twice within
 * a second: a process that is killed leaves it whole.
 */
final class NetFiles {
    @Option(
            names = "--save",
            paramLabel = "FILE",
            converter = OptionValues.FileName.class,
            description = {
                "Save the net as it was at its best by the test samples, or by the validation samples if there are some,",
                "for gradj predict and others (safetensors; by custom, FILE ends in .safetensors)."
            })
    @Nullable
    Path best;

    @Option(
            names = "--save-last",
            paramLabel = "FILE",
            converter = OptionValues.FileName.class,
            description = "Save the net as it is at the end, also after Ctrl-C.")
    @Nullable
    Path last;

    private static final long SECOND = 1_000_000_000;

    private @Nullable Epoch bestEpoch;

    /** The best, where a better one came so soon that writing it would have taken longer than learning it. */
    private @Nullable Network unsaved;

    private long savedNanos = System.nanoTime() - SECOND;

    /** Of the best so far; it does not end the training, for the next best may be saved again. */
    private @Nullable FileException failure;

    boolean isAsked() {
        return best != null || last != null;
    }

    /**
     * Before the work: are these files that can be written?
     *
     * @throws FileException if not
     */
    void prepare(PrintWriter err) {
        if (best != null && last != null && absolute(best).equals(absolute(last))) {
            throw new InputException("--save and --save-last: expected two files, got " + best + " twice");
        }
        prepare("--save", best, err);
        prepare("--save-last", last, err);
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static void prepare(String option, @Nullable Path file, PrintWriter err) {
        if (file == null) {
            return;
        }
        WholeFile.requireWritable(file);
        if (Files.exists(file)) {
            err.println("gradj: " + option + " " + file + ": this run will replace it");
            err.flush();
        }
    }

    /**
     * Saves the net whenever an epoch is the best so far.
     *
     * @param resumed of a training that goes on, where it was saved
     */
    TrainingListener listener(Network net, TrainingData data, Provenance provenance, @Nullable Checkpoints resumed) {
        return new TrainingListener() {
            @Override
            public void onResume(int iteration, List<Epoch> epochs) {
                bestEpoch = epochs.stream()
                        .reduce((one, next) -> isBetter(data, one, next) ? next : one)
                        .orElse(null);
                if (best != null && bestEpoch != null && resumed != null) {
                    takeBest(best, bestEpoch, resumed.best(), provenance);
                }
            }

            @Override
            public void onEpoch(Epoch epoch) {
                if (best != null && (bestEpoch == null || isBetter(data, bestEpoch, epoch))) {
                    bestEpoch = epoch;
                    if (System.nanoTime() - savedNanos < SECOND) {
                        unsaved = net.copy(net.parameters().get(0).value().dtype());
                    } else {
                        saveBest(net, best, provenance.at(epoch));
                        savedNanos = System.nanoTime();
                    }
                }
            }
        };
    }

    private void saveBest(Network net, Path file, Map<String, String> provenance) {
        unsaved = null;
        try {
            NetworkFile.save(net, file, provenance);
            failure = null;
        } catch (FileException problem) {
            failure = problem;
        }
    }

    private static boolean isBetter(TrainingData data, Epoch one, Epoch other) {
        Measure judged = new Measure(data.judge(), data.sample());
        return judged.isBetter(one, other);
    }

    /** The best net before the interruption; one that is newer than the checkpoint will be saved again by its epoch. */
    private static void takeBest(Path file, Epoch epoch, Path saved, Provenance provenance) {
        String iteration = NetworkFile.provenance(saved).get("iteration");
        if (Integer.toString(epoch.iteration()).equals(iteration)) {
            NetworkFile.save(NetworkFile.load(saved), file, provenance.at(epoch));
        }
    }

    /**
     * After the work: saves the net as it is, and tells what was saved.
     *
     * @throws FileException if a file could not be written
     */
    void end(Network net, TrainingData data, Provenance provenance, Epoch now, PrintWriter out) {
        if (unsaved != null && best != null && bestEpoch != null) {
            saveBest(unsaved, best, provenance.at(bestEpoch));
        }
        if (last != null) {
            NetworkFile.save(net, last, provenance.at(now));
            out.println("saved: " + last + ", as it is now");
        }
        if (failure != null) {
            throw failure;
        }
        if (best != null && bestEpoch != null) {
            Measure measure = data.measure();
            out.println("saved: " + best + ", as it was after epoch " + bestEpoch.number() + ": "
                    + measure.sentence(measure.test(bestEpoch), data.watchedPart()));
        }
    }

    void addTo(Json json, TrainingData data) {
        if (best != null) {
            json.put("save", best.toString());
        }
        if (bestEpoch != null) {
            Measure measure = data.measure();
            String part = Measure.key("saved", data.watchedPart());
            json.put("savedEpoch", bestEpoch.number())
                    .put(Measure.key(part, measure.metric().name()), measure.test(bestEpoch));
        }
        if (last != null) {
            json.put("saveLast", last.toString());
        }
    }
}
