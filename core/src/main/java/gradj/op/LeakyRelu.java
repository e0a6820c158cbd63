package gradj.op;

import gradj.tensor.Tensor;

/**
 * y = x where x > 0, else slope x; dx = dout where x > 0, else slope dout, as PyTorch has it at 0 too. A {@link Relu} whose
 * gradient never dies: Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013.
 */
public final class LeakyRelu extends UnaryOperation {
    private final double slope;

    /** With a slope of 0.01. */
    public LeakyRelu() {
        this(0.01);
    }

    /**
     * @param slope below 0, as a rule from 0 to 1
     * @throws IllegalArgumentException if it is not finite
     */
    public LeakyRelu(double slope) {
        if (!Double.isFinite(slope)) {
            throw new IllegalArgumentException("LeakyRelu: expected a finite slope, got " + slope);
        }
        this.slope = slope;
    }

    /** What x below 0 is multiplied by. */
    public double slope() {
        return slope;
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.leakyRelu(slope);
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.where(x, dout.times(slope));
    }

    /** True where x > 0. */
    @Override
    public boolean[] branches() {
        return Checks.above(input());
    }
}
