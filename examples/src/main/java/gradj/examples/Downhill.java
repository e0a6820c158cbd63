package gradj.examples;

import java.util.Locale;

/** Learning with one weight: the slope of the loss says which way is down. Book section 4.4. */
public final class Downhill {
    /** How wrong a weight is: two apples at that price cost 2 x weight, but the bill says 6. */
    static double loss(double weight) {
        double error = 2 * weight - 6;
        return error * error;
    }

    /** How fast the loss grows when the weight does, from two evaluations close by. */
    static double slope(double weight) {
        double h = 1e-4;
        return (loss(weight + h) - loss(weight - h)) / (2 * h);
    }

    public static void main(String[] args) {
        double weight = 1;
        for (int step = 0; step <= 4; step++) {
            double slope = slope(weight);
            System.out.printf(Locale.ROOT, "weight %.3f  loss %6.3f  slope %7.3f%n", weight, loss(weight), slope);
            weight -= 0.05 * slope; // downhill
        }
        int weights = 784 * 50 + 50 + 50 * 10 + 10;
        System.out.printf(Locale.ROOT, "A small net has %,d weights: %,d losses a step.%n", weights, 2 * weights);
    }
}
