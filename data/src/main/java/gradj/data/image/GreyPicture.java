package gradj.data.image;

import gradj.io.FileException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A picture in grey.
 *
 * <p>Colours become 0.299 red + 0.587 green + 0.114 blue, as of television, of the numbers that stand in the file: colour
 * profiles are not applied. What is transparent is laid on white. Of colours for print, R = (1 - C)(1 - K), and so on.
 *
 * @param width pixels in a row
 * @param height rows
 * @param grey from 0, black, to 1, white, row after row: [height, width]
 */
public record GreyPicture(int width, int height, float[] grey) {
    /**
     * A picture of these pixels, which are not copied.
     *
     * @throws IllegalArgumentException if there is no pixel, or another number of them
     */
    public GreyPicture {
        if (width < 1 || height < 1 || grey.length != (long) width * height) {
            throw new IllegalArgumentException("GreyPicture: expected " + width + "x" + height
                    + " pixels, one at least, got " + grey.length + " grey values");
        }
    }

    /**
     * Reads a picture in any format that Java knows: PNG, JPEG, GIF (the first of its pictures), BMP and TIFF. A JPEG comes
     * upright, as its camera's Exif data say. Of more than 4 million pixels, only every second, third ... of each second,
     * third ... row is read.
     *
     * @throws FileException if there is none, it is broken, or it is too large: more than 100 million pixels, or 30,000 in a
     *     row or column, which is found before it is decoded
     */
    public static GreyPicture read(Path file) {
        try {
            PictureFile picture = PictureFile.decode(file);
            return PictureOrientation.upright(of(picture.image()), picture.orientation());
        } catch (IOException problem) {
            throw new FileException(file, String.valueOf(problem.getMessage()), problem);
        }
    }

    /** Makes a picture of Java's grey. */
    public static GreyPicture of(BufferedImage image) {
        GreyRows rows = new GreyRows(image);
        float[] grey = new float[Math.multiplyExact(rows.width(), rows.height())];
        for (int y = 0; y < rows.height(); y++) {
            rows.read(y, grey, y * rows.width());
        }
        return new GreyPicture(rows.width(), rows.height(), grey);
    }

    /** The same as {@code of(image).resized(newWidth, newHeight)}, without ever holding all of its grey values. */
    static GreyPicture resized(BufferedImage image, int newWidth, int newHeight) {
        GreyRows rows = new GreyRows(image);
        Resampling across = new Resampling(rows.width(), newWidth);
        float[] row = new float[rows.width()];
        float[] narrow = new float[Math.multiplyExact(newWidth, rows.height())];
        for (int y = 0; y < rows.height(); y++) {
            rows.read(y, row, 0);
            across.apply(row, 0, 1, narrow, y * newWidth, 1);
        }
        return down(narrow, newWidth, rows.height(), newHeight);
    }

    /** The same picture, its longer side of this many pixels, if it is larger. */
    public GreyPicture atMost(int side) {
        int longer = Math.max(width, height);
        if (longer <= side) {
            return this;
        }
        double scale = (double) longer / side;
        int newWidth = Math.max(1, (int) Math.round(width / scale));
        int newHeight = Math.max(1, (int) Math.round(height / scale));
        return resized(newWidth, newHeight);
    }

    /**
     * The same picture in this many pixels. Each is the mean of the area that it stands for, but of one pixel at least: where
     * the picture grows, that is linear interpolation.
     */
    public GreyPicture resized(int newWidth, int newHeight) {
        Resampling across = new Resampling(width, newWidth);
        float[] narrow = new float[Math.multiplyExact(newWidth, height)];
        for (int y = 0; y < height; y++) {
            across.apply(grey, y * width, 1, narrow, y * newWidth, 1);
        }
        return down(narrow, newWidth, height, newHeight);
    }

    private static GreyPicture down(float[] narrow, int width, int height, int newHeight) {
        Resampling along = new Resampling(height, newHeight);
        float[] result = new float[Math.multiplyExact(width, newHeight)];
        for (int x = 0; x < width; x++) {
            along.apply(narrow, x, width, result, x, width);
        }
        return new GreyPicture(width, newHeight, result);
    }
}
