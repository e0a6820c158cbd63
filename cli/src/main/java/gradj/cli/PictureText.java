package gradj.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;

/** Text in a picture, measured before it is drawn. */
final class PictureText {
    private static final Color TEXT = new Color(0x33, 0x33, 0x33);

    private final Graphics2D graphics;

    PictureText(Graphics2D graphics) {
        this.graphics = graphics;
    }

    private PictureText use(int style, int size, Color color) {
        graphics.setFont(new Font(Font.SANS_SERIF, style, size));
        graphics.setColor(color);
        return this;
    }

    PictureText plain(int size) {
        return use(Font.PLAIN, size, TEXT);
    }

    PictureText plain(int size, Color color) {
        return use(Font.PLAIN, size, color);
    }

    PictureText bold(int size) {
        return use(Font.BOLD, size, TEXT);
    }

    double width(String text) {
        return graphics.getFontMetrics().stringWidth(text);
    }

    /** The text, or so much of its beginning and end as is no wider, with dots between: names often differ at their end. */
    String cut(String text, double width) {
        String safe = Terminal.safe(text);
        int[] characters = safe.codePoints().toArray();
        String cut = safe;
        for (int kept = characters.length - 1; kept > 0 && width(cut) > width; kept--) {
            int end = kept / 2;
            cut = new String(characters, 0, kept - end) + "..." + new String(characters, characters.length - end, end);
        }
        return cut;
    }

    /** Beginning at x; y is the base line. */
    void left(String text, double x, double y) {
        graphics.drawString(text, (float) x, (float) y);
    }

    /** Ending at x. */
    void right(String text, double x, double y) {
        left(text, x - width(text), y);
    }

    /** Around the point x, y. */
    void centred(String text, double x, double y) {
        left(text, x - width(text) / 2, y + 0.36 * graphics.getFont().getSize());
    }

    /** Upwards; the text ends at the point x, y, which its middle line goes through. */
    void upwardsEndingAt(String text, double x, double y) {
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        right(text, 0, 0.36 * graphics.getFont().getSize());
        graphics.rotate(Math.PI / 2);
        graphics.translate(-x, -y);
    }
}
