package gradj.cli;

import gradj.cli.bench.ChartStyle;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** The images that a net is most wrong about, five in a row, each with what it is, what the net says, and how sure it is. */
final class MostWrongPicture {
    static final int MOST = 25;

    private static final int COLUMNS = 5;
    private static final int MARGIN = 24;
    private static final int TITLE = 34;
    private static final int SIDE = 132;
    private static final int GAP = 18;
    private static final int CAPTION = 46;

    /**
     * An image that is taken for another class.
     *
     * @param number of the image, from 0
     * @param rows of pixels, each from 0, black, to 1, white
     * @param truth the name of its class
     * @param predicted the name of the class that it is taken for
     * @param probability how sure the net is of that, 0 to 1
     */
    record Wrong(int number, double[][] rows, String truth, String predicted, double probability) {}

    private MostWrongPicture() {}

    /**
     * Draws the images; no screen is needed.
     *
     * @param images the most wrong one first, {@link #MOST} at most
     * @param title also says how many are wrong, should it be none
     * @return the bytes of a PNG file
     */
    static byte[] png(List<Wrong> images, String title) {
        System.setProperty("java.awt.headless", "true");
        int lines = (images.size() + COLUMNS - 1) / COLUMNS;
        int width = 2 * MARGIN + COLUMNS * SIDE + (COLUMNS - 1) * GAP;
        int height = MARGIN + TITLE + lines * (SIDE + CAPTION + GAP) + (lines == 0 ? MARGIN : 0);
        return ChartStyle.png(width, height, graphics -> {
            PictureText text = new PictureText(graphics);
            text.bold(16).left(title, MARGIN, MARGIN + 8);
            for (int i = 0; i < images.size(); i++) {
                int x = MARGIN + i % COLUMNS * (SIDE + GAP);
                int y = MARGIN + TITLE + i / COLUMNS * (SIDE + CAPTION + GAP);
                drawImage(graphics, images.get(i).rows(), x, y);
                drawCaption(text, images.get(i), x + SIDE / 2.0, y + SIDE);
            }
        });
    }

    /** Its longer side as long as the frame's, each pixel a square. */
    private static void drawImage(Graphics2D graphics, double[][] rows, int x, int y) {
        int columns = rows[0].length;
        BufferedImage image = new BufferedImage(columns, rows.length, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns; column++) {
                int grey = (int) Math.round(255 * Math.min(1, Math.max(0, rows[row][column])));
                image.setRGB(column, row, grey << 16 | grey << 8 | grey);
            }
        }
        double scale = (double) SIDE / Math.max(columns, rows.length);
        int width = (int) Math.max(1, Math.round(columns * scale));
        int height = (int) Math.max(1, Math.round(rows.length * scale));
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(image, x + (SIDE - width) / 2, y + (SIDE - height) / 2, width, height, null);
    }

    private static void drawCaption(PictureText text, Wrong image, double middle, double y) {
        text.plain(14);
        String arrow = " \u2192 ";
        double each = (SIDE + GAP - 6 - text.width(arrow)) / 2;
        // A short name leaves its room to the other one.
        double truth = text.width(Terminal.safe(image.truth()));
        double predicted = text.width(Terminal.safe(image.predicted()));
        String names = text.cut(image.truth(), Math.max(each, 2 * each - predicted))
                + arrow
                + text.cut(image.predicted(), Math.max(each, 2 * each - truth));
        text.centred(names, middle, y + 12);
        text.plain(11)
                .centred(
                        String.format(Locale.ROOT, "%.1f %%, image %d", 100 * image.probability(), image.number()),
                        middle,
                        y + 29);
    }
}
