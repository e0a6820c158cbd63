package gradj.cli;

import gradj.train.Epoch;
import gradj.train.History;
import java.util.StringJoiner;

/** A training's history as a table: a line an epoch, numbers in full precision. */
final class HistoryCsv {
    private HistoryCsv() {}

    /** @param watched the samples that are no training samples: {@code test} or {@code validation} */
    static String of(History history, String watched) {
        StringBuilder text = new StringBuilder(head(history.last(), watched));
        history.epochs().forEach(epoch -> text.append(line(epoch)));
        return text.toString();
    }

    private static String head(Epoch epoch, String watched) {
        StringJoiner head =
                new StringJoiner(",", "", "\n").add("epoch").add("iteration").add("loss");
        epoch.train().keySet().forEach(metric -> head.add(Measure.key("train", metric)));
        epoch.test().keySet().forEach(metric -> head.add(Measure.key(watched, metric)));
        return head.toString();
    }

    private static String line(Epoch epoch) {
        StringJoiner line = new StringJoiner(",", "", "\n")
                .add(Integer.toString(epoch.number()))
                .add(Integer.toString(epoch.iteration()))
                .add(Double.toString(epoch.loss()));
        epoch.train().values().forEach(value -> line.add(value.toString()));
        epoch.test().values().forEach(value -> line.add(value.toString()));
        return line.toString();
    }
}
