package gradj.examples;

import gradj.examples.Chart.Anchor;
import gradj.examples.Chart.Colour;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A chart of a loss over one weight. */
final class LossChart {
    private static final int LOSSES_NAMED = 4;

    private final Chart chart;
    private final Panel panel;

    /** A chart of weights and losses from 0 to these, with nothing in it. */
    LossChart(String title, double largestWeight, double largestLoss) {
        chart = new Chart(title, 560, 320);
        double[] weights =
                IntStream.rangeClosed(0, (int) largestWeight).asDoubleStream().toArray();
        double[] losses = IntStream.rangeClosed(0, LOSSES_NAMED)
                .mapToDouble(i -> largestLoss * i / LOSSES_NAMED)
                .toArray();
        panel = new Panel(chart, 60, 30, 470, 240, 0, largestWeight, 0, largestLoss)
                .frame()
                .namedX(weights)
                .namedY(losses)
                .axes("weight", "loss");
    }

    /** The loss of every weight. */
    LossChart curve(DoubleUnaryOperator loss) {
        panel.curve(Colour.BLUE, loss);
        return this;
    }

    /** The straight line through a point, drawn as far to its left as to its right, its name left of its end. */
    LossChart line(double weight, double loss, double slope, double reach, String name) {
        double[][] ends = DoubleStream.of(-reach, reach)
                .mapToObj(by -> new double[] {weight + by, loss + slope * by})
                .toArray(double[][]::new);
        panel.line(Colour.ORANGE, 2, ends);
        chart.text(Colour.ORANGE, Anchor.END, panel.x(ends[1][0]) - 10, panel.y(ends[1][1]) + 5, name);
        return this;
    }

    /** A dot with its name to the right. */
    LossChart point(double weight, double loss, String name) {
        panel.dot(Colour.ORANGE, weight, loss, 5);
        chart.text(Anchor.START, panel.x(weight) + 10, panel.y(loss) - 4, name);
        return this;
    }

    String svg() {
        return chart.svg();
    }
}
