package gradj.tensorboard;

import gradj.data.Batches;
import gradj.nn.Network;
import gradj.tensor.TensorScope;
import gradj.train.Mistake;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The images that a net is most wrong about, as a picture without letters, for which a Java may lack fonts, and a table.
 *
 * @param images of one channel, [N, rows * columns] or [N, rows, columns], from 0, black, to 1, white
 * @param columns the width of an image
 * @param classes their names; numbers where they have none
 */
record Mistakes(Batches images, int columns, List<String> classes) {
    private static final int SIDE = 5;

    /** How long an image's side is about, in points of the picture. */
    private static final int POINTS = 56;

    private static final int GAP = 2;

    List<Mistake> of(Network net) {
        return Mistake.mostWrong(net, images, SIDE * SIDE);
    }

    /** Row by row, the most wrong one first; empty places are black. */
    BufferedImage picture(List<Mistake> mistakes) {
        int rows = pixels(0).length / columns;
        int scale = Math.max(1, POINTS / Math.max(rows, columns));
        int width = scale * columns + GAP;
        int height = scale * rows + GAP;
        BufferedImage picture =
                new BufferedImage(SIDE * width - GAP, SIDE * height - GAP, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster points = picture.getRaster(); // its numbers are those in the file, unlike setRGB's
        for (int place = 0; place < mistakes.size(); place++) {
            double[] pixels = pixels(mistakes.get(place).sample());
            int left = place % SIDE * width;
            int top = place / SIDE * height;
            for (int y = 0; y < scale * rows; y++) {
                for (int x = 0; x < scale * columns; x++) {
                    double pixel = pixels[y / scale * columns + x / scale];
                    points.setSample(left + x, top + y, 0, (int) Math.round(255 * Math.min(1, Math.max(0, pixel))));
                }
            }
        }
        return picture;
    }

    private double[] pixels(int sample) {
        try (TensorScope scope = TensorScope.open()) {
            return images.batch(sample).x().toDoubleArray();
        }
    }

    /** In the order of the picture. */
    String table(List<Mistake> mistakes) {
        List<List<String>> rows = new ArrayList<>();
        for (Mistake mistake : mistakes) {
            rows.add(List.of(
                    rows.size() / SIDE + 1 + ", " + (rows.size() % SIDE + 1),
                    Integer.toString(mistake.sample()),
                    name(mistake.truth()),
                    name(mistake.predicted()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * mistake.probability())));
        }
        return Markdown.table(List.of("row, column", "image", "is", "taken for", "probability of that"), rows);
    }

    private String name(int number) {
        return number < classes.size() ? classes.get(number) : Integer.toString(number);
    }
}
