package gradj.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The rows of a decoded picture in grey, as {@link GreyPicture} says it.
 *
 * <p>They are made of the numbers as they are stored, not of Java's conversions: those know two kinds of grey and make 188 of
 * 128, and apply colour profiles for up to a microsecond a pixel.
 */
final class GreyRows {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private final BufferedImage image;
    private final Raster raster;
    private final int bands;
    private final Kind kind;
    private final int[] samples;
    private final float[] palette;
    private final float white;
    private final float opaque;

    private enum Kind {
        GREY,
        RGB,
        CMYK,
        PALETTE,
        /** Whatever Java makes RGB of: floats, other colour spaces. */
        OTHER
    }

    GreyRows(BufferedImage image) {
        this.image = image;
        raster = image.getRaster();
        bands = raster.getNumBands();
        kind = kind(image.getColorModel(), raster);
        samples = new int[Math.multiplyExact(width(), kind == Kind.OTHER ? 1 : bands)];
        palette = kind == Kind.PALETTE ? palette((IndexColorModel) image.getColorModel()) : new float[0];
        white = most(raster, 0);
        opaque = most(raster, bands - 1);
    }

    private static Kind kind(ColorModel model, Raster raster) {
        if (model instanceof IndexColorModel) {
            return Kind.PALETTE;
        }
        int[] sizes = raster.getSampleModel().getSampleSize();
        int type = raster.getTransferType();
        boolean isInteger =
                type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
        for (int size : sizes) {
            isInteger &= size <= Short.SIZE;
        }
        int colours = sizes.length - (model.hasAlpha() ? 1 : 0);
        int space = model.getColorSpace().getType();
        if (isInteger && colours == 1 && space == ColorSpace.TYPE_GRAY) {
            return Kind.GREY;
        } else if (isInteger && colours == 3 && space == ColorSpace.TYPE_RGB) {
            return Kind.RGB;
        } else if (isInteger && colours == 4 && space == ColorSpace.TYPE_CMYK) {
            return Kind.CMYK;
        }
        return Kind.OTHER;
    }

    private static float[] palette(IndexColorModel model) {
        float[] palette = new float[Math.max(model.getMapSize(), 1 << model.getPixelSize())]; // broken files go beyond
        for (int i = 0; i < model.getMapSize(); i++) {
            palette[i] = onWhite(model.getRGB(i));
        }
        return palette;
    }

    private static float most(Raster raster, int band) {
        return (1L << raster.getSampleModel().getSampleSize(band)) - 1;
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    /** Writes row {@code y}, {@link #width} values. */
    void read(int y, float[] target, int offset) {
        int width = width();
        if (kind == Kind.OTHER) {
            image.getRGB(0, y, width, 1, samples, 0, width);
        } else {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
        }
        switch (kind) {
            case GREY -> {
                for (int x = 0; x < width; x++) {
                    target[offset + x] = samples[x * bands] / white;
                }
            }
            case RGB -> {
                for (int x = 0; x < width; x++) {
                    int at = x * bands;
                    target[offset + x] = grey(samples[at], samples[at + 1], samples[at + 2]) / white;
                }
            }
            case CMYK -> {
                for (int x = 0; x < width; x++) {
                    int at = x * bands;
                    float ink = grey(samples[at], samples[at + 1], samples[at + 2]) / white;
                    target[offset + x] = (1 - ink) * (1 - samples[at + 3] / white);
                }
            }
            case PALETTE -> {
                for (int x = 0; x < width; x++) {
                    target[offset + x] = palette[samples[x * bands]];
                }
            }
            case OTHER -> {
                for (int x = 0; x < width; x++) {
                    target[offset + x] = onWhite(samples[x]);
                }
            }
        }
        if (kind != Kind.OTHER && kind != Kind.PALETTE && image.getColorModel().hasAlpha()) {
            layOnWhite(target, offset);
        }
    }

    private void layOnWhite(float[] target, int offset) {
        boolean isLaid = image.isAlphaPremultiplied();
        for (int x = 0; x < width(); x++) {
            float alpha = samples[x * bands + bands - 1] / opaque;
            target[offset + x] = (isLaid ? 1 : alpha) * target[offset + x] + 1 - alpha;
        }
    }

    /** In any unit; an RGB of three equal values is that value, but for rounding. */
    private static float grey(float red, float green, float blue) {
        return RED * red + GREEN * green + BLUE * blue;
    }

    private static float onWhite(int argb) {
        float alpha = (argb >>> 24) / 255f;
        return alpha * grey((argb >> 16) & 0xFF, (argb >> 8) & 0xFF, argb & 0xFF) / 255 + 1 - alpha;
    }
}
