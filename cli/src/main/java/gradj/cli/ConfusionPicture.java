package gradj.cli;

import gradj.cli.bench.ChartStyle;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The picture of a confusion matrix: rows are what is true, columns what is predicted. A cell's colour says which part of its
 * row it is, blue where the answer is right and orange where it is wrong, which the colour-blind tell apart; its shade follows
 * the root of the part, so that a few mistakes among a thousand right answers are seen.
 */
final class ConfusionPicture {
    private static final int MARGIN = 24;
    private static final int TITLE = 34;
    private static final int AXIS = 26;
    private static final int LEGEND = 74;
    private static final int GRID = 560;
    private static final int LARGEST_CELL = 110;
    private static final int LONGEST_NAME = 150;
    private static final int LARGEST_FONT = 14;
    private static final int SMALLEST_FONT = 7;
    private static final int BAR = 150;

    private static final Color LINE = new Color(0xD0, 0xD0, 0xD0);
    private static final Color PALE = new Color(0xA0, 0xA0, 0xA0);

    private final List<String> names;
    private final int[][] counts;
    private final String title;
    private final int classes;
    private final double cell;
    private final int nameFont;

    private ConfusionPicture(List<String> names, int[][] counts, String title) {
        this.names = names;
        this.counts = counts;
        this.title = title;
        this.classes = counts.length;
        double fitting = Math.min(LARGEST_CELL, (double) GRID / classes);
        this.cell = fitting > 24 ? Math.floor(fitting) : Math.max(1, Math.max(fitting, Math.min(24, 1000.0 / classes)));
        this.nameFont = (int) Math.max(SMALLEST_FONT + 1, Math.min(LARGEST_FONT, cell - 2));
    }

    /**
     * Draws a matrix; no screen is needed.
     *
     * @param names of the classes
     * @param counts [true][predicted]
     * @return the bytes of a PNG file
     */
    static byte[] png(List<String> names, int[][] counts, String title) {
        System.setProperty("java.awt.headless", "true");
        return new ConfusionPicture(names, counts, title).draw();
    }

    private byte[] draw() {
        Graphics2D measuring = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        PictureText text = new PictureText(measuring).plain(nameFont);
        double widest = names.stream()
                .mapToDouble(name -> text.width(text.cut(name, LONGEST_NAME)))
                .max()
                .orElse(0);
        boolean areUpright = widest > cell - 4;
        double left = MARGIN + AXIS + widest + 8;
        double top = MARGIN + TITLE;
        double grid = classes * cell;
        double below = top + grid + 8 + (areUpright ? widest : nameFont + 4);
        double titleWidth = text.bold(16).width(title);
        measuring.dispose();
        int width =
                (int) Math.ceil(Math.max(left + grid, Math.max(MARGIN + titleWidth, MARGIN + 2 * BAR + 234)) + MARGIN);
        int height = (int) Math.ceil(below + AXIS + LEGEND);
        return ChartStyle.png(width, height, graphics -> {
            PictureText drawn = new PictureText(graphics);
            drawn.bold(16).left(title, MARGIN, MARGIN + 8);
            graphics.translate(left, top);
            drawCells(graphics);
            drawCounts(drawn);
            drawNames(drawn, areUpright);
            drawn.plain(14).centred("predicted", grid / 2, below - top + AXIS / 2.0);
            drawn.plain(14).upwardsEndingAt("true", MARGIN + 8 - left, grid / 2 - drawn.width("true") / 2);
            graphics.translate(-left, -top);
            drawLegend(graphics, drawn, MARGIN, below + AXIS + 12);
        });
    }

    private void drawCells(Graphics2D graphics) {
        double line = cell >= 8 ? 1 : 0;
        graphics.setColor(LINE);
        graphics.fill(new Rectangle2D.Double(-1, -1, classes * cell + 2, classes * cell + 2));
        for (int truth = 0; truth < classes; truth++) {
            long row = Arrays.stream(counts[truth]).asLongStream().sum();
            for (int said = 0; said < classes; said++) {
                graphics.setColor(color(truth == said, row == 0 ? 0 : (double) counts[truth][said] / row));
                graphics.fill(new Rectangle2D.Double(said * cell, truth * cell, cell - line, cell - line));
            }
        }
    }

    /** Of one size in all cells; a number that does not fit into its cell is left out. */
    private void drawCounts(PictureText text) {
        int most = Arrays.stream(counts).flatMapToInt(Arrays::stream).max().orElse(0);
        int size = LARGEST_FONT;
        while (size > SMALLEST_FONT && !fits(text.plain(size), Integer.toString(most), size)) {
            size--;
        }
        for (int truth = 0; truth < classes; truth++) {
            long row = Arrays.stream(counts[truth]).asLongStream().sum();
            for (int said = 0; said < classes; said++) {
                int count = counts[truth][said];
                boolean isDark = row > 0 && Math.sqrt((double) count / row) > 0.75;
                text.plain(size, isDark ? Color.WHITE : count == 0 ? PALE : Color.BLACK);
                String number = Integer.toString(count);
                if (fits(text, number, size) && (count > 0 || classes <= 20)) {
                    text.centred(number, (said + 0.5) * cell - 0.5, (truth + 0.5) * cell - 0.5);
                }
            }
        }
    }

    private boolean fits(PictureText text, String number, int size) {
        return text.width(number) <= cell - 3 && size <= cell - 3;
    }

    private void drawNames(PictureText text, boolean areUpright) {
        text.plain(nameFont);
        int step = (int) Math.ceil((nameFont + 1) / cell); // of many classes every so many have their names
        for (int i = 0; i < classes; i += step) {
            String name = text.cut(names.get(i), LONGEST_NAME);
            double middle = (i + 0.5) * cell;
            text.right(name, -8, middle + 0.36 * nameFont);
            if (areUpright) {
                text.upwardsEndingAt(name, middle, classes * cell + 7);
            } else {
                text.centred(name, middle, classes * cell + 7 + nameFont / 2.0);
            }
        }
    }

    /** From white, nothing, to blue or orange, the whole row. */
    private static Color color(boolean isRight, double part) {
        Color full = isRight ? ChartStyle.BLUE : ChartStyle.ORANGE;
        double shade = Math.sqrt(part);
        return new Color(mixed(full.getRed(), shade), mixed(full.getGreen(), shade), mixed(full.getBlue(), shade));
    }

    private static int mixed(int full, double shade) {
        return (int) Math.round(255 + shade * (full - 255));
    }

    private static void drawLegend(Graphics2D graphics, PictureText text, double x, double y) {
        text.plain(12).left("part of the row:", x, y + 11);
        for (boolean isRight : new boolean[] {true, false}) {
            double start = x + 100 + (isRight ? 0 : BAR + 84);
            IntStream.range(0, BAR).forEach(i -> {
                double shade = (i + 0.5) / BAR;
                graphics.setColor(color(isRight, shade * shade));
                graphics.fill(new Rectangle2D.Double(start + i, y, 1, 14));
            });
            text.plain(12);
            for (int percent : new int[] {0, 1, 5, 25, 100}) {
                double place = start + BAR * Math.sqrt(percent / 100.0);
                text.centred(Integer.toString(percent), place, y + 24);
            }
            text.left("% " + (isRight ? "right" : "wrong"), start + BAR + 10, y + 11);
        }
    }
}
