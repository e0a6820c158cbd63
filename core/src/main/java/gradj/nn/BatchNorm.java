package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation of each feature: y = gamma (x - mean) / sqrt(variance + epsilon) + beta for x [N, D], gamma and beta
 * [D]. Mean and variance are the batch's own while the net learns, with a gradient of their own, and running ones of earlier
 * batches in {@link Mode#EVALUATION}. Book section 6.3; Ioffe and Szegedy 2015.
 *
 * <p>As in PyTorch's {@code BatchNorm1d} the batch is divided by the root of sum((x - mean)^2) / N, and the running variance
 * is of sum((x - mean)^2) / (N - 1).
 */
public final class BatchNorm implements Layer {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;
    private static final int FEWEST_SAMPLES = 2;

    private final Parameter gamma;
    private final Parameter beta;
    private final Buffer runningMean;
    private final Buffer runningVariance;
    private final Buffer batches;
    private final double momentum;
    private final double epsilon;

    private @Nullable Memory memory;

    /** Of the last forward: the normalised x, and what x - mean was multiplied by. */
    private record Memory(Mode mode, Tensor normalised, Tensor inverseRoot) {}

    /** With momentum 0.1 and epsilon 1e-5. */
    public BatchNorm(Tensors tensors, int features) {
        this(tensors, features, MOMENTUM, EPSILON);
    }

    /**
     * A layer that leaves normalised features as they are: gamma 1, beta 0.
     *
     * @param momentum the part of a new batch in the running mean and variance, 0 to 1
     * @param epsilon added to each variance, above 0
     * @throws IllegalArgumentException if momentum or epsilon lie elsewhere
     */
    public BatchNorm(Tensors tensors, int features, double momentum, double epsilon) {
        this(
                new Parameter("gamma", tensors.full(Shape.of(features), 1)),
                new Parameter("beta", tensors.zeros(Shape.of(features))),
                List.of(
                        new Buffer("runningMean", tensors.zeros(Shape.of(features))),
                        new Buffer("runningVariance", tensors.full(Shape.of(features), 1)),
                        new Buffer("batches", tensors.scalar(0))),
                momentum,
                epsilon);
    }

    /**
     * The layer of these, as a file has them.
     *
     * @param buffers running mean [D], running variance [D] and number of batches []
     * @throws ShapeException if a shape is another
     */
    public static BatchNorm of(Parameter gamma, Parameter beta, List<Buffer> buffers, double momentum, double epsilon) {
        Shape features = gamma.value().shape();
        boolean fits = features.rank() == 1
                && beta.value().shape().equals(features)
                && buffers.size() == 3
                && buffers.get(0).value().shape().equals(features)
                && buffers.get(1).value().shape().equals(features)
                && buffers.get(2).value().shape().equals(Shape.of());
        if (!fits) {
            throw new ShapeException(
                    "BatchNorm",
                    "expected gamma [D], beta [D], running mean [D], running variance [D] and number of batches [], got "
                            + gamma + ", " + beta + " and " + buffers,
                    features);
        }
        return new BatchNorm(gamma, beta, buffers, momentum, epsilon);
    }

    private BatchNorm(Parameter gamma, Parameter beta, List<Buffer> buffers, double momentum, double epsilon) {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("momentum of BatchNorm: expected 0 to 1, got " + momentum);
        }
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "epsilon of BatchNorm: expected a finite number above 0, got " + epsilon);
        }
        this.gamma = gamma;
        this.beta = beta;
        this.runningMean = buffers.get(0);
        this.runningVariance = buffers.get(1);
        this.batches = buffers.get(2);
        this.momentum = momentum;
        this.epsilon = epsilon;
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, Mode.TRAINING);
    }

    /**
     * The normalised batch.
     *
     * @throws ShapeException if x is not [N, D], or in training of fewer samples than two, which have no variance
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        requireFeatures(x);
        Tensor inverseRoot;
        Tensor normalised;
        if (mode == Mode.TRAINING) {
            int samples = x.shape().rank() == 2 ? x.shape().length(0) : 1;
            if (samples < FEWEST_SAMPLES) {
                throw new ShapeException(
                        "BatchNorm",
                        "in training expected 2 samples or more, which have a variance, got " + x.shape(),
                        x.shape());
            }
            Tensor mean = x.sum(0).dividedBy(samples);
            Tensor centred = x.minus(mean);
            Tensor squares = centred.square().sum(0);
            inverseRoot = inverseRoot(squares.dividedBy(samples));
            normalised = centred.times(inverseRoot);
            remember(mean, squares.dividedBy(samples - 1));
        } else {
            inverseRoot = inverseRoot(runningVariance.value());
            normalised = x.minus(runningMean.value()).times(inverseRoot);
        }
        memory = new Memory(mode, normalised, inverseRoot);
        return normalised.times(gamma.value()).plus(beta.value());
    }

    private void requireFeatures(Tensor x) {
        Shape features = gamma.value().shape();
        int rank = x.shape().rank();
        if (rank < 1 || rank > 2 || x.shape().length(-1) != features.length(0)) {
            throw new ShapeException(
                    gamma.name() + " (BatchNorm of " + features.length(0) + ")",
                    "expected [N, " + features.length(0) + "], got " + x.shape(),
                    x.shape());
        }
    }

    private Tensor inverseRoot(Tensor variance) {
        return variance.plus(epsilon).sqrt().reciprocal();
    }

    private void remember(Tensor mean, Tensor variance) {
        blend(runningMean, mean);
        blend(runningVariance, variance);
        batches.assign(batches.value().plus(1));
    }

    private void blend(Buffer running, Tensor present) {
        running.assign(running.value().times(1 - momentum).plus(present.times(momentum)));
    }

    @Override
    public Tensor infer(Tensor x) {
        requireFeatures(x);
        Tensor factor = inverseRoot(runningVariance.value()).times(gamma.value());
        return x.minus(runningMean.value()).times(factor).plus(beta.value());
    }

    @Override
    public Tensor backward(Tensor dout) {
        Memory last = memory;
        if (last == null) {
            throw new IllegalStateException("BatchNorm: backward before forward: call forward(x) first");
        }
        if (!dout.shape().equals(last.normalised.shape())) {
            throw new ShapeException(
                    "BatchNorm",
                    "upstream gradient: expected " + last.normalised.shape() + ", got " + dout.shape(),
                    dout.shape());
        }
        boolean isBatch = dout.shape().rank() == 2;
        Tensor weighted = dout.times(last.normalised);
        Tensor dgamma = isBatch ? weighted.sum(0) : weighted;
        Tensor dbeta = isBatch ? dout.sum(0) : dout;
        gamma.setGradient(dgamma);
        beta.setGradient(dbeta);
        Tensor factor = gamma.value().times(last.inverseRoot);
        if (last.mode == Mode.EVALUATION) {
            return dout.times(factor);
        }
        int samples = dout.shape().length(0);
        Tensor shift = dbeta.dividedBy(samples);
        Tensor tilt = last.normalised.times(dgamma.dividedBy(samples));
        return dout.minus(shift).minus(tilt).times(factor);
    }

    /** What is added to each variance. */
    public double epsilon() {
        return epsilon;
    }

    /** The part of a new batch in the running mean and variance. */
    public double momentum() {
        return momentum;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta);
    }

    @Override
    public List<Buffer> buffers() {
        return List.of(runningMean, runningVariance, batches);
    }

    /** Two: one sample has no variance. */
    @Override
    public int fewestSamples() {
        return FEWEST_SAMPLES;
    }

    @Override
    public BatchNorm copy(DType dtype) {
        return copy(new Tensors(gamma.value().backend(), dtype));
    }

    @Override
    public BatchNorm copy(Tensors tensors) {
        List<Buffer> copied =
                buffers().stream().map(buffer -> buffer.copy(tensors)).toList();
        return new BatchNorm(gamma.copy(tensors), beta.copy(tensors), copied, momentum, epsilon);
    }
}
