package gradj.play.net;

import gradj.data.Batches;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.LabeledImages;
import gradj.data.LazySamples;
import gradj.data.Samples;
import gradj.data.Split;
import gradj.data.table.Column;
import gradj.data.table.Preparation;
import gradj.data.table.Splits;
import gradj.data.table.Table;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a net learns from.
 *
 * @param inputs features of a sample
 * @param classNames one for each class
 * @param inputNames of a table, else empty
 * @param isPlane whether samples are points of a plane, so that the net can be drawn as a map
 * @param imageSide rows and columns of the images, 0 if samples are none
 */
record PlayData(
        Batches train,
        Batches test,
        int inputs,
        List<String> classNames,
        List<String> inputNames,
        boolean isPlane,
        int imageSide) {
    private static final int POINTS = 600;
    private static final int MOST_CLASSES = 30;
    private static final int MANY_IMAGES = 20_000;

    static PlayData points(Samples train, Samples test, int classes) {
        List<String> names = List.of("A", "B", "C").subList(0, classes);
        return new PlayData(train, test, 2, names, List.of("x", "y"), true, 0);
    }

    /**
     * Data by their name.
     *
     * @param images in place of digits drawn by the program
     * @param table of {@code table}: where the file is
     * @throws IllegalArgumentException or what reading a table throws, if there are none
     */
    static PlayData of(
            NetSettings.Checked settings, Tensors tensors, @Nullable Split images, @Nullable Uploaded table) {
        long seed = settings.seed();
        return switch (settings.data()) {
            case "moons" -> Points.moons(POINTS, settings.noise(), seed, tensors);
            case "spiral" -> Points.spiral(POINTS, settings.noise(), seed, tensors);
            case "circles" -> Points.circles(POINTS, settings.noise(), seed, tensors);
            case "digits" -> digits(images == null ? Drawn.DIGITS : images, tensors);
            default -> {
                if (table == null) {
                    throw new IllegalArgumentException("table: expected a CSV file, found none: choose one");
                }
                yield table(table, seed, tensors);
            }
        };
    }

    /** The digits that the program draws, for all nets. */
    private static final class Drawn {
        private static final Split DIGITS = Digits.draw(1, 6000, 1000);
    }

    private static PlayData digits(Split split, Tensors tensors) {
        int rows = split.train().rows();
        List<String> names = IntStream.range(0, split.train().classes())
                .mapToObj(Integer::toString)
                .toList();
        return new PlayData(
                batches(split.train(), tensors),
                batches(split.test(), tensors),
                split.train().pixelsPerImage(),
                names,
                List.of(),
                false,
                rows == split.train().columns() ? rows : 0);
    }

    /** Few images as numbers of the net's dtype, many as the bytes that they are. */
    private static Batches batches(LabeledImages images, Tensors tensors) {
        return images.count() > MANY_IMAGES
                ? LazySamples.of(images, images.classes(), tensors)
                : Dataset.of(images, tensors);
    }

    /**
     * A table that came from the page.
     *
     * @param label the column that is learned; null for the last one
     */
    record Uploaded(byte[] csv, @Nullable String label) {}

    private static PlayData table(Uploaded uploaded, long seed, Tensors tensors) {
        Path file = null;
        try {
            file = Files.createTempFile("gradj-play", ".csv");
            Files.write(file, uploaded.csv());
            Table table = Table.read(file);
            List<String> names = table.names();
            Column label = uploaded.label() == null || uploaded.label().isBlank()
                    ? table.column(names.get(names.size() - 1))
                    : table.column(uploaded.label());
            Splits.Parts parts = Splits.stratified(label, seed).parts(0.75, 0, 0.25);
            Table train = table.rows(parts.train());
            Preparation preparation =
                    Preparation.builder().classes(label.name()).fit(train);
            if (preparation.outputs() > MOST_CLASSES) {
                throw new IllegalArgumentException("label " + label.name() + ": expected at most " + MOST_CLASSES
                        + " classes, found " + preparation.outputs() + ": choose the column of the classes");
            }
            return new PlayData(
                    preparation.samples(train, tensors),
                    preparation.samples(table.rows(parts.test()), tensors),
                    preparation.inputs(),
                    preparation.classNames(),
                    preparation.inputNames(),
                    preparation.inputs() == 2,
                    0);
        } catch (IOException e) {
            throw new IllegalArgumentException("the table cannot be kept while it is read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw file == null || e.getMessage() == null
                    ? e
                    : new IllegalArgumentException(e.getMessage().replace(file.toString(), "your table"), e);
        } finally {
            delete(file);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
