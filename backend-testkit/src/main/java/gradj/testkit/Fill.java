package gradj.testkit;

import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import java.util.Arrays;

/** Where a case's input comes from. All values are float32 numbers, so that both dtypes start from the same ones. */
@FunctionalInterface
interface Fill {
    double[] draw(Shape shape, SeededRandom random);

    /** Evenly from low to high. */
    static Fill between(double low, double high) {
        return each(random -> low + (high - low) * random.nextDouble());
    }

    /** Of either sign, |x| from low to high: away from a kink or pole at 0. */
    static Fill awayFromZero(double low, double high) {
        return each(random -> (low + (high - low) * random.nextDouble()) * (random.nextDouble() < 0.5 ? -1 : 1));
    }

    /** Numbers from -2 to 2 that lie 4 / size apart, in a random order. */
    static Fill distinct() {
        return (shape, random) -> {
            double[] values = new double[shape.size()];
            for (int i = 0; i < values.length; i++) {
                int place = random.nextInt(i + 1);
                values[i] = values[place];
                values[place] = (float) (4.0 * i / values.length - 2);
            }
            return values;
        };
    }

    /** These numbers. */
    static Fill of(double... values) {
        return (shape, random) -> values.clone();
    }

    /** Class numbers 0 ... classes - 1. */
    static Fill classNumbers(int classes) {
        return each(random -> random.nextInt(classes));
    }

    /** Rows with a single 1. */
    static Fill oneHot() {
        return (shape, random) -> {
            double[] values = new double[shape.size()];
            int columns = shape.length(-1);
            for (int row = 0; row < values.length / columns; row++) {
                values[row * columns + random.nextInt(columns)] = 1;
            }
            return values;
        };
    }

    /** Rows of multiples of 1/64 that add up to exactly 1. */
    static Fill distributions() {
        return (shape, random) -> {
            double[] values = new double[shape.size()];
            int columns = shape.length(-1);
            for (int row = 0; row < values.length / columns; row++) {
                for (int i = 0; i < 64; i++) {
                    values[row * columns + random.nextInt(columns)] += 1.0 / 64;
                }
            }
            return values;
        };
    }

    /**
     * Label rows as they may come, each of one kind: a distribution, one-hot, zeros (a row that is masked out), two ones, a
     * single 0.9, a -1 beside a 1.5, sevens.
     */
    static Fill labelRows() {
        double[][] kinds = {{}, {1}, {0}, {1, 1}, {0.9f}, {-1, 1.5}, {7}, {7, 7, -7}}; // added up; {} is a distribution
        return (shape, random) -> {
            double[] values = distributions().draw(shape, random);
            int columns = shape.length(-1);
            for (int row = 0; row < values.length / columns; row++) {
                double[] amounts = kinds[random.nextInt(kinds.length)];
                if (amounts.length > 0) {
                    Arrays.fill(values, row * columns, (row + 1) * columns, 0);
                }
                for (double amount : amounts) {
                    values[row * columns + random.nextInt(columns)] += amount;
                }
            }
            return values;
        };
    }

    /** The largest |sum| of a row of {@link #labelRows}. */
    double LARGEST_SUM = 7;

    private static Fill each(Draw draw) {
        return (shape, random) -> {
            double[] values = new double[shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) draw.next(random);
            }
            return values;
        };
    }

    /** One number. */
    @FunctionalInterface
    interface Draw {
        double next(SeededRandom random);
    }
}
