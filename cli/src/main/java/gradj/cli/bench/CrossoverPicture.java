package gradj.cli.bench;

import gradj.cli.bench.Crossovers.Winner;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The picture of which backend to take: a row an operation, a column a size, in each cell the fastest. */
final class CrossoverPicture {
    private static final int MARGIN = 20;
    private static final int NAME_WIDTH = 290;
    private static final int CELL_WIDTH = 92;
    private static final int CELL_HEIGHT = 34;
    private static final int TOP = 84;
    private static final Color TIE = new Color(238, 238, 238);

    private final List<Crossovers> rows;
    private final List<Integer> columns;

    private CrossoverPicture(List<Crossovers> rows) {
        this.rows = rows;
        this.columns = rows.stream()
                .flatMap(row -> row.winners().stream())
                .map(Winner::length)
                .distinct()
                .sorted()
                .toList();
    }

    /** A PNG file of the float32 operations on square matrices; nothing if the results have too few. */
    static Optional<byte[]> png(Results results) {
        List<Crossovers> rows = Crossovers.of(results).stream()
                .filter(row -> row.operation().endsWith(" dtype=FLOAT32")
                        && !row.operation().contains("batch="))
                .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        CrossoverPicture picture = new CrossoverPicture(rows);
        int width = 2 * MARGIN + NAME_WIDTH + picture.columns.size() * CELL_WIDTH;
        int height = TOP + rows.size() * CELL_HEIGHT + MARGIN;
        return Optional.of(ChartStyle.png(width, height, picture::draw));
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(ChartStyle.TEXT);
        graphics.setFont(ChartStyle.font(Font.BOLD, 15));
        graphics.drawString("The fastest backend by size, float32", MARGIN, 28);
        graphics.setFont(ChartStyle.font(Font.PLAIN, 13));
        graphics.drawString(
                "n x n matrices; below each name: so many times as fast as the next, up to 1.1 times is a tie",
                MARGIN,
                48);
        for (int i = 0; i < columns.size(); i++) {
            centered(graphics, "n = " + columns.get(i), MARGIN + NAME_WIDTH + i * CELL_WIDTH, TOP - 8);
        }
        for (int i = 0; i < rows.size(); i++) {
            int y = TOP + i * CELL_HEIGHT;
            graphics.setColor(ChartStyle.TEXT);
            graphics.setFont(ChartStyle.font(Font.PLAIN, 13));
            graphics.drawString(ResultsTable.title(rows.get(i).operation()), MARGIN, y + 21);
            for (Winner winner : rows.get(i).winners()) {
                drawCell(graphics, winner, MARGIN + NAME_WIDTH + columns.indexOf(winner.length()) * CELL_WIDTH, y);
            }
        }
    }

    private static void drawCell(Graphics2D graphics, Winner winner, int x, int y) {
        graphics.setColor(winner.isTie() ? TIE : pale(ChartStyle.ofBackend(winner.backend())));
        graphics.fillRect(x + 1, y + 1, CELL_WIDTH - 2, CELL_HEIGHT - 2);
        graphics.setColor(ChartStyle.TEXT);
        if (winner.isTie()) {
            graphics.setFont(ChartStyle.font(Font.PLAIN, 12));
            centered(graphics, "a tie", x, y + 21);
            return;
        }
        graphics.setFont(ChartStyle.font(Font.BOLD, 12));
        centered(graphics, winner.backend(), x, y + 15);
        graphics.setFont(ChartStyle.font(Font.PLAIN, 11));
        centered(
                graphics,
                String.format(Locale.ROOT, winner.lead() < 10 ? "%.1f x" : "%.0f x", winner.lead()),
                x,
                y + 28);
    }

    private static void centered(Graphics2D graphics, String text, int x, int y) {
        graphics.drawString(text, x + (CELL_WIDTH - graphics.getFontMetrics().stringWidth(text)) / 2, y);
    }

    /** Mixed with white, so that dark text can be read on it. */
    private static Color pale(Color color) {
        return new Color(
                (color.getRed() + 2 * 255) / 3, (color.getGreen() + 2 * 255) / 3, (color.getBlue() + 2 * 255) / 3);
    }
}
