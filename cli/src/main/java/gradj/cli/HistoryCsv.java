package gradj.cli;

import gradj.train.Epoch;
import gradj.train.History;
import java.util.stream.Collectors;

/** A training's history as a table: a line an epoch, numbers in full precision. */
final class HistoryCsv {
    private static final String HEAD = "epoch,iteration,loss,trainAccuracy,testAccuracy\n";

    private HistoryCsv() {}

    static String of(History history) {
        return history.epochs().stream().map(HistoryCsv::line).collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(Epoch epoch) {
        return epoch.number() + "," + epoch.iteration() + "," + epoch.loss() + "," + epoch.trainAccuracy() + ","
                + epoch.testAccuracy() + "\n";
    }
}
