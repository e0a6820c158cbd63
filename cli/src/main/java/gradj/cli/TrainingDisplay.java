package gradj.cli;

import gradj.cli.LearningOptions.Learning;
import gradj.train.Epoch;
import gradj.train.TrainingListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how a training goes on: a line an epoch on stdout, and a progress bar on stderr while a person looks. */
final class TrainingDisplay implements TrainingListener, AutoCloseable {
    private static final int REDRAW_MILLIS = 200;

    /** More epochs than these are not all shown, but 1 to 10, 20, 30 ... 100, 200 and so on, and the last. */
    private static final int ALL_SHOWN = 40;

    private final PrintWriter out;
    private final boolean stopsUnread;
    private final Measure measure;
    private final int epochs;
    private final RedrawnLine line;
    private final @Nullable ProgressBar bar;

    /** The last epoch, if it has not been shown. */
    private @Nullable Epoch unshown;

    /**
     * Begins to show.
     *
     * @param stopsUnread whether the training is interrupted when its lines can no longer be written: nobody would ever know
     *     what it learned
     */
    TrainingDisplay(
            PrintWriter out, PrintWriter err, Learning how, TrainingData data, boolean withBar, boolean stopsUnread) {
        this(out, err, how.plan().iterations(), how.epochs(), data.measure(), data.watchedPart(), withBar, stopsUnread);
    }

    TrainingDisplay(
            PrintWriter out,
            PrintWriter err,
            int iterations,
            int epochs,
            Measure measure,
            String watched,
            boolean withBar,
            boolean stopsUnread) {
        this.out = out;
        this.stopsUnread = stopsUnread;
        this.measure = measure;
        this.epochs = epochs;
        this.line = new RedrawnLine(err);
        if (!measure.isAccuracy()) {
            out.println(measure.words() + " in the label's unit:");
        }
        out.printf(Locale.ROOT, "%5s %9s  %9s  %8s  %8s%n", "epoch", "iteration", "loss", "train", watched);
        this.bar = withBar
                ? ProgressBar.builder()
                        .setTaskName("training")
                        .setInitialMax(iterations)
                        .setUpdateIntervalMillis(REDRAW_MILLIS)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(line)
                        .build()
                : null;
    }

    /** The table is whole, as if there had been no interruption. */
    @Override
    public void onResume(int iteration, List<Epoch> epochs) {
        epochs.forEach(this::onEpoch);
        if (bar != null) {
            bar.stepTo(iteration);
        }
    }

    @Override
    public void onIteration(int iteration, double loss) {
        if (bar != null) {
            bar.stepTo(iteration);
        }
    }

    @Override
    public void onEpoch(Epoch epoch) {
        if (isShown(epoch.number())) {
            unshown = null;
            print(epoch);
        } else {
            unshown = epoch;
        }
        if (stopsUnread && out.checkError()) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isShown(int number) {
        int unit = 1;
        while (number / unit >= 10) {
            unit *= 10;
        }
        return epochs <= ALL_SHOWN || number % unit == 0;
    }

    private void print(Epoch epoch) {
        String row = String.format(
                Locale.ROOT,
                "%5d %9d  %9.5f  %s  %s",
                epoch.number(),
                epoch.iteration(),
                epoch.loss(),
                measure.cell(measure.train(epoch)),
                measure.cell(measure.test(epoch)));
        if (bar != null) {
            line.printAbove(out, row);
        } else {
            out.println(row);
        }
    }

    @Override
    public void close() {
        if (unshown != null) {
            print(unshown);
        }
        if (bar != null) {
            bar.close();
            line.close(); // a bar that is closed before its first drawing leaves this out
        }
    }
}
