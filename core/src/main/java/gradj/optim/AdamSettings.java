package gradj.optim;

import gradj.tensor.Tensor;

/**
 * What {@link Adam} and {@link AdamW} are told beside the learning rate.
 *
 * @param beta1 how much is left of m in the next step
 * @param beta2 how much is left of v
 * @param epsilon added to the root of the corrected v
 */
record AdamSettings(double beta1, double beta2, double epsilon) {
    /** The paper's. */
    static final AdamSettings DEFAULT = new AdamSettings(0.9, 0.999, 1e-8);

    AdamSettings {
        Settings.fraction("beta1", beta1);
        Settings.fraction("beta2", beta2);
        Settings.above0("epsilon", epsilon);
    }

    AdamSettings withBetas(double first, double second) {
        return new AdamSettings(first, second, epsilon);
    }

    AdamSettings withEpsilon(double other) {
        return new AdamSettings(beta1, beta2, other);
    }

    /**
     * W = keep * W - rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon). The corrections of the bias go into
     * the rate and the epsilon, which is the same and saves two divisions an element.
     */
    void update(Slot slot, Tensor gradient, double rate, double keep) {
        double correction1 = 1 - power(beta1, slot.steps);
        double root2 = Math.sqrt(1 - power(beta2, slot.steps));
        slot.backend()
                .adamStep(
                        slot.size(),
                        beta1,
                        beta2,
                        rate * root2 / correction1,
                        epsilon * root2,
                        keep,
                        gradient.storage(),
                        slot.state(0),
                        slot.state(1),
                        slot.value());
    }

    /** By squaring: Math.pow may have other bits on another JVM, and StrictMath.pow allocates. */
    private static double power(double base, long exponent) {
        double power = 1;
        double square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            power *= (left & 1) == 1 ? square : 1;
            square *= square;
        }
        return power;
    }
}
