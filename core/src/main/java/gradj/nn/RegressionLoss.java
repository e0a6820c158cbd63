package gradj.nn;

import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The losses of regression: the scores are the numbers that the net predicts, and each differs by d = y - t from its target.
 * Scores and targets are [N, K], or of one number each, scores [N, 1], the targets may be [N].
 */
public final class RegressionLoss implements Loss {
    /** A loss of one difference by its slope c: c d - part c^2, which is d^2 / 2 for c = d and |d| for c = sign(d). */
    private enum Kind {
        SQUARED(0.5),
        ABSOLUTE(0),
        HUBER(0.5);

        private final double part;

        Kind(double part) {
            this.part = part;
        }
    }

    private final Kind kind;

    /** Where Huber's parabola ends. */
    private final double delta;

    private final double factor;
    private final boolean isPerSample;
    private @Nullable Tensor gradient;
    private @Nullable Tensor difference;

    private RegressionLoss(Kind kind, double delta, double factor, boolean isPerSample) {
        this.kind = kind;
        this.delta = delta;
        this.factor = factor;
        this.isPerSample = isPerSample;
    }

    /** The book's: sum(d^2) / (2 N), with the simple gradient d / N. Book sections 4.2.1 and 5.6.3. */
    public static RegressionLoss halfSquaredError() {
        return new RegressionLoss(Kind.SQUARED, 0, 1, true);
    }

    /** The mean of d^2 over all elements, as PyTorch's {@code mse_loss}. */
    public static RegressionLoss meanSquaredError() {
        return new RegressionLoss(Kind.SQUARED, 0, 2, false);
    }

    /** The mean of |d| over all elements, which far-off targets move less; of d = 0 the slope is 0. */
    public static RegressionLoss meanAbsoluteError() {
        return new RegressionLoss(Kind.ABSOLUTE, 0, 1, false);
    }

    /**
     * The mean over all elements of d^2 / 2 up to delta, and from there on of the straight line delta (|d| - delta / 2).
     *
     * @throws IllegalArgumentException if delta is not a finite number above 0
     */
    public static RegressionLoss huber(double delta) {
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("delta of Huber's loss: expected a finite number above 0, got " + delta);
        }
        return new RegressionLoss(Kind.HUBER, delta, 1, false);
    }

    /** Which loss this is: halfSquaredError, meanSquaredError, meanAbsoluteError or huber, as its method is named. */
    public String name() {
        return switch (kind) {
            case SQUARED -> isPerSample ? "halfSquaredError" : "meanSquaredError";
            case ABSOLUTE -> "meanAbsoluteError";
            case HUBER -> "huber";
        };
    }

    /** Where Huber's parabola ends; of the others 0. */
    public double delta() {
        return delta;
    }

    @Override
    public Tensor forward(Tensor scores, Tensor targets) {
        return forward(scores, targets, terms -> terms);
    }

    @Override
    public Tensor forward(Tensor scores, Tensor targets, Tensor weights) {
        Tensor shares = Targets.shares("RegressionLoss", scores, weights);
        return forward(scores, targets, terms -> terms.times(shares));
    }

    /** With each row of the terms and slopes counting as this says. */
    private Tensor forward(Tensor scores, Tensor targets, UnaryOperator<Tensor> weighted) {
        Tensor d = scores.minus(Targets.inShapeOf("RegressionLoss", scores, targets));
        Tensor slope = slope(d);
        int samples = scores.shape().rank() < 2 ? 1 : scores.shape().length(0);
        double mean = factor / (isPerSample ? samples : scores.size());
        Tensor terms = slope.times(d).minus(slope.square().times(kind.part));
        Tensor sum = weighted.apply(terms).sum();
        difference = d;
        gradient = weighted.apply(slope).times(mean);
        Tensor loss = sum.times(mean);
        if (!Double.isFinite(loss.item())) {
            requireTargets(targets);
        }
        return loss;
    }

    private Tensor slope(Tensor d) {
        return switch (kind) {
            case SQUARED -> d;
            case ABSOLUTE -> d.sign();
            case HUBER -> clamped(d);
        };
    }

    /** The differences from -delta to delta, else the nearer of the two. */
    private Tensor clamped(Tensor d) {
        Tensor most = new Tensors(d.backend(), d.dtype()).full(d.shape(), delta);
        Tensor toMost = most.minus(d);
        Tensor toLeast = most.plus(d);
        Tensor above = most.minus(most.where(toMost));
        Tensor below = most.minus(most.where(toLeast));
        return d.where(toMost).where(toLeast).plus(above).minus(below);
    }

    @Override
    public Tensor backward() {
        return Targets.remembered("RegressionLoss", gradient);
    }

    /** Finite numbers. */
    @Override
    public void requireTargets(Tensor targets) {
        Targets.requireBetween(targets, -Double.MAX_VALUE, Double.MAX_VALUE, "finite numbers");
    }

    @Override
    public boolean[] branches() {
        if (kind == Kind.SQUARED) {
            return new boolean[0];
        }
        double[] d = Targets.remembered("RegressionLoss", difference).toDoubleArray();
        boolean[] sides = new boolean[2 * d.length];
        for (int i = 0; i < d.length; i++) {
            sides[2 * i] = d[i] > delta;
            sides[2 * i + 1] = d[i] < -delta;
        }
        return sides;
    }

    @Override
    public RegressionLoss copy() {
        return new RegressionLoss(kind, delta, factor, isPerSample);
    }
}
