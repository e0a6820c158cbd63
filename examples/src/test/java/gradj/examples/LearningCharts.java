package gradj.examples;

import gradj.examples.Chart.Anchor;
import gradj.examples.Chart.Colour;
import gradj.optim.AdaGrad;
import gradj.optim.Adam;
import gradj.optim.Momentum;
import gradj.optim.Optimizer;
import gradj.optim.Sgd;
import gradj.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The charts of how nets learn: what the programs of pages 18 to 22 print or compute, drawn. */
final class LearningCharts {
    private static final List<Colour> COLOURS =
            List.of(Colour.BLUE, Colour.ORANGE, Colour.GREEN, Colour.PURPLE, Colour.PINK);
    private static final int BINS = 30;

    private LearningCharts() {}

    /** Each chart's name, and its SVG. */
    static Map<String, String> all() {
        return Map.of(
                "valley", valley(),
                "five-optimizers", fiveOptimizers(),
                "signals-sigmoid", signals("sigmoid", 0, 1, Tensor::sigmoid),
                "signals-tanh", signals("tanh", -1, 1, Tensor::tanh),
                "signals-relu", signals("ReLU", 0, 3, Tensor::relu),
                "batch-normalisation", batchNormalisation(),
                "overfitting", overfitting(),
                "random-search", randomSearch(),
                "random-search-trials", trials());
    }

    private static String valley() {
        Chart chart = new Chart("Four optimizers on their way down a valley", 560, 390);
        path(chart, 50, 40, "SGD 0.95, in blue 0.1", new Sgd(0.95)).line(Colour.BLUE, 2, Valley.path(new Sgd(0.1), 30));
        path(chart, 315, 40, "Momentum 0.1", new Momentum(0.1));
        path(chart, 50, 220, "AdaGrad 1.5", new AdaGrad(1.5));
        path(chart, 315, 220, "Adam 0.3", new Adam(0.3));
        return chart.svg();
    }

    private static Panel path(Chart chart, double left, double top, String name, Optimizer optimizer) {
        Panel panel = new Panel(chart, left, top, 225, 120, -8, 8, -3, 3);
        for (double root = 0.5; root < 4; root += 0.5) { // of the height
            double[][] level = new double[361][];
            for (int i = 0; i < level.length; i++) {
                double angle = Math.toRadians(i);
                level[i] = new double[] {Math.sqrt(20) * root * Math.cos(angle), root * Math.sin(angle)};
            }
            panel.line(Colour.PALE, 1, level);
        }
        double[][] path = Valley.path(optimizer, 30);
        panel.frame().namedX(-7, 0, 7).namedY(-2, 0, 2).title(name).line(Colour.ORANGE, 2, path);
        for (double[] place : path) {
            panel.dot(Colour.ORANGE, place[0], place[1], 2.5);
        }
        return panel;
    }

