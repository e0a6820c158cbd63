package gradj.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture in grey.
 *
 * <p>Colours become 0.299 red + 0.587 green + 0.114 blue, as of television; what is transparent is laid on white. Grey pictures
 * are read as they are stored: Java would convert them between two ideas of grey, and make 188 of 128.
 *
 * @param grey from 0, black, to 1, white, row after row
 */
record GreyPicture(int width, int height, float[] grey) {
    /** As those of the largest cameras. */
    private static final long MOST_PIXELS = 100_000_000;

    private static final int LONGEST_SIDE = 30_000;

    /** More are not decoded: of a larger picture only every second pixel, every third, ... of every second line ... */
    private static final double DECODED = 4e6;

    /**
     * Reads a picture in any format that Java knows: PNG, JPEG, GIF, BMP and TIFF.
     *
     * @throws InputException if there is none, or it is broken or too large, which is found before it is decoded
     */
    static GreyPicture read(Path file) {
        System.setProperty("java.awt.headless", "true");
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new InputException(
                        file + ": expected a picture of a digit (PNG, JPEG, GIF or BMP) or an IDX file of"
                                + " images, found neither");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return PictureOrientation.upright(of(decode(file, reader)), PictureOrientation.of(file));
            } catch (IOException | RuntimeException problem) { // Java's readers throw all kinds of both
                if (problem instanceof InputException ours) {
                    throw ours;
                }
                throw new InputException(
                        file + ": its " + reader.getFormatName().toUpperCase(Locale.ROOT) + " data are broken: "
                                + problem.getMessage());
            } finally {
                reader.dispose();
            }
        } catch (IOException problem) {
            throw new InputException(file + ": cannot be read: "
                    + (Files.isReadable(file) ? problem.getMessage() : "you have no permission"));
        }
    }

    private static BufferedImage decode(Path file, ImageReader reader) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE) {
            throw new InputException(file + ": has " + width + "x" + height + " pixels, at most "
                    + MOST_PIXELS / 1_000_000 + " million and " + LONGEST_SIDE + " a side are read: make it smaller");
        }
        int step = (int) Math.ceil(Math.sqrt(width * height / DECODED));
        ImageReadParam every = reader.getDefaultReadParam();
        every.setSourceSubsampling(Math.min(step, (int) width), Math.min(step, (int) height), 0, 0);
        return reader.read(0, every);
    }

    static GreyPicture of(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int bands = image.getRaster().getNumBands();
        boolean isGrey = !(model instanceof IndexColorModel) && bands == (model.hasAlpha() ? 2 : 1);
        return new GreyPicture(image.getWidth(), image.getHeight(), isGrey ? stored(image) : drawn(image));
    }

    private static float[] stored(BufferedImage image) {
        Raster raster = image.getRaster();
        float[] grey = samples(raster, 0);
        if (raster.getNumBands() > 1) {
            float[] alpha = samples(raster, 1);
            for (int i = 0; i < grey.length; i++) {
                grey[i] = alpha[i] * grey[i] + 1 - alpha[i];
            }
        }
        return grey;
    }

    private static float[] samples(Raster raster, int band) {
        float[] values = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (float[]) null);
        float white = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        for (int i = 0; i < values.length; i++) {
            values[i] /= white;
        }
        return values;
    }

    private static float[] drawn(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage onWhite = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = onWhite.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        float[] grey = new float[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            onWhite.getRaster().getDataElements(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int rgb = row[x];
                grey[y * width + x] =
                        (0.299f * ((rgb >> 16) & 0xFF) + 0.587f * ((rgb >> 8) & 0xFF) + 0.114f * (rgb & 0xFF)) / 255;
            }
        }
        return grey;
    }

    /** The same picture, its longer side of this many pixels, if it is larger. */
    GreyPicture atMost(int side) {
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
    GreyPicture resized(int newWidth, int newHeight) {
        float[] rows = alongLines(grey, width, height, newWidth);
        float[] columns = alongLines(transposed(rows, newWidth, height), height, newWidth, newHeight);
        return new GreyPicture(newWidth, newHeight, transposed(columns, newHeight, newWidth));
    }

    private static float[] alongLines(float[] values, int length, int lines, int newLength) {
        double scale = (double) length / newLength;
        double reach = Math.max(scale, 1) / 2;
        float[] result = new float[lines * newLength];
        for (int x = 0; x < newLength; x++) {
            double from = (x + 0.5) * scale - reach;
            double to = (x + 0.5) * scale + reach;
            for (int source = (int) Math.floor(from); source < to; source++) {
                float part = (float) ((Math.min(to, source + 1) - Math.max(from, source)) / (to - from));
                int inside = Math.max(0, Math.min(length - 1, source));
                for (int line = 0; line < lines; line++) {
                    result[line * newLength + x] += part * values[line * length + inside];
                }
            }
        }
        return result;
    }

    private static float[] transposed(float[] values, int width, int height) {
        float[] result = new float[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result[x * height + y] = values[y * width + x];
            }
        }
        return result;
    }
}
