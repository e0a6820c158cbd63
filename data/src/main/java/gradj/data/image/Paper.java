package gradj.data.image;

import java.util.Arrays;

/**
 * What a picture is drawn on: a brightness that changes slowly over the picture, as light from one side or a lens that is
 * darker at its corners makes it. It is the surface {@code a + b x + c y + d x^2 + e y^2} through the pixels of the border.
 */
final class Paper {
    /** Of the shorter side. */
    private static final double BORDER = 0.04;

    /** Each leaves out what was far from the one before, such as ink that crosses the border. */
    private static final int FITS = 5;

    /** In medians of the distance. */
    private static final double FAR = 4;

    /** Less than this is never far: two grey values of 256. */
    private static final double NEAR = 2.0 / 255;

    private static final int TERMS = 5;

    /** Darker paper counts as of this brightness: its noise would be taken for ink. */
    private static final double LEAST_LIGHT = 0.3;

    private final GreyPicture picture;
    private final int[] border;
    private double[] factors = new double[TERMS];
    private double noise;

    Paper(GreyPicture picture) {
        this.picture = picture;
        this.border = border();
        factors[0] = median(i -> picture.grey()[border[i]]);
        noise = medianDistance();
        for (int fit = 0; fit < FITS; fit++) {
            factors = fit(FAR * Math.max(noise, NEAR));
            noise = medianDistance();
        }
    }

    /** How far the border's pixels are from the surface, the median. */
    double noise() {
        return noise;
    }

    /**
     * How much each pixel stands out, 0 of paper: of the darker and the lighter ones those are ink that do so most. Of dark ink,
     * that is the part of the light that it swallows, the same in light and shade.
     */
    float[] ink() {
        float[] above = new float[picture.grey().length];
        float darkest = 0;
        float lightest = 0;
        for (int i = 0; i < above.length; i++) {
            above[i] = (float) (picture.grey()[i] - at(i));
            darkest = Math.min(darkest, above[i]);
            lightest = Math.max(lightest, above[i]);
        }
        boolean isDark = -darkest >= lightest;
        for (int i = 0; i < above.length; i++) {
            above[i] = isDark ? (float) Math.max(0, -above[i] / Math.max(LEAST_LIGHT, at(i))) : Math.max(0, above[i]);
        }
        return above;
    }

    private double at(int place) {
        double[] terms = terms(place);
        double sum = 0;
        for (int i = 0; i < TERMS; i++) {
            sum += factors[i] * terms[i];
        }
        return sum;
    }

    /** Of x and y from -1 to 1. */
    private double[] terms(int place) {
        int column = place % picture.width();
        int row = place / picture.width();
        double x = 2 * (column + 0.5) / picture.width() - 1;
        double y = 2 * (row + 0.5) / picture.height() - 1;
        return new double[] {1, x, y, x * x, y * y};
    }

    /** The places of the border's pixels. */
    private int[] border() {
        int width = picture.width();
        int height = picture.height();
        int thick = (int) Math.max(1, BORDER * Math.min(width, height));
        int[] places = new int[width * height];
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            int x = i % width;
            int y = i / width;
            if (x < thick || y < thick || x >= width - thick || y >= height - thick) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    private double medianDistance() {
        return median(i -> Math.abs(picture.grey()[border[i]] - at(border[i])));
    }

    private interface Values {
        double at(int i);
    }

    private double median(Values ofBorder) {
        double[] sorted = new double[border.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = ofBorder.at(i);
        }
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The surface of least squares through the border's pixels that are as near to this one: its factors. */
    private double[] fit(double reach) {
        double[][] m = new double[TERMS][TERMS + 1];
        for (int place : border) {
            double value = picture.grey()[place];
            if (Math.abs(value - at(place)) <= reach) {
                double[] terms = terms(place);
                for (int i = 0; i < TERMS; i++) {
                    for (int j = 0; j < TERMS; j++) {
                        m[i][j] += terms[i] * terms[j];
                    }
                    m[i][TERMS] += terms[i] * value;
                }
            }
        }
        for (int i = 0; i < TERMS; i++) {
            m[i][i] += 1e-6; // where too few pixels are left, the flattest surface
        }
        return solved(m);
    }

    /** By Gauss and Jordan; the matrix is positive definite and needs no search for pivots. */
    private static double[] solved(double[][] m) {
        for (int i = 0; i < TERMS; i++) {
            for (int row = 0; row < TERMS; row++) {
                if (row != i) {
                    double factor = m[row][i] / m[i][i];
                    for (int column = i; column <= TERMS; column++) {
                        m[row][column] -= factor * m[i][column];
                    }
                }
            }
        }
        double[] solution = new double[TERMS];
        for (int i = 0; i < TERMS; i++) {
            solution[i] = m[i][TERMS] / m[i][i];
        }
        return solution;
    }
}
