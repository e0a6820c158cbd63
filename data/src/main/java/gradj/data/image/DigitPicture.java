package gradj.data.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * A picture of one digit, made into an image as those that MNIST's nets learn from.
 *
 * <p>The paper is a smooth surface of brightness through the border of the picture, so that shades do no harm; what stands out
 * from it more, the darker or the lighter, is ink. The digit is what ink there is, but for specks. Its longer side becomes 20
 * of 28 pixels, and its centre of mass the image's centre.
 */
public final class DigitPicture {
    /** Details of a larger picture would not be seen in 28 pixels. */
    private static final int WORKING_SIDE = 800;

    /** MNIST's digits are 20 pixels high or wide, in 28. */
    private static final double DIGIT_PART = 20.0 / 28;

    /** A digit this near to its final size stays as it is: MNIST's own images do not get blurred. */
    private static final double NEAR = 0.9;

    /** Between black and white lies 1; ink and paper differ by this at least, and by this many times the paper's noise. */
    private static final double LEAST_CONTRAST = 0.1;

    private static final double LEAST_SIGNAL = 8;

    /** A part of the ink this much smaller than the largest is a speck. */
    private static final double SPECK = 0.04;

    private static final int GREYS = 256;

    private final int width;
    private final int height;
    private final float[] ink;

    private DigitPicture(int width, int height, float[] ink) {
        this.width = width;
        this.height = height;
        this.ink = ink;
    }

    /**
     * The image of the digit, light on dark, grey values row after row: {@code rows * columns}; empty if the picture shows
     * nothing.
     *
     * @throws IllegalArgumentException if the image is to have no row or no column
     */
    public static Optional<byte[]> image(GreyPicture whole, int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a digit's image: expected 1 row and column or more, got " + rows + " and " + columns);
        }
        GreyPicture picture = whole.atMost(WORKING_SIDE);
        Paper paper = new Paper(picture);
        float[] ink = paper.ink();
        float[] sorted = ink.clone();
        Arrays.sort(sorted);
        double most = sorted[(int) (0.9995 * (sorted.length - 1))];
        if (most < Math.max(LEAST_CONTRAST, LEAST_SIGNAL * paper.noise())) {
            return Optional.empty();
        }
        double threshold = otsu(ink, sorted[sorted.length - 1]);
        float[] digit = withoutSpecks(picture.width(), picture.height(), ink, threshold / 2);
        stretch(digit, 3 * paper.noise(), threshold);
        return Optional.of(new DigitPicture(picture.width(), picture.height(), digit).centred(rows, columns));
    }

    /** Otsu's threshold: between ink and paper, where the two kinds of pixels differ least among themselves. */
    private static double otsu(float[] ink, double most) {
        long[] histogram = new long[GREYS];
        double sum = 0;
        for (float value : ink) {
            int grey = (int) Math.min(GREYS - 1, value / most * GREYS);
            histogram[grey]++;
            sum += grey;
        }
        double best = 0;
        int threshold = 0;
        double below = 0;
        double sumBelow = 0;
        for (int grey = 0; grey < GREYS - 1; grey++) {
            below += histogram[grey];
            sumBelow += (double) grey * histogram[grey];
            double above = ink.length - below;
            if (below > 0 && above > 0) {
                double difference = sumBelow / below - (sum - sumBelow) / above;
                double between = below * above * difference * difference;
                if (between > best) {
                    best = between;
                    threshold = grey;
                }
            }
        }
        return (threshold + 1) * most / GREYS;
    }

    /** The ink of the parts that count and of their rim: the connected places with more ink than {@code least}. */
    private static float[] withoutSpecks(int width, int height, float[] ink, double least) {
        int[] part = new int[ink.length]; // 0: not seen
        int[] sizes = new int[ink.length + 1];
        int[] stack = new int[ink.length];
        int parts = 0;
        int largest = 0;
        for (int start = 0; start < ink.length; start++) {
            if (part[start] == 0 && ink[start] > least) {
                int depth = 0;
                stack[depth++] = start;
                part[start] = ++parts;
                while (depth > 0) {
                    int place = stack[--depth];
                    sizes[parts]++;
                    for (int neighbour : neighbours(place, width, height)) {
                        if (part[neighbour] == 0 && ink[neighbour] > least) {
                            part[neighbour] = parts;
                            stack[depth++] = neighbour;
                        }
                    }
                }
                largest = Math.max(largest, sizes[parts]);
            }
        }
        float[] digit = new float[ink.length];
        for (int place = 0; place < ink.length; place++) {
            if (part[place] != 0 && sizes[part[place]] >= SPECK * largest) {
                digit[place] = ink[place];
                for (int neighbour : neighbours(place, width, height)) {
                    digit[neighbour] = ink[neighbour];
                }
            }
        }
        return digit;
    }

    private static int[] neighbours(int place, int width, int height) {
        int x = place % width;
        int y = place / width;
        int count = 0;
        int[] all = new int[8];
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                if (nx != x || ny != y) {
                    all[count++] = ny * width + nx;
                }
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** Full ink becomes 1, and the paper's noise 0. */
    private static void stretch(float[] ink, double noise, double threshold) {
        float[] full = copyAbove(ink, threshold);
        double most = full.length == 0 ? threshold : full[(int) (0.9 * (full.length - 1))];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = (float) Math.max(0, Math.min(1, (ink[i] - noise) / (most - noise)));
        }
    }

    private static float[] copyAbove(float[] ink, double threshold) {
        float[] above = new float[ink.length];
        int count = 0;
        for (float value : ink) {
            if (value > threshold) {
                above[count++] = value;
            }
        }
        float[] sorted = Arrays.copyOf(above, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The digit in its size, in the middle of an image, light on dark. */
    private byte[] centred(int rows, int columns) {
        GreyPicture digit = box();
        int side = (int) Math.round(DIGIT_PART * Math.min(rows, columns));
        int longer = Math.max(digit.width(), digit.height());
        if (longer > side || longer < NEAR * side) {
            digit = digit.resized(
                    Math.max(1, Math.round((float) digit.width() * side / longer)),
                    Math.max(1, Math.round((float) digit.height() * side / longer)));
        }
        float[] grey = digit.grey();
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        float most = 0;
        for (int i = 0; i < grey.length; i++) {
            int x = i % digit.width();
            int y = i / digit.width();
            sum += grey[i];
            sumX += grey[i] * x;
            sumY += grey[i] * y;
            most = Math.max(most, grey[i]);
        }
        int left = (int) Math.round(columns / 2.0 - sumX / sum);
        int top = (int) Math.round(rows / 2.0 - sumY / sum);
        byte[] image = new byte[rows * columns];
        for (int i = 0; i < grey.length; i++) {
            int x = left + i % digit.width();
            int y = top + i / digit.width();
            if (x >= 0 && x < columns && y >= 0 && y < rows) {
                image[y * columns + x] = (byte) Math.round(255 * grey[i] / most);
            }
        }
        return image;
    }

    /** What lies inside the smallest rectangle around all ink. */
    private GreyPicture box() {
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        for (int i = 0; i < ink.length; i++) {
            if (ink[i] > 0) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = Math.max(bottom, i / width);
            }
        }
        int boxWidth = right - left + 1;
        float[] box = new float[boxWidth * (bottom - top + 1)];
        for (int y = top; y <= bottom; y++) {
            System.arraycopy(ink, y * width + left, box, (y - top) * boxWidth, boxWidth);
        }
        return new GreyPicture(boxWidth, bottom - top + 1, box);
    }
}