    private static String fiveOptimizers() {
        Chart chart = new Chart("The loss of five optimizers, epoch by epoch", 560, 320);
        Panel panel = new Panel(chart, 60, 30, 320, 240, 1, 10, 0, 2.5)
                .frame()
                .namedX(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
                .namedY(0, 0.5, 1, 1.5, 2, 2.5)
                .axes("epoch", "loss");
        List<Series> curves = Series.of("FiveOptimizers");
        for (int i = 0; i < curves.size(); i++) {
            panel.measured(COLOURS.get(i), 1, curves.get(i).values());
            chart.legend(COLOURS.get(i), 398, 60 + 24 * i, curves.get(i).name());
        }
        return chart.svg();
    }

    private static String signals(String name, double from, double to, UnaryOperator<Tensor> activation) {
        Chart chart = new Chart("What five layers with " + name + " give, for four first weights", 560, 360);
        for (int row = 0; row < FiveLayers.NAMES.length; row++) {
            double top = 40 + 74 * row;
            chart.text(Anchor.END, 78, top + 40, FiveLayers.NAMES[row]);
            List<Tensor> signals =
                    FiveLayers.signals(FiveLayers.STARTS[row], activation).toList();
            for (int layer = 1; layer < signals.size(); layer++) {
                double[] counts = counts(signals.get(layer).toDoubleArray(), from, to);
                double most = Arrays.stream(counts).max().orElseThrow();
                Panel panel = new Panel(chart, 95 * layer - 1, top, 70, 60, from, to, 0, most)
                        .bars(Colour.BLUE, counts)
                        .frame();
                if (row == 0) {
                    panel.title("layer " + layer);
                }
                if (row == FiveLayers.NAMES.length - 1) {
                    panel.namedX(from, to);
                }
            }
        }
        return chart.svg();
    }

    /** How many values other than 0 lie in each part of a range; what lies beyond counts as its last part. */
    private static double[] counts(double[] values, double from, double to) {
        double[] counts = new double[BINS];
        for (double value : values) {
            if (value != 0) { // half of the units behind a ReLU are off
                counts[(int) Math.min(BINS - 1, BINS * (value - from) / (to - from))]++;
            }
        }
        return counts;
    }

    private static String batchNormalisation() {
        Chart chart = new Chart("Accuracy with and without batch normalisation, for four first weights", 560, 460);
        chart.legend(Colour.BLUE, 60, 24, "with batch normalisation, right in %")
                .legend(Colour.ORANGE, 350, 24, "without");
        List<Series> curves = Series.of("BatchNormalisation");
        for (int i = 0; i < curves.size(); i += 2) {
            Panel panel = new Panel(chart, i % 4 == 0 ? 60 : 330, i < 4 ? 70 : 260, 200, 130, 1, 10, 0, 100)
                    .frame()
                    .namedX(1, 4, 7, 10)
                    .namedY(0, 50, 100)
                    .title(curves.get(i).name().replace(" without", ""))
                    .measured(Colour.ORANGE, 1, curves.get(i).values())
                    .measured(Colour.BLUE, 1, curves.get(i + 1).values());
            chart.text(Anchor.END, panel.left() + 200, panel.top() + 170, i < 4 ? "" : "epoch");
        }
        return chart.svg();
    }

    private static String overfitting() {
        List<String> titles = List.of("no remedy", "weight decay", "dropout");
        Chart chart = new Chart("Accuracies in training and test, without a remedy, and with two", 560, 290);
        chart.legend(Colour.BLUE, 50, 24, "right in training, %")
                .legend(Colour.ORANGE, 250, 24, "right in the test, %");
        List<Series> curves = Series.of("Overfitting");
        for (int i = 0; i < curves.size(); i++) {
            new Panel(chart, 50 + 170 * i, 75, 145, 150, 0, 60, 30, 100)
                    .frame()
                    .namedX(0, 20, 40, 60)
                    .namedY(i == 0 ? new double[] {40, 60, 80, 100} : new double[0])
                    .title(titles.get(i))
                    .measured(Colour.BLUE, 4, curves.get(i).everySecond(0).values())
                    .measured(Colour.ORANGE, 4, curves.get(i).everySecond(1).values());
        }
        chart.text(Anchor.END, 535, 265, "epoch");
        return chart.svg();
    }

    private static String randomSearch() {
        Chart chart = new Chart("Validation accuracy of all trials, the best five in colour", 560, 320);
        Panel panel = new Panel(chart, 60, 30, 320, 240, 1, 10, 0, 100)
                .frame()
                .namedX(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
                .namedY(0, 20, 40, 60, 80, 100)
                .axes("epoch", "right, %");
        List<Series> trials = Series.of("RandomSearch");
        for (int i = trials.size() - 1; i >= 0; i--) { // the best ones above the others
            Colour colour = i < COLOURS.size() ? COLOURS.get(i) : Colour.PALE;
            panel.measured(colour, 1, trials.get(i).values());
            if (i <= COLOURS.size()) {
                String name = i < COLOURS.size()
                        ? String.format(Locale.ROOT, "rate %.4f", rate(trials.get(i)))
                        : "the others";
                chart.legend(colour, 398, 60 + 24 * i, name);
            }
        }
        return chart.svg();
    }

    private static String trials() {
        Chart chart = new Chart("Learning rate and weight decay of all trials, larger where more was right", 560, 330);
        Panel panel = new Panel(chart, 90, 40, 440, 230, -3, 0, -6, -1)
                .frame()
                .namedX(-3, "0.001")
                .namedX(-2, "0.01")
                .namedX(-1, "0.1")
                .namedX(0, "1")
                .namedY(-6, "0.000001")
                .namedY(-4, "0.0001")
                .namedY(-2, "0.01")
                .axes("learning rate", "weight decay");
        List<Series> trials = Series.of("RandomSearch");
        for (int i = 0; i < trials.size(); i++) {
            Series trial = trials.get(i);
            Colour colour = i < COLOURS.size() ? Colour.ORANGE : Colour.BLUE;
            panel.dot(colour, Math.log10(rate(trial)), Math.log10(decay(trial)), trial.last() / 8);
        }
        return chart.svg();
    }

    static double rate(Series trial) {
        return Double.parseDouble(trial.name().replaceAll(".*rate ([0-9.]+).*", "$1"));
    }

    static double decay(Series trial) {
        return Double.parseDouble(trial.name().replaceAll(".*decay ([0-9.]+).*", "$1"));
    }
}
