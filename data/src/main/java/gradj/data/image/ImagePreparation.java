package gradj.data.image;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import gradj.data.LabeledImages;
import gradj.io.FileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is made of a picture before a net sees it, and what the net's classes are called: the same for the pictures that it
 * learns from and for every other.
 *
 * <p>The whole picture becomes grey ({@link GreyPicture}) and, with its proportions kept, as large as fits into the image:
 * where it shrinks, each pixel is the mean of the area that it stands for, where it grows, they are interpolated. It stands
 * in the middle; what is left of the image beside it has the mean grey of the picture's border.
 *
 * <pre>{@code
 * ImagePreparation preparation = new ImagePreparation(28, 28, folder.classes());
 * LabeledImages images = folder.read(preparation);
 * NetworkFile.save(net, file, Map.of(ImagePreparation.KEY, preparation.toJson()));
 * }</pre>
 *
 * @param rows the height of every image, from 1 to 4096
 * @param columns the width of every image, from 1 to 4096
 * @param classes the names of the classes, in the order of their numbers: 2 to 256
 */
public record ImagePreparation(int rows, int columns, List<String> classes) {
    /** The key of a net's metadata that {@link #toJson} is kept under. */
    public static final String KEY = "imagePreparation";

    /** The longest side of an image, as of those in IDX files. */
    public static final int MOST_ROWS = 4096;

    /** As many as a byte can tell. */
    static final int MOST_CLASSES = 256;

    /** In words, for whoever reads the metadata: another rule will have other ones. */
    private static final String RULE =
            "grey / 255, 0.299 R + 0.587 G + 0.114 B on white; proportions kept, area means; border's mean around it";

    private static final int VERSION = 1;

    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .create();

    /**
     * A preparation for images of this size.
     *
     * @throws IllegalArgumentException if a size or the number of names is another, or a name is empty or there twice
     */
    public ImagePreparation {
        if (rows < 1 || columns < 1 || rows > MOST_ROWS || columns > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "expected images of 1x1 to " + MOST_ROWS + "x" + MOST_ROWS + ", got " + rows + "x" + columns);
        }
        classes = List.copyOf(classes);
        boolean isEach = new HashSet<>(classes).size() == classes.size() && !classes.contains("");
        if (!isEach || classes.size() < 2 || classes.size() > MOST_CLASSES) {
            throw new IllegalArgumentException(
                    "expected 2 to " + MOST_CLASSES + " classes, each with a name of its own, got " + classes.size()
                            + (isEach ? "" : ", not so named"));
        }
    }

    /**
     * The image of a picture, grey values row after row: {@code rows * columns}.
     *
     * @throws FileException if there is no picture, or none that can be read
     */
    public byte[] image(Path picture) {
        try {
            return image(PictureFile.decode(picture));
        } catch (IOException problem) {
            throw new FileException(picture, String.valueOf(problem.getMessage()), problem);
        }
    }

    /** The same as an image without a class: it has the label 0. */
    public LabeledImages images(Path picture) {
        byte[] image = image(picture);
        return LabeledImages.of(rows, columns, classes.size(), new byte[1], i -> image);
    }

    byte[] image(PictureFile picture) {
        boolean isTurned = PictureOrientation.isTurned(picture.orientation());
        int mostWidth = isTurned ? rows : columns;
        int mostHeight = isTurned ? columns : rows;
        int width = picture.image().getWidth();
        int height = picture.image().getHeight();
        // Compared as a fraction, without rounding: a picture of the image's own size stays as it is, bit for bit.
        boolean isWide = (long) width * mostHeight >= (long) height * mostWidth;
        int newWidth = isWide ? mostWidth : side(width, mostHeight, height);
        int newHeight = isWide ? side(height, mostWidth, width) : mostHeight;
        return inTheMiddle(PictureOrientation.upright(
                GreyPicture.resized(picture.image(), newWidth, newHeight), picture.orientation()));
    }

    private static int side(int length, int to, int from) {
        return Math.max(1, (int) Math.round((double) length * to / from));
    }

    private byte[] inTheMiddle(GreyPicture picture) {
        int width = picture.width();
        int height = picture.height();
        int left = (columns - width) / 2;
        int top = (rows - height) / 2;
        float border = borderMean(picture);
        byte[] image = new byte[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = column - left;
                int y = row - top;
                boolean isInside = x >= 0 && x < width && y >= 0 && y < height;
                image[row * columns + column] =
                        (byte) Math.round(255 * (isInside ? picture.grey()[y * width + x] : border));
            }
        }
        return image;
    }

    private static float borderMean(GreyPicture picture) {
        int width = picture.width();
        int height = picture.height();
        double sum = 0;
        int count = 0;
        for (int y = 0; y < height; y++) {
            int step = y == 0 || y == height - 1 || width == 1 ? 1 : width - 1; // the ends only
            for (int x = 0; x < width; x += step) {
                sum += picture.grey()[y * width + x];
                count++;
            }
        }
        return (float) (sum / count);
    }

    // -------------------------------------------------------------------------------------------------------- JSON

    /** What stands in JSON; what is missing there is null here, or 0. */
    private record Stored(
            int version,
            int rows,
            int columns,
            @Nullable String rule,
            @Nullable List<@Nullable String> classes) {}

    /** All that there is to it, as JSON in one line. */
    public String toJson() {
        return GSON.toJson(new Stored(VERSION, rows, columns, RULE, List.copyOf(classes)));
    }

    /**
     * A preparation as {@link #toJson} wrote it.
     *
     * @throws IllegalArgumentException if the text is none, or of a newer version
     */
    public static ImagePreparation of(String json) {
        Stored stored;
        try {
            stored = GSON.fromJson(json, Stored.class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("not a preparation of pictures: expected JSON, found other text", e);
        }
        if (stored == null || stored.version() != VERSION || !RULE.equals(stored.rule())) {
            throw new IllegalArgumentException("not a preparation of pictures as this version of gradj makes it:"
                    + " take the one that wrote it, or train again");
        }
        List<@Nullable String> names = Objects.requireNonNullElse(stored.classes(), List.of());
        if (names.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("not a preparation of pictures: expected names of classes, found null");
        }
        try {
            return new ImagePreparation(
                    stored.rows(),
                    stored.columns(),
                    names.stream().map(Objects::requireNonNull).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a preparation of pictures: " + e.getMessage(), e);
        }
    }

    /** Such as {@code 28x28 grey, classes cat, dog}. */
    @Override
    public String toString() {
        return rows + "x" + columns + " grey, classes " + String.join(", ", classes);
    }
}
