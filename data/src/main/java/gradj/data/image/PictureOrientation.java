package gradj.data.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** How a camera was held, as the Exif data of a JPEG file say it: Java's reader gives the picture as the sensor saw it. */
final class PictureOrientation {
    static final int UPRIGHT = 1;

    private static final int MOST_BYTES = 1 << 18;

    private static final int JPEG = 0xFFD8;
    private static final int APP1 = 0xFFE1;
    private static final int FIRST_MARKER = 0xFFC0;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int EXIF = 0x45786966;
    private static final int ORIENTATION = 0x0112;

    private PictureOrientation() {}

    /**
     * From 1 to 8, as Exif numbers them; {@link #UPRIGHT} where the file says nothing that can be understood.
     *
     * @param in the file, which is left at its beginning
     */
    static int of(ImageInputStream in) throws IOException {
        byte[] start = new byte[(int) Math.min(in.length(), MOST_BYTES)];
        in.seek(0);
        in.readFully(start);
        in.seek(0);
        try {
            return of(ByteBuffer.wrap(start));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException broken) {
            return UPRIGHT;
        }
    }

    private static int of(ByteBuffer jpeg) {
        if (unsigned(jpeg) != JPEG) {
            return UPRIGHT;
        }
        for (int marker = unsigned(jpeg); marker >= FIRST_MARKER && marker != START_OF_SCAN; marker = unsigned(jpeg)) {
            int end = jpeg.position() + unsigned(jpeg);
            if (marker == APP1 && jpeg.getInt() == EXIF && unsigned(jpeg) == 0) {
                return ofTiff(jpeg.slice());
            }
            jpeg.position(end);
        }
        return UPRIGHT;
    }

    /** Exif data are a small TIFF file: byte order, where the list of fields is, their number, and twelve bytes for each. */
    private static int ofTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.position(tiff.getInt(4));
        int fields = unsigned(tiff);
        for (int i = 0; i < fields; i++) {
            int field = tiff.position();
            if (unsigned(tiff) == ORIENTATION) {
                int value = tiff.getShort(field + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
            tiff.position(field + 12);
        }
        return UPRIGHT;
    }

    private static int unsigned(ByteBuffer bytes) {
        return bytes.getShort() & 0xFFFF;
    }

    /** Whether the picture's rows were columns. */
    static boolean isTurned(int orientation) {
        return orientation >= 5;
    }

    /** Turns a picture as it was seen. */
    static GreyPicture upright(GreyPicture picture, int orientation) {
        boolean isTurned = isTurned(orientation);
        boolean startsRight = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean startsBelow = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int width = isTurned ? picture.height() : picture.width();
        int height = isTurned ? picture.width() : picture.height();
        float[] grey = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int across = startsRight ? width - 1 - x : x;
                int down = startsBelow ? height - 1 - y : y;
                int source = isTurned ? across * picture.width() + down : down * picture.width() + across;
                grey[y * width + x] = picture.grey()[source];
            }
        }
        return new GreyPicture(width, height, grey);
    }
}
