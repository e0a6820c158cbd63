package gradj.cli;

import gradj.cli.bench.ChartStyle;
import gradj.cli.page.ReportPage.Picture;
import gradj.nn.Affine;
import gradj.nn.Network;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Optional;

/**
 * What each unit of the first layer looks for, as a picture of the images' size: orange where a bright pixel excites it, blue
 * where it holds it back.
 */
final class WeightsPicture {
    private static final int UNITS_IN_A_ROW = 10;
    private static final int MOST_UNITS = 100;
    private static final int MOST_PIXELS = 1_000_000;

    /** From blue over white to orange, which the colour-blind tell apart; the last one is what lies between units. */
    private static final int MIDDLE = 127;

    private static final int BETWEEN = 255;
    private static final int[] BLUE = {0x05, 0x50, 0xAE};
    private static final int[] ORANGE = {0xBC, 0x4C, 0x00};

    private WeightsPicture() {}

    /**
     * The picture of a net of images.
     *
     * @param columns of an image
     * @return empty if the first layer is none of weights, or if not even one unit has fewer pixels than a million
     */
    static Optional<Picture> of(Network net, int columns) {
        if (columns == 0 || !(net.layers().get(0) instanceof Affine affine)) {
            return Optional.empty();
        }
        Tensor weights = affine.parameters().get(0).value();
        Shape shape = weights.shape();
        int pixels = shape.length(0);
        int units = shape.length(1);
        int shown = Math.min(Math.min(units, MOST_UNITS), MOST_PIXELS / pixels);
        if (shown == 0) {
            return Optional.empty();
        }
        String which = shown < units ? "the first " + shown + " of " + units + " units" : Plural.of(units, "unit");
        return Optional.of(new Picture(
                png(weights.toDoubleArray(), pixels / columns, columns, units, shown),
                "Weights of " + which + " of the first layer, each as an image",
                "A square for each of " + which
                        + ": orange where a bright pixel raises it, blue where it lowers it, white "
                        + "where it does nothing; each by its own largest weight."));
    }

    /** @param weights [rows x columns, units] */
    private static byte[] png(double[] weights, int rows, int columns, int units, int shown) {
        int across = Math.min(shown, UNITS_IN_A_ROW);
        int down = (shown + across - 1) / across;
        BufferedImage image = new BufferedImage(
                across * (columns + 1) - 1, down * (rows + 1) - 1, BufferedImage.TYPE_BYTE_INDEXED, palette());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.getRaster().setSample(x, y, 0, BETWEEN);
            }
        }
        for (int unit = 0; unit < shown; unit++) {
            double largest = 0;
            for (int pixel = 0; pixel < rows * columns; pixel++) {
                largest = Math.max(largest, Math.abs(weights[pixel * units + unit]));
            }
            for (int pixel = 0; pixel < rows * columns; pixel++) {
                double part = weights[pixel * units + unit] / largest;
                int color = Double.isFinite(part) ? MIDDLE + (int) Math.round(part * MIDDLE) : MIDDLE;
                int x = unit % across * (columns + 1) + pixel % columns;
                int y = unit / across * (rows + 1) + pixel / columns;
                image.getRaster().setSample(x, y, 0, color);
            }
        }
        return ChartStyle.png(image);
    }

    private static IndexColorModel palette() {
        byte[][] colors = new byte[3][256];
        for (int i = 0; i < BETWEEN; i++) {
            int[] full = i < MIDDLE ? BLUE : ORANGE;
            double part = Math.abs(i - MIDDLE) / (double) MIDDLE;
            for (int channel = 0; channel < 3; channel++) {
                colors[channel][i] = (byte) Math.round(255 + part * (full[channel] - 255));
            }
        }
        for (int channel = 0; channel < 3; channel++) {
            colors[channel][BETWEEN] = (byte) 0x80;
        }
        return new IndexColorModel(8, 256, colors[0], colors[1], colors[2]);
    }

    /**
     * An image in grey, a pixel for each of its own.
     *
     * @param rows of pixels, each from 0, black, to 1, white
     */
    static byte[] grey(double[][] rows) {
        BufferedImage image = new BufferedImage(rows[0].length, rows.length, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length; x++) {
                int grey = (int) Math.round(255 * Math.min(1, Math.max(0, rows[y][x])));
                image.getRaster().setSample(x, y, 0, grey); // setRGB would store another shade
            }
        }
        return ChartStyle.png(image);
    }
}
