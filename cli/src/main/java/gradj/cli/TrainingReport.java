package gradj.cli;

import gradj.cli.page.Chart;
import gradj.cli.page.ReportPage;
import gradj.cli.page.ReportPage.Picture;
import gradj.nn.Network;
import gradj.train.ConfusionMatrix;
import gradj.train.Epoch;
import gradj.train.Evaluation;
import gradj.train.History;
import gradj.train.Metric;
import gradj.train.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A training as one page to read and to mail: how good the net is, how it became so, what it takes for what, what its first
 * layer looks for, and how to train it again.
 *
 * @param untrained what was measured before the first iteration
 * @param tested the test samples' measures, where others were watched; else empty
 * @param headLine data, net and backend in a line
 * @param facts options and provenance, by their names
 * @param command that trained the net
 * @param isResumed whether it went on from a checkpoint
 */
record TrainingReport(
        Epoch untrained,
        History history,
        TrainingPlan plan,
        double seconds,
        Network net,
        TrainingData data,
        Map<String, Double> tested,
        TestReport test,
        String headLine,
        Map<String, String> facts,
        String command,
        boolean isResumed) {
    static final String FILE = "report.html";

    /** As many points as a chart of the losses can show apart. */
    private static final int MOST_POINTS = 400;

    /** As many points as a chart of predictions can show apart. */
    private static final int MOST_PAIRS = 2000;

    /** The rows that anybody reads; history.csv has all. */
    private static final int MOST_EPOCHS = 100;

    /** The matrix of more classes is a picture. */
    private static final int MOST_CLASSES = 25;

    private int iterationsPerEpoch() {
        return plan.iterationsPerEpoch(data.train().size());
    }

    /** The epochs as a table. */
    String csv() {
        return HistoryCsv.of(history, data.watchedPart());
    }

    /** The learning curve as the bytes of a PNG file. */
    byte[] curve() {
        return LearningCurve.png(untrained, history, iterationsPerEpoch(), data.measure(), data.watchedPart());
    }

    /** The page. */
    String html() {
        String name =
                data.provenance().getOrDefault("data", "a net").replaceAll(".*[/\\\\](?=.)", ""); // without folders
        ReportPage page = new ReportPage("Training: " + name).paragraph(headLine);
        addEnd(page);
        addResults(page);
        addCurves(page);
        if (data.loss().isOfNumbers()) {
            addPairs(page);
        } else if (test.isOfClasses()) {
            addMatrix(page);
        }
        if (data.imageColumns() > 0) {
            addMistakes(page);
        }
        WeightsPicture.of(net, data.imageColumns())
                .ifPresent(picture -> page.heading("First-layer weights").picture(picture));
        return page.heading(isResumed ? "How it was resumed" : "How to repeat it")
                .code(command)
                .heading("Options and provenance")
                .facts(facts)
                .html();
    }

    private void addEnd(ReportPage page) {
        int done = history.losses().size();
        if (history.interrupted()) {
            page.notice("Interrupted: stopped after " + done + " of " + Plural.of(plan.iterations(), "iteration")
                    + "; the numbers are those of the net as it was then.");
        } else if (done < plan.iterations()) {
            page.notice("Stopped early, after " + done + " of " + Plural.of(plan.iterations(), "iteration") + ": the "
                    + data.watchedPart() + " samples got no better; the net is as it was at its best.");
        }
        page.paragraph(String.format(
                Locale.ROOT,
                "%s%s %.2f s, final loss %.5g.",
                Plural.of(done, "iteration"),
                isResumed ? ", the last of them, since it was resumed, in" : " in",
                seconds,
                history.finalLoss()));
    }

    /** The net as it is: after stopping early, that is not the last epoch's. */
    private Epoch asItIs() {
        Epoch last = history.last();
        boolean isRestored = !history.interrupted() && history.losses().size() < plan.iterations();
        List<Metric> metrics = List.of(data.metrics());
        return isRestored
                ? new Epoch(
                        last.number(),
                        last.iteration(),
                        last.loss(),
                        Evaluation.of(net, metrics, data.train()),
                        Evaluation.of(net, metrics, data.watched()))
                : last;
    }

    private void addResults(ReportPage page) {
        Epoch last = asItIs();
        List<String> head = new ArrayList<>(List.of("", "train", data.watchedPart()));
        if (!tested.isEmpty()) {
            head.add("test");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Metric metric : data.metrics()) {
            Measure measure = new Measure(metric, data.sample());
            List<String> row = new ArrayList<>(
                    List.of(measure.title(), cell(measure, measure.train(last)), cell(measure, measure.test(last))));
            if (!tested.isEmpty()) {
                row.add(cell(measure, measure.of(tested)));
            }
            rows.add(row);
        }
        page.heading("Result").table(head, rows);
    }

    private static String cell(Measure measure, double value) {
        return measure.cell(value).strip();
    }

    private void addCurves(ReportPage page) {
        // Within one epoch, a fraction of it would say little.
        boolean isShort = history.epochs().size() == 1;
        double perUnit = isShort ? 1 : iterationsPerEpoch();
        String unit = isShort ? "iteration" : "epoch";
        List<Chart> charts = new ArrayList<>(List.of(lossChart(unit, perUnit)));
        List<Epoch> points =
                Stream.concat(Stream.of(untrained), history.epochs().stream()).toList();
        double[] ends = values(points, epoch -> epoch.iteration() / perUnit);
        for (Metric metric : data.metrics()) {
            Measure measure = new Measure(metric, data.sample());
            Epoch last = history.last();
            charts.add(new Chart(measure.title(), unit)
                    .line("train " + cell(measure, measure.train(last)), ends, values(points, measure::train))
                    .line(
                            data.watchedPart() + " " + cell(measure, measure.test(last)),
                            ends,
                            values(points, measure::test)));
        }
        page.heading("Curves").charts(charts);
        List<Epoch> epochs = history.epochs();
        int every = (epochs.size() + MOST_EPOCHS - 1) / MOST_EPOCHS;
        List<String> head = new ArrayList<>(List.of("epoch", "iteration", "loss"));
        history.last().train().keySet().forEach(metric -> head.add("train " + Measure.words(metric)));
        history.last().test().keySet().forEach(metric -> head.add(data.watchedPart() + " " + Measure.words(metric)));
        page.foldedTable(
                every == 1 ? "The epochs in numbers" : "Every " + every + "th of the epochs in numbers",
                head,
                some(epochs, MOST_EPOCHS).stream().map(TrainingReport::row).toList());
    }

    private static List<String> row(Epoch epoch) {
        Stream<Double> measured = Stream.concat(epoch.train().values().stream(), epoch.test().values().stream());
        return Stream.of(
                        Stream.of(Integer.toString(epoch.number()), Integer.toString(epoch.iteration())),
                        Stream.concat(Stream.of(epoch.loss()), measured)
                                .map(x -> String.format(Locale.ROOT, "%.5g", x)))
                .flatMap(cells -> cells)
                .toList();
    }

    private Chart lossChart(String unit, double perUnit) {
        List<Double> losses = history.losses();
        int every = (losses.size() + MOST_POINTS - 1) / MOST_POINTS;
        int count = (losses.size() + every - 1) / every;
        double[] x = IntStream.range(0, count)
                .mapToDouble(i -> (i * every + 1) / perUnit)
                .toArray();
        double[] y = IntStream.range(0, count)
                .mapToDouble(i -> losses.get(i * every))
                .toArray();
        List<Epoch> epochs = some(history.epochs(), MOST_POINTS);
        double[] middles = values(epochs, epoch -> middle(epoch) / perUnit);
        return new Chart("Loss", unit)
                .fromZero()
                .paleLine("mini-batch", x, y)
                .line("mean of an epoch", middles, values(epochs, Epoch::loss));
    }

    /** The place of an epoch's mean. */
    private double middle(Epoch epoch) {
        int start = epoch.number() == 1
                ? 0
                : history.epochs().get(epoch.number() - 2).iteration();
        return (start + epoch.iteration()) / 2.0;
    }

    /** As many at most, evenly, the last one among them. */
    private static List<Epoch> some(List<Epoch> epochs, int most) {
        int every = (epochs.size() + most - 1) / most;
        return IntStream.range(0, epochs.size())
                .filter(i -> (epochs.size() - 1 - i) % every == 0)
                .mapToObj(epochs::get)
                .toList();
    }

    private static double[] values(List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return epochs.stream().mapToDouble(value).toArray();
    }

    private void addPairs(ReportPage page) {
        int every = (test.pairs().size() + MOST_PAIRS - 1) / MOST_PAIRS;
        String note = every == 1 ? "" : " (a point of every " + every + " samples)";
        page.heading("Predicted over true")
                .paragraph(test.pairsTitle())
                .charts(List.of(new Chart("Predicted over true " + test.target(), "true " + test.target() + note)
                        .withDiagonal()
                        .points(
                                "predicted " + test.target(),
                                some(test.pairs().truths(), every),
                                some(test.pairs().predictions(), every))));
    }

    private static double[] some(double[] values, int every) {
        return IntStream.range(0, (values.length + every - 1) / every)
                .mapToDouble(i -> values[i * every])
                .toArray();
    }

    private void addMatrix(ReportPage page) {
        ConfusionMatrix matrix = test.matrix();
        page.heading("Confusion matrix").paragraph(test.title());
        if (matrix.classes() <= MOST_CLASSES) {
            page.matrix(matrix.classNames(), matrix.counts());
        } else {
            byte[] png = ConfusionPicture.png(matrix.classNames(), matrix.counts(), test.title());
            page.picture(new Picture(png, "Confusion matrix of " + matrix.classes() + " classes", ""));
        }
        List<List<String>> rows = IntStream.range(0, matrix.classes())
                .mapToObj(i -> List.of(
                        matrix.classNames().get(i),
                        percent(matrix.precision(i)),
                        percent(matrix.recall(i)),
                        percent(matrix.f1(i)),
                        Integer.toString(matrix.samples(i))))
                .toList();
        page.foldedTable(
                "Each class in numbers", List.of("class", "precision", "recall", "F1", data.sample() + "s"), rows);
    }

    private static String percent(double part) {
        return Double.isNaN(part) ? "-" : String.format(Locale.ROOT, "%.2f%%", 100 * part);
    }

    private void addMistakes(ReportPage page) {
        page.heading("Most wrong").paragraph(test.wrongTitle());
        page.pictures(test.wrong().stream().map(TrainingReport::picture).toList());
    }

    private static Picture picture(MostWrongPicture.Wrong wrong) {
        String sure = String.format(Locale.ROOT, "%.1f %%, image %d", 100 * wrong.probability(), wrong.number());
        return new Picture(
                WeightsPicture.grey(wrong.rows()),
                "Image " + wrong.number() + ": " + wrong.truth() + ", taken for " + wrong.predicted(),
                wrong.truth() + " → " + wrong.predicted() + ", " + sure);
    }

    /** Options by the names that they have on the command line, the other facts, and the machine. */
    static Map<String, String> facts(Map<String, String> options, Map<String, String> provenance) {
        Map<String, String> facts = new LinkedHashMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith("--") && !value.isEmpty()) {
                facts.put(name, value);
            }
        });
        provenance.forEach((name, value) -> {
            if (!facts.containsKey("--" + Measure.words(name).replace(' ', '-'))) {
                facts.put(name, value);
            }
        });
        facts.put(
                "machine",
                "%s %s, %s, %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch"),
                                Plural.of(Runtime.getRuntime().availableProcessors(), "processor")));
        return facts;
    }

    /** A command line that a shell takes as it was given. */
    static String command(List<String> arguments) {
        StringBuilder line = new StringBuilder("gradj");
        for (String argument : arguments) {
            boolean isPlain = argument.matches("[\\w./:=,@%+-]+");
            line.append(' ').append(isPlain ? argument : "'" + argument.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }
}
