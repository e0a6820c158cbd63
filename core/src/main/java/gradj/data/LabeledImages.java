package gradj.data;

import gradj.backend.array.Parallel;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Images with a class number each: grey values from 0 to 255, as they stand in the file, all images of one size.
 *
 * <p>It never changes and is never empty, so any number of threads may read it.
 */
public final class LabeledImages {
    /*
     * Bytes, not floats: MNIST is 55 MB here and would be 220 MB as float32. The arrays are shared, never copied,
     * inside the package; outside it nobody can reach them to write.
     */

    private static final int DIGITS = 10;

    /** Grey value / 255: a look into a table instead of 47 million divisions. */
    private static final float[] NUMBER_OF_GREY = new float[256];

    static {
        for (int grey = 0; grey < NUMBER_OF_GREY.length; grey++) {
            NUMBER_OF_GREY[grey] = grey / 255f;
        }
    }

    private final int count;
    private final int rows;
    private final int columns;
    private final int classes;
    private final byte[] pixels;
    private final byte[] labels;

    /** Takes the arrays over without a copy: whoever calls must not write to them again. */
    LabeledImages(int rows, int columns, byte[] pixels, byte[] labels) {
        this(labels.length, rows, columns, classesOf(labels), pixels, labels);
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "LabeledImages: expected at least 1 row and 1 column, got " + rows + "x" + columns);
        }
        if (count < 1) {
            throw new IllegalArgumentException("LabeledImages: expected at least 1 image, got none");
        }
        long expected = Math.multiplyExact((long) count, Math.multiplyExact((long) rows, columns));
        if (pixels.length != expected) {
            throw new IllegalArgumentException("LabeledImages: expected " + count + " images of " + rows + "x" + columns
                    + " = " + expected + " pixels, one image per label, got " + pixels.length);
        }
    }

    private LabeledImages(int count, int rows, int columns, int classes, byte[] pixels, byte[] labels) {
        this.count = count;
        this.rows = rows;
        this.columns = columns;
        this.classes = classes;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** The first images of more labels, for whose largest the classes are. Takes the arrays over without a copy. */
    static LabeledImages firstOf(int rows, int columns, byte[] pixels, byte[] labels) {
        return new LabeledImages(pixels.length / (rows * columns), rows, columns, classesOf(labels), pixels, labels);
    }

    /**
     * Makes images of your own; both arrays are copied.
     *
     * @param rows height of every image, at least 1
     * @param columns width of every image, at least 1
     * @param pixels grey values read as 0 to 255, image after image, row after row: {@code labels.length * rows *
     *     columns}
     * @param labels class numbers read as 0 to 255, one per image, at least one
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    public static LabeledImages of(int rows, int columns, byte[] pixels, byte[] labels) {
        return new LabeledImages(rows, columns, pixels.clone(), labels.clone());
    }

    /**
     * Makes images that are made one after the other, without ever holding them twice; several threads make some each.
     *
     * @param rows height of every image, at least 1
     * @param columns width of every image, at least 1
     * @param classes how many there are, from 2 to 256: exactly as many, be they digits or not
     * @param labels class numbers from 0 to {@code classes - 1}, read as 0 to 255, one per image, at least one; copied
     * @param image gives the {@code rows * columns} grey values of image {@code i}, row after row; asked once for each, by
     *     several threads at once
     * @throws IllegalArgumentException if a size or a label is another
     */
    public static LabeledImages of(int rows, int columns, int classes, byte[] labels, IntFunction<byte[]> image) {
        if (classes < 2 || classes > 256) {
            throw new IllegalArgumentException("LabeledImages: expected 2 to 256 classes, got " + classes);
        }
        for (int i = 0; i < labels.length; i++) {
            if ((labels[i] & 0xFF) >= classes) {
                throw new IllegalArgumentException(
                        "LabeledImages: label " + i + " is " + (labels[i] & 0xFF) + ", expected 0 to " + (classes - 1));
            }
        }
        long all = (long) labels.length * Math.max(rows, 0) * Math.max(columns, 0);
        if (Math.max(rows, columns) > 1 << 15
                || all > Integer.MAX_VALUE - 8) { // the first keeps the second from overflow
            throw new IllegalArgumentException("LabeledImages: expected at most " + (Integer.MAX_VALUE - 8)
                    + " pixels and 32768 a side, got " + labels.length + " images of " + rows + "x" + columns);
        }
        byte[] pixels = new byte[(int) all];
        LabeledImages checked = new LabeledImages(rows, columns, pixels, labels.clone());
        int size = rows * columns;
        AtomicInteger next = new AtomicInteger();
        // Images take more and less time each: whichever thread is free takes the next one.
        try (Parallel threads = new Parallel(Math.min(Parallel.configuredThreads(), labels.length))) {
            threads.range(0, threads.threads(), 1, (from, to) -> {
                for (int i = next.getAndIncrement(); i < labels.length; i = next.getAndIncrement()) {
                    byte[] its = image.apply(i);
                    if (its.length != size) {
                        throw new IllegalArgumentException("LabeledImages: expected " + rows + "x" + columns + " = "
                                + size + " pixels of image " + i + ", got " + its.length);
                    }
                    System.arraycopy(its, 0, pixels, i * size, size);
                }
            });
        }
        return new LabeledImages(labels.length, rows, columns, classes, pixels, checked.labels);
    }

    /** How many images there are, at least 1. */
    public int count() {
        return count;
    }

    /** The height of each image. */
    public int rows() {
        return rows;
    }

    /** The width of each image. */
    public int columns() {
        return columns;
    }

    /** How many values an image has, {@code rows * columns}: the width of a net's input. */
    public int pixelsPerImage() {
        return rows * columns;
    }

    /**
     * How many classes a net needs for these labels: 10, the digits, or the largest label plus 1 where that is more.
     *
     * <p>Ten even where some digit is missing, so that a small part of a data set fits the net of the whole.
     */
    public int classes() {
        return classes;
    }

    /**
     * The class number of image {@code i}, from 0 to {@code classes() - 1}.
     *
     * @throws IndexOutOfBoundsException if there is no such image
     */
    public int label(int i) {
        return labels[Objects.checkIndex(i, count)] & 0xFF;
    }

    /**
     * The grey value, 0 to 255, of one pixel of image {@code i}.
     *
     * @throws IndexOutOfBoundsException if there is no such image, row or column
     */
    public int pixel(int i, int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return pixels[start(i) + row * columns + column] & 0xFF;
    }

    /**
     * Writes image {@code i}, row after row, as numbers from 0 to 1: grey value / 255.
     *
     * @param i which image
     * @param target receives {@link #pixelsPerImage()} numbers
     * @param offset where in {@code target} the first one goes
     * @throws IndexOutOfBoundsException if there is no such image, or it does not fit into {@code target}
     */
    public void pixels(int i, float[] target, int offset) {
        int n = rows * columns;
        Objects.checkFromIndexSize(offset, n, target.length);
        int start = start(i);
        for (int p = 0; p < n; p++) {
            target[offset + p] = NUMBER_OF_GREY[pixels[start + p] & 0xFF];
        }
    }

    /** The pixels of each image as a row of numbers from 0 to 1, [D]. */
    RowReader pixelRows() {
        return new Pixels(this, Shape.of(pixelsPerImage()));
    }

    /** The class number of each image, []. */
    RowReader labelRows() {
        return new ClassNumbers(this);
    }

    static float numberOfGrey(int grey) {
        return NUMBER_OF_GREY[grey];
    }

    private record Pixels(LabeledImages images, Shape shape) implements GatheredRows {
        @Override
        public int count() {
            return images.count;
        }

        @Override
        public void gather(int[] rows, Tensor y) {
            for (int row : rows) {
                Objects.checkIndex(row, images.count);
            }
            y.backend().gatherGreys(shape.size(), rows, rows.length, images.pixels, y.storage());
        }

        @Override
        public void read(int row, float[] target, int offset) {
            images.pixels(row, target, offset);
        }

        @Override
        public void read(int row, double[] target, int offset) {
            int n = shape.size();
            Objects.checkFromIndexSize(offset, n, target.length);
            int start = images.start(row);
            for (int p = 0; p < n; p++) {
                target[offset + p] = NUMBER_OF_GREY[images.pixels[start + p] & 0xFF];
            }
        }
    }

    private record ClassNumbers(LabeledImages images) implements RowReader {
        @Override
        public int count() {
            return images.count;
        }

        @Override
        public Shape shape() {
            return Shape.of();
        }

        @Override
        public void read(int row, float[] target, int offset) {
            target[offset] = images.label(row);
        }

        @Override
        public void read(int row, double[] target, int offset) {
            target[offset] = images.label(row);
        }
    }

    /**
     * The first images of these, without a copy; {@link #classes()} stays that of the whole.
     *
     * @param howMany from 1 to {@link #count()}
     * @throws IllegalArgumentException if there are not so many, or {@code howMany} is below 1
     */
    public LabeledImages first(int howMany) {
        if (howMany < 1 || howMany > count) {
            throw new IllegalArgumentException("first: expected 1 to " + count + " images, got " + howMany);
        }
        return new LabeledImages(howMany, rows, columns, classes, pixels, labels);
    }

    /**
     * The SHA-256, in hexadecimal, of all pixels as bytes and then all labels: two sets of images are the same if theirs are.
     */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(pixels, 0, count * pixelsPerImage());
            digest.update(labels, 0, count);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK must have SHA-256", e);
        }
    }

    int smallestLabel() {
        int least = 255;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, label(i));
        }
        return least;
    }

    /** The same images with labels one lower; none may be 0. */
    LabeledImages withLabelsFromZero() {
        byte[] lower = new byte[count];
        for (int i = 0; i < count; i++) {
            lower[i] = (byte) (label(i) - 1);
        }
        return new LabeledImages(rows, columns, pixels, lower);
    }

    /** Such as {@code 60000 images of 28x28 in 10 classes}. */
    @Override
    public String toString() {
        return count + " images of " + rows + "x" + columns + " in " + classes + " classes";
    }

    private int start(int i) {
        return Objects.checkIndex(i, count) * rows * columns;
    }

    private static int classesOf(byte[] labels) {
        int most = DIGITS - 1;
        for (byte label : labels) {
            most = Math.max(most, label & 0xFF);
        }
        return most + 1;
    }
}
