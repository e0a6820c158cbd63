package gradj.train;

import gradj.io.NetworkFile;
import gradj.nn.Network;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Saves a training's checkpoints when they are due, and the net of its best epoch. */
final class CheckpointWriter {
    private final Checkpoints checkpoints;
    private final Network net;
    private final CheckpointFile file;
    private final Progress progress;

    /** What the best epoch is the best in; none if nothing is measured. */
    private final @Nullable Metric metric;

    private int savedIteration;
    private long savedNanos = System.nanoTime();
    private int seenEpochs;

    CheckpointWriter(
            Checkpoints checkpoints, Network net, CheckpointFile file, List<Metric> metrics, Progress progress) {
        this.checkpoints = checkpoints;
        this.net = net;
        this.file = file;
        this.progress = progress;
        this.metric = metrics.isEmpty() ? null : metrics.get(0);
        this.savedIteration = progress.iteration;
        this.seenEpochs = progress.epochs.size();
    }

    /** Saves what is due now, or at the training's end in any case. */
    void afterIteration(boolean isLast) {
        if (progress.epochs.size() > seenEpochs) {
            seenEpochs = progress.epochs.size();
            saveBest();
        }
        boolean isDue = isLast
                || progress.iteration - savedIteration >= checkpoints.iterations()
                || System.nanoTime() - savedNanos >= checkpoints.time().toNanos();
        if (isDue && progress.iteration > savedIteration) {
            file.write(checkpoints.file(progress.iteration), progress);
            checkpoints.deleteOld();
            savedIteration = progress.iteration;
            savedNanos = System.nanoTime();
        }
    }

    private void saveBest() {
        if (metric != null) {
            double last = value(progress.epochs.get(seenEpochs - 1), metric);
            boolean isBest = progress.epochs.subList(0, seenEpochs - 1).stream()
                    .allMatch(epoch -> isBetter(last, value(epoch, metric), metric));
            if (isBest) {
                Map<String, String> provenance = new TreeMap<>(Map.of(
                        "iteration", Integer.toString(progress.iteration), metric.name(), Double.toString(last)));
                NetworkFile.save(net, checkpoints.best(), provenance);
            }
        }
    }

    private static double value(Epoch epoch, Metric metric) {
        return epoch.tested(metric, "the best checkpoint");
    }

    private static boolean isBetter(double one, double other, Metric metric) {
        return metric.isMoreBetter() ? one > other : one < other;
    }
}
