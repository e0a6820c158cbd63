package gradj.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;

/** What a picture is drawn on, in units of a pixel: as PNG, or as SVG with text as text. */
interface Canvas {
    /** A filled rectangle. */
    void box(double x, double y, double width, double height, Color color);

    /** A line of text that starts at x; y is its base line. */
    void text(String text, double x, double y, int size, boolean isBold);

    /** Coloured cells, each a rectangle, without smoothing between them. */
    void cells(BufferedImage cells, double x, double y, double width, double height);

    /** The file's content. */
    byte[] bytes();

    Color TEXT = new Color(0x33, 0x33, 0x33);

    /** An empty white canvas. */
    static Canvas of(boolean isSvg, int width, int height) {
        return isSvg ? new Svg(width, height) : new Png(width, height);
    }

    /** The bytes of a PNG file. */
    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException cannotBe) { // nothing but memory is written to
            throw new UncheckedIOException(cannotBe);
        }
        return bytes.toByteArray();
    }

    /** Draws pixels, two a unit, so that the picture is sharp on a dense screen. */
    final class Png implements Canvas {
        private static final int SCALE = 2;

        private final BufferedImage image;
        private final Graphics2D graphics;

        Png(int width, int height) {
            image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
            graphics = image.createGraphics();
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            box(0, 0, width, height, Color.WHITE);
        }

        @Override
        public void box(double x, double y, double width, double height, Color color) {
            graphics.setColor(color);
            graphics.fill(new java.awt.geom.Rectangle2D.Double(x, y, width, height));
        }

        @Override
        public void text(String text, double x, double y, int size, boolean isBold) {
            graphics.setColor(TEXT);
            graphics.setFont(new Font(Font.SANS_SERIF, isBold ? Font.BOLD : Font.PLAIN, size));
            graphics.drawString(text, (float) x, (float) y);
        }

        @Override
        public void cells(BufferedImage cells, double x, double y, double width, double height) {
            graphics.drawImage(cells, (int) x, (int) y, (int) width, (int) height, null);
        }

        @Override
        public byte[] bytes() {
            return png(image);
        }
    }

    /** Writes SVG; cells are an image inside. */
    final class Svg implements Canvas {
        private final StringBuilder svg = new StringBuilder();

        Svg(int width, int height) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\">%n",
                    width,
                    height));
            box(0, 0, width, height, Color.WHITE);
        }

        @Override
        public void box(double x, double y, double width, double height, Color color) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#%06x\"/>%n",
                    x,
                    y,
                    width,
                    height,
                    color.getRGB() & 0xFFFFFF));
        }

        @Override
        public void text(String text, double x, double y, int size, boolean isBold) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"#333\"%s>%s</text>%n",
                    x,
                    y,
                    size,
                    isBold ? " font-weight=\"bold\"" : "",
                    text.replace("&", "&amp;").replace("<", "&lt;")));
        }

        @Override
        public void cells(BufferedImage cells, double x, double y, double width, double height) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<image x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" preserveAspectRatio=\"none\""
                            + " style=\"image-rendering:pixelated\" href=\"data:image/png;base64,%s\"/>%n",
                    x,
                    y,
                    width,
                    height,
                    Base64.getEncoder().encodeToString(png(cells))));
        }

        @Override
        public byte[] bytes() {
            return (svg + "</svg>\n").getBytes(StandardCharsets.UTF_8);
        }
    }
}
