package gradj.data.image;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A picture as it is stored in a file.
 *
 * @param image decoded
 * @param orientation how the camera was held, see {@link PictureOrientation}
 */
record PictureFile(BufferedImage image, int orientation) {
    /** As those of the largest cameras. */
    private static final long MOST_PIXELS = 100_000_000;

    private static final int LONGEST_SIDE = 30_000;

    /** More are not decoded: of a larger picture only every second pixel, every third, ... of every second line ... */
    private static final double DECODED = 4e6;

    /** A file of fewer bytes is read at once: of MNIST's digits as PNG files that takes a third of the time. */
    private static final int AT_ONCE = 1 << 22;

    /** How libjpeg tells that there is less than there should be: a warning, and the rest of the picture is grey. */
    private static final String CUT_SHORT = "premature end";

    /**
     * Decodes a file.
     *
     * @throws IOException with all that is to be said of the file, but for its name
     */
    static PictureFile decode(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("expected a picture (PNG, JPEG, GIF or BMP), found a folder or a device");
        }
        if (!Files.isReadable(file)) {
            throw new IOException("cannot be read: you have no permission");
        }
        try (ImageInputStream in = open(file)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("expected a picture (PNG, JPEG, GIF or BMP), found " + other(in));
            }
            ImageReader reader = readers.next();
            try {
                return decode(in, reader);
            } finally {
                reader.dispose();
            }
        } catch (EOFException notEvenAHeader) {
            throw new IOException(
                    "expected a picture (PNG, JPEG, GIF or BMP), found a file of " + Files.size(file) + " bytes",
                    notEvenAHeader);
        }
    }

    private static ImageInputStream open(Path file) throws IOException {
        return Files.size(file) <= AT_ONCE
                ? new BytesInput(Files.readAllBytes(file))
                : new FileImageInputStream(file.toFile());
    }

    private static PictureFile decode(ImageInputStream in, ImageReader reader) throws IOException {
        String format = reader.getFormatName().toUpperCase(Locale.ROOT);
        try {
            int orientation = format.equals("JPEG") ? PictureOrientation.of(in) : PictureOrientation.UPRIGHT;
            reader.setInput(in, true, true);
            requireSize(reader);
            boolean isLowGif = format.equals("GIF") && reader.getHeight(0) <= LowGif.MOST_ROWS;
            return new PictureFile(isLowGif ? LowGif.read(in) : decode(reader), orientation);
        } catch (TooLarge problem) {
            throw problem;
        } catch (IOException | RuntimeException problem) { // Java's readers throw all kinds of both
            throw new IOException("its " + format + " data are broken: " + reason(problem), problem);
        }
    }

    private static String reason(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() != null
                ? cause.getMessage()
                : cause instanceof EOFException ? "they end too early" : cause.toString();
    }

    private static void requireSize(ImageReader reader) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE) {
            throw new TooLarge("has " + width + "x" + height + " pixels, at most " + MOST_PIXELS / 1_000_000
                    + " million and " + LONGEST_SIDE + " a side are read: make it smaller");
        }
    }

    private static BufferedImage decode(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        int step = (int) Math.ceil(Math.sqrt(height * (width / DECODED)));
        ImageReadParam every = reader.getDefaultReadParam();
        every.setSourceSubsampling(Math.min(step, width), Math.min(step, height), 0, 0);
        AtomicReference<@Nullable String> cut = new AtomicReference<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.contains(CUT_SHORT)) {
                cut.set(warning);
            }
        });
        BufferedImage image = reader.read(0, every);
        String warning = cut.get();
        if (warning != null) {
            throw new IOException(warning);
        }
        return image;
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String message) {
            super(message);
        }
    }

    /** What a file is that is no picture, where its first bytes tell it; formats that phones and the web have. */
    private static String other(ImageInputStream in) throws IOException {
        in.seek(0);
        byte[] bytes = new byte[16];
        int length = Math.max(0, in.read(bytes));
        String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        if (length == 0) {
            return "an empty file";
        } else if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return "a WebP picture, which Java cannot read: convert it";
        } else if (start.startsWith("ftyp", 4)) {
            return "a HEIC or AVIF picture, or a film, which Java cannot read: convert it";
        }
        return "none";
    }
}
