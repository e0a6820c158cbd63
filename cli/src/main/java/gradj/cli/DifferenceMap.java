package gradj.cli;

import gradj.gradcheck.ElementReport;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * The picture of a gradient check: for each parameter a map of |analytic - numeric| in parts of what passes, on the same
 * scale of powers of ten, so that dark is right and bright is wrong in every picture. The longer axis of a matrix lies across the page.
 */
final class DifferenceMap {
    private static final int WIDTH = 960;
    private static final int MARGIN = 24;
    private static final int TITLE = 30;
    private static final int MATRIX = 150;
    private static final int STRIP = 28;
    private static final int LEGEND = 110;

    /** The scale: in its middle 1, the largest difference that passes. */
    private static final int LOWEST = -4;

    private static final int HIGHEST = 4;

    /** Five colours of the map viridis, which the colour-blind and a grey printer keep in order. */
    private static final Color[] COLORS = {
        new Color(0x44, 0x01, 0x54),
        new Color(0x3B, 0x52, 0x8B),
        new Color(0x21, 0x91, 0x8C),
        new Color(0x5E, 0xC9, 0x62),
        new Color(0xFD, 0xE7, 0x25)
    };

    private static final Color KINK = new Color(0xD5, 0x5E, 0x00);
    private static final Color UNCHECKED = new Color(0xE0, 0xE0, 0xE0);

    private DifferenceMap() {}

    /** Draws a report; no screen is needed. */
    static byte[] draw(GradientReport report, String title, boolean isSvg) {
        System.setProperty("java.awt.headless", "true");
        int height = TITLE + MARGIN + LEGEND;
        for (ParameterReport parameter : report.parameters()) {
            height += TITLE + height(parameter) + MARGIN;
        }
        Canvas canvas = Canvas.of(isSvg, WIDTH, height);
        canvas.text(title, MARGIN, TITLE, 16, true);
        double y = TITLE + MARGIN;
        for (ParameterReport parameter : report.parameters()) {
            canvas.text(heading(parameter), MARGIN, y + 16, 13, false);
            y += TITLE - 4;
            canvas.cells(cells(parameter), MARGIN, y, WIDTH - 2 * MARGIN, height(parameter));
            y += height(parameter) + MARGIN + 4;
        }
        legend(canvas, y);
        return canvas.bytes();
    }

    private static int height(ParameterReport parameter) {
        return rows(parameter) == 1 ? STRIP : MATRIX;
    }

    private static String heading(ParameterReport p) {
        String outcome = switch (p.outcome()) {
            case PASSED -> "ok";
            case NOT_CHECKED -> "not checked";
            case WRONG -> p.failures() + " wrong";
        };
        String axes = p.alongDirections()
                ? ", random directions"
                : p.shape().rank() == 2 ? ", across: axis " + (isTurned(p) ? 0 : 1) : "";
        return String.format(
                Locale.ROOT,
                "%s %s%s: mean |analytic - numeric| %.1e, largest relative error %.1e, %d at a kink: %s",
                p.name(),
                p.shape(),
                axes,
                p.meanAbsoluteDifference(),
                p.largestRelativeError(),
                p.kinks(),
                outcome);
    }

    /** Rows as the parameter has them: all axes but the first count as columns. */
    private static int ownRows(ParameterReport p) {
        return p.alongDirections() || p.shape().rank() < 2 ? 1 : p.shape().length(0);
    }

    private static int size(ParameterReport p) {
        return p.alongDirections() ? p.elements().size() : p.shape().size();
    }

    private static boolean isTurned(ParameterReport p) {
        return ownRows(p) > Math.max(1, size(p)) / Math.max(1, ownRows(p));
    }

    private static int rows(ParameterReport p) {
        return isTurned(p) ? size(p) / ownRows(p) : ownRows(p);
    }

    private static BufferedImage cells(ParameterReport p) {
        int rows = Math.max(1, rows(p));
        int columns = Math.max(1, size(p) / rows);
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                image.setRGB(column, row, UNCHECKED.getRGB());
            }
        }
        for (ElementReport e : p.elements()) {
            int row = isTurned(p) ? e.position() % rows : e.position() / columns;
            int column = isTurned(p) ? e.position() / rows : e.position() % columns;
            Color color = switch (e.verdict()) {
                case KINK -> KINK;
                case STEP_TOO_LARGE -> UNCHECKED;
                case RIGHT, WRONG -> color(e);
            };
            image.setRGB(column, row, color.getRGB());
        }
        return image;
    }

    /** NaN is as wrong as can be, where it is not 0 of 0. */
    private static Color color(ElementReport e) {
        double quotient = e.difference() == 0 ? 0 : e.difference() / e.tolerance();
        return color(Double.isNaN(quotient) ? HIGHEST : Math.log10(quotient));
    }

    private static Color color(double power) {
        double place = Math.min(1, Math.max(0, (power - LOWEST) / (HIGHEST - LOWEST))) * (COLORS.length - 1);
        int below = Math.min(COLORS.length - 2, (int) place);
        double part = place - below;
        Color a = COLORS[below];
        Color b = COLORS[below + 1];
        return new Color(
                (int) Math.round(a.getRed() + part * (b.getRed() - a.getRed())),
                (int) Math.round(a.getGreen() + part * (b.getGreen() - a.getGreen())),
                (int) Math.round(a.getBlue() + part * (b.getBlue() - a.getBlue())));
    }

    private static void legend(Canvas canvas, double y) {
        int width = 480;
        BufferedImage bar = new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width; i++) {
            bar.setRGB(
                    i, 0, color(LOWEST + (HIGHEST - LOWEST) * (i + 0.5) / width).getRGB());
        }
        canvas.text("|analytic - numeric| / what passes, logarithmic: more than 1 is wrong", MARGIN, y + 12, 13, false);
        canvas.cells(bar, MARGIN, y + 22, width, 16);
        for (int power = LOWEST; power <= HIGHEST; power += 2) {
            double x = MARGIN + width * (double) (power - LOWEST) / (HIGHEST - LOWEST);
            canvas.box(x, y + 38, 1, 5, Canvas.TEXT);
            String bound = power == LOWEST ? "<= " : power == HIGHEST ? ">= " : "";
            canvas.text(bound + (power == 0 ? "1" : "1e" + power), x - (power == LOWEST ? 0 : 14), y + 56, 12, false);
        }
        swatch(canvas, 560, y + 22, KINK, "at a kink, left out");
        swatch(canvas, 730, y + 22, UNCHECKED, "not checked");
    }

    private static void swatch(Canvas canvas, double x, double y, Color color, String text) {
        canvas.box(x, y, 16, 16, color);
        canvas.text(text, x + 24, y + 13, 13, false);
    }
}
