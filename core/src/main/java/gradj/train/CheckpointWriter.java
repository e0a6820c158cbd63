package gradj.train;

import gradj.io.NetworkFile;
import gradj.nn.Network;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Saves a training's checkpoints when they are due, and the net of its best epoch. */
final class CheckpointWriter {
    private static final String ITERATION = "iteration";

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
            NonFinite.requireFinite(net, progress.iteration); // the checkpoints before it are of use, one of NaN is not
            checkpoints.makeFolder(); // somebody may have cleared up meanwhile
            file.write(checkpoints.file(progress.iteration), progress);
            checkpoints.deleteOld();
            savedIteration = progress.iteration;
            savedNanos = System.nanoTime();
        }
    }

    private void saveBest() {
        if (metric != null) {
            double last = progress.epochs.get(seenEpochs - 1).tested(metric);
            boolean isBest = progress.epochs.subList(0, seenEpochs - 1).stream()
                    .allMatch(epoch -> BestEpoch.isBetter(metric, last, epoch.tested(metric)));
            if (isBest) {
                String name = metric.name();
                boolean isTaken = name.equals(ITERATION) || name.startsWith("gradj.");
                Map<String, String> provenance = new TreeMap<>();
                provenance.put(ITERATION, Integer.toString(progress.iteration));
                provenance.put(isTaken ? "metric " + name : name, Double.toString(last));
                checkpoints.makeFolder();
                NetworkFile.save(net, checkpoints.best(), provenance);
            }
        }
    }
}
