package gradj.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * GIF pictures of two to four rows. Java loses rows of them if they are interlaced, as those are that Java writes: the rows
 * come as 0, 2, 1, 3, and it takes the second one for a row 4 that there is not (JDK 17 and 25).
 */
final class LowGif {
    static final int MOST_ROWS = 4;

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int HAS_PALETTE = 0x80;
    private static final int IS_INTERLACED = 0x40;

    /** More than that many rows of 30,000 pixels can take. */
    private static final int MOST_BYTES = 1 << 20;

    private LowGif() {}

    /** The first picture, of these few rows: read as if it were not interlaced, and put in order then. */
    static BufferedImage read(ImageInputStream in) throws IOException {
        byte[] gif = new byte[(int) Math.min(in.length(), MOST_BYTES)];
        in.seek(0);
        in.readFully(gif);
        int flags = flags(gif);
        boolean isInterlaced = (gif[flags] & IS_INTERLACED) != 0;
        gif[flags] &= (byte) ~IS_INTERLACED;
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try {
            reader.setInput(new BytesInput(gif), true, true);
            BufferedImage image = reader.read(0);
            if (isInterlaced && image.getHeight() > 2) {
                exchangeRows(image.getRaster(), 1, 2);
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    /** Where the first picture's flags are, behind what is said of all of them and what programs add. */
    private static int flags(byte[] gif) {
        int at = 13 + palette(gif[10]);
        while (gif[at] == EXTENSION) {
            at += 2;
            while (gif[at] != 0) {
                at += 1 + (gif[at] & 0xFF);
            }
            at++;
        }
        if (gif[at] != IMAGE) {
            throw new IllegalStateException("there is no picture in it");
        }
        return at + 9;
    }

    private static int palette(byte flags) {
        return (flags & HAS_PALETTE) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static void exchangeRows(WritableRaster raster, int one, int other) {
        int width = raster.getWidth();
        int[] first = raster.getPixels(0, one, width, 1, (int[]) null);
        raster.setPixels(0, one, width, 1, raster.getPixels(0, other, width, 1, (int[]) null));
        raster.setPixels(0, other, width, 1, first);
    }
}
