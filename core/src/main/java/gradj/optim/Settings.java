package gradj.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * What all optimizers can be told.
 *
 * @param learningRate that of the first step
 * @param weightDecay of the parameters that are in no group
 * @param groups the parameters that are treated in a way of their own
 */
record Settings(double learningRate, double weightDecay, List<ParameterGroup> groups) {
    /**
     * Without weight decay and groups.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    static Settings of(double learningRate) {
        return new Settings(above0("learning rate", learningRate), 0, List.of());
    }

    Settings withWeightDecay(double decay) {
        return new Settings(learningRate, from0("weight decay", decay), groups);
    }

    Settings withGroup(ParameterGroup group) {
        List<ParameterGroup> all = new ArrayList<>(groups);
        all.add(group);
        return new Settings(learningRate, weightDecay, List.copyOf(all));
    }

    static double above0(String what, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, what, "a finite number above 0", value);
    }

    static double from0(String what, double value) {
        return require(value >= 0 && value < Double.POSITIVE_INFINITY, what, "a finite number, 0 or more", value);
    }

    /** What is left of a running mean, step by step. */
    static double fraction(String what, double value) {
        return require(value >= 0 && value < 1, what, "a number from 0 to below 1", value);
    }

    private static double require(boolean fits, String what, String expected, double value) {
        if (!fits) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", got " + value);
        }
        return value;
    }
}
