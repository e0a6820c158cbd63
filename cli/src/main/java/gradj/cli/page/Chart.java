package gradj.cli.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A small chart as SVG in a page, in the page's colours, light or dark: lines or points over numbers. It fits a phone, and
 * its numbers stay as large as text there. What is NaN or infinite is left out, and parts a line.
 */
public final class Chart {
    private static final int WIDTH = 344;
    private static final int HEIGHT = 240;
    private static final int LEFT = 46;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 40;
    private static final int TICKS = 5;

    private enum Mark {
        LINE,
        PALE_LINE,
        POINTS
    }

    private record Series(String name, double[] x, double[] y, Mark mark) {}

    private record Range(double low, double high) {
        /** A range has some length, also of one number, or of numbers that hardly differ. */
        static Range of(double low, double high) {
            double size = Math.max(Math.abs(low), Math.abs(high));
            double room = high - low > 1e-9 * size ? 0 : Math.max(0.5, 1e-3 * size);
            return new Range(low - room, high + room);
        }

        double place(double value) {
            return (value - low) / (high - low);
        }

        /** 1, 2 or 5 times a power of ten: some five of them fit. */
        double step() {
            double raw = (high - low) / TICKS;
            double power = Math.pow(10, Math.floor(Math.log10(raw)));
            return power * (raw / power > 5 ? 10 : raw / power > 2 ? 5 : raw / power > 1 ? 2 : 1);
        }

        /** The multiples of a step. */
        double[] ticks() {
            double step = step();
            double first = Math.ceil(low / step - 1e-9);
            int count = (int) (Math.floor(high / step + 1e-9) - first) + 1;
            return IntStream.range(0, count)
                    .mapToDouble(i -> (first + i) * step)
                    .toArray();
        }
    }

    private final String title;
    private final String xName;
    private final List<Series> all = new ArrayList<>();
    private boolean startsAtZero;
    private boolean isSquare;

    /** @param xName what stands below the horizontal axis */
    public Chart(String title, String xName) {
        this.title = title;
        this.xName = xName;
    }

    /** Joins these points; the name, as in {@code train 0.98}, stands in the legend. */
    public Chart line(String name, double[] x, double[] y) {
        all.add(new Series(name, x, y, Mark.LINE));
        return this;
    }

    /** A line behind the others. */
    public Chart paleLine(String name, double[] x, double[] y) {
        all.add(new Series(name, x, y, Mark.PALE_LINE));
        return this;
    }

    /** A point each. */
    public Chart points(String name, double[] x, double[] y) {
        all.add(new Series(name, x, y, Mark.POINTS));
        return this;
    }

    /** Both axes begin at 0, where nothing is below. */
    public Chart fromZero() {
        startsAtZero = true;
        return this;
    }

    /** Both axes show the same numbers, with a line where they are equal. */
    public Chart withDiagonal() {
        isSquare = true;
        return this;
    }

    String html() {
        double left = finite(true).min().orElse(0);
        Range x = Range.of(
                startsAtZero ? Math.min(0, left) : left, finite(true).max().orElse(1));
        double low = finite(false).min().orElse(0);
        double high = finite(false).max().orElse(1);
        Range y = Range.of(startsAtZero ? Math.min(0, low) : low, high);
        if (isSquare) {
            x = Range.of(Math.min(x.low, y.low), Math.max(x.high, y.high));
            y = x;
        }
        StringBuilder svg = new StringBuilder(
                "<figure class=\"chart\">\n<svg viewBox=\"0 0 %d %d\" role=\"img\">".formatted(WIDTH, HEIGHT));
        svg.append("<title>").append(Page.escape(title)).append("</title>\n");
        axes(svg, x, y);
        if (isSquare) {
            svg.append(
                    "<path class=\"grid\" d=\"M%d %dL%d %d\"/>\n".formatted(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, TOP));
        }
        StringBuilder legend = new StringBuilder("<strong>" + Page.escape(title) + "</strong>");
        int number = 0;
        for (Series series : all) {
            String style = series.mark == Mark.PALE_LINE ? "pale" : "series" + ++number;
            svg.append(series.mark == Mark.POINTS ? points(series, style, x, y) : line(series, style, x, y));
            legend.append(" <span class=\"key ").append(style).append("\">").append(Page.escape(series.name));
            legend.append("</span>");
        }
        return svg.append("</svg>\n<figcaption>")
                .append(legend)
                .append("</figcaption>\n</figure>\n")
                .toString();
    }

    private DoubleStream finite(boolean ofX) {
        return all.stream()
                .flatMapToDouble(series -> DoubleStream.of(ofX ? series.x : series.y))
                .filter(Chart::isShown);
    }

    /** So large that a range of them would overflow is as good as infinite. */
    private static boolean isShown(double number) {
        return Math.abs(number) < 1e300;
    }

    private void axes(StringBuilder svg, Range x, Range y) {
        int middle = (LEFT + WIDTH - RIGHT) / 2;
        for (double at : y.ticks()) {
            double place = place(y, at, true);
            svg.append(text("end", LEFT - 6, place + 4, number(at, y.step())));
            svg.append(String.format(
                    Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, place, WIDTH - RIGHT));
        }
        for (double at : x.ticks()) {
            svg.append(text("middle", place(x, at, false), HEIGHT - BOTTOM + 16, number(at, x.step())));
        }
        svg.append(text("middle", middle, HEIGHT - 6, xName));
    }

    private static String text(String anchor, double x, double y, String text) {
        return String.format(
                Locale.ROOT,
                "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                anchor,
                x,
                y,
                Page.escape(text));
    }

    /** As many digits as tell one tick from the next. */
    private static String number(double value, double step) {
        double near = Math.abs(value) < step * 1e-6 ? 0 : value;
        boolean isPlain = Math.abs(near) < 1e5 && step > 1e-4;
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, isPlain ? "%." + digits + "f" : "%.2g", near)
                .replace('-', '−');
    }

    private static String line(Series series, String style, Range x, Range y) {
        StringBuilder path = new StringBuilder();
        boolean isDrawing = false;
        for (int i = 0; i < series.x.length; i++) {
            boolean isThere = isShown(series.x[i]) && isShown(series.y[i]);
            if (isThere) {
                path.append(isDrawing ? 'L' : 'M').append(point(series, i, x, y));
            }
            isDrawing = isThere;
        }
        return "<path class=\"line " + style + "\" d=\"" + path + "\"/>\n";
    }

    private static String points(Series series, String style, Range x, Range y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < series.x.length; i++) {
            if (isShown(series.x[i]) && isShown(series.y[i])) {
                path.append('M').append(point(series, i, x, y)).append("h0"); // with round ends, a dot
            }
        }
        return "<path class=\"dots " + style + "\" d=\"" + path + "\"/>\n";
    }

    private static String point(Series series, int i, Range x, Range y) {
        return String.format(Locale.ROOT, "%.1f %.1f", place(x, series.x[i], false), place(y, series.y[i], true));
    }

    private static double place(Range range, double value, boolean isUpwards) {
        return isUpwards
                ? HEIGHT - BOTTOM - range.place(value) * (HEIGHT - BOTTOM - TOP)
                : LEFT + range.place(value) * (WIDTH - RIGHT - LEFT);
    }
}
