package gradj.optim;

import gradj.nn.Parameter;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimizer that sees clipped gradients, as in {@code GradientClipping.byNorm(1, new Adam(0.001))}. The parameters keep
 * their own gradients. NaN stays NaN, and infinity clipped by norm is NaN: nothing that went wrong is hidden.
 */
public final class GradientClipping implements Optimizer {
    /** What PyTorch adds to the norm, lest it divide by 0. */
    private static final double EPSILON = 1e-6;

    private final boolean isByNorm;
    private final double limit;
    private final Optimizer optimizer;

    /** The clipped gradients, by the tensor of the value: memory that is used again. */
    private final IdentityHashMap<Tensor, Tensor> clipped = new IdentityHashMap<>();

    /** The sums of their squares. */
    private final IdentityHashMap<Tensor, Tensor> sums = new IdentityHashMap<>();

    private final float[] oneFloat = new float[1];
    private final double[] oneDouble = new double[1];
    private Tensor[] own = {};

    private GradientClipping(boolean isByNorm, double limit, Optimizer optimizer) {
        this.isByNorm = isByNorm;
        this.limit = limit;
        this.optimizer = optimizer;
    }

    /**
     * Each element of a gradient above {@code limit} is taken for the limit, each below -limit for -limit.
     *
     * @throws IllegalArgumentException if the limit is not a finite number above 0
     */
    public static GradientClipping byValue(double limit, Optimizer optimizer) {
        return new GradientClipping(false, Settings.above0("clipping by value", limit), optimizer);
    }

    /**
     * Where the norm of all gradients, taken for one long vector, is above {@code limit}, they are multiplied by limit /
     * (norm + 1e-6), as PyTorch does it: the direction stays. Pascanu et al. 2013.
     *
     * @throws IllegalArgumentException if the limit is not a finite number above 0
     */
    public static GradientClipping byNorm(double limit, Optimizer optimizer) {
        return new GradientClipping(true, Settings.above0("clipping by norm", limit), optimizer);
    }

    @Override
    public void step(List<Parameter> parameters) {
        if (own.length != parameters.size()) {
            own = new Tensor[parameters.size()];
        }
        for (int i = 0; i < own.length; i++) {
            own[i] = parameters.get(i).gradient();
            parameters.get(i).requireChange(own[i]);
        }
        double factor = isByNorm ? limit / (norm(parameters) + EPSILON) : 0;
        if (factor >= 1) {
            optimizer.step(parameters);
            return;
        }
        try {
            for (int i = 0; i < own.length; i++) {
                parameters.get(i).setGradient(clip(parameters.get(i), own[i], factor));
            }
            optimizer.step(parameters);
        } finally {
            for (int i = 0; i < own.length; i++) {
                parameters.get(i).setGradient(own[i]);
            }
        }
    }

    private Tensor clip(Parameter parameter, Tensor gradient, double factor) {
        Tensor result = memory(clipped, parameter, gradient);
        TensorBackend backend = gradient.backend();
        if (isByNorm) {
            backend.axpby(gradient.size(), factor, gradient.storage(), 0, result.storage());
        } else {
            backend.clamp(gradient.size(), -limit, limit, gradient.storage(), result.storage());
        }
        return result;
    }

    /** The root of the sum of all squares. */
    private double norm(List<Parameter> parameters) {
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            sum += sumOfSquares(parameters.get(i), own[i]);
        }
        return sum < Double.POSITIVE_INFINITY ? Math.sqrt(sum) : normOfHugeNumbers();
    }

    private double sumOfSquares(Parameter parameter, Tensor gradient) {
        Tensor squares = memory(clipped, parameter, gradient);
        Tensor sum = memory(sums, parameter, gradient);
        TensorBackend backend = gradient.backend();
        backend.unary(UnaryOp.SQUARE, gradient.size(), gradient.storage(), squares.storage());
        backend.reduce(Reduction.SUM, 1, gradient.size(), 1, squares.storage(), sum.storage());
        if (sum.dtype() == DType.FLOAT32) {
            backend.read(sum.storage(), 0, oneFloat, 0, 1);
            return oneFloat[0];
        }
        backend.read(sum.storage(), 0, oneDouble, 0, 1);
        return oneDouble[0];
    }

    private Tensor memory(IdentityHashMap<Tensor, Tensor> of, Parameter parameter, Tensor gradient) {
        Tensor memory = of.get(parameter.value());
        if (memory == null) {
            memory = Slot.fullLike(gradient, of == sums ? Shape.of() : gradient.shape(), 0);
            of.put(parameter.value(), memory);
        }
        return memory;
    }

    /** Of gradients whose squares are too large for the dtype, or that hold NaN or infinity. */
    private double normOfHugeNumbers() {
        double largest = 0;
        for (Tensor gradient : own) {
            for (double element : gradient.toDoubleArray()) {
                largest = Math.max(largest, Math.abs(element));
            }
        }
        double sum = 0;
        for (Tensor gradient : own) {
            for (double element : gradient.toDoubleArray()) {
                sum += (element / largest) * (element / largest);
            }
        }
        return largest < Double.POSITIVE_INFINITY ? largest * Math.sqrt(sum) : largest;
    }

    @Override
    public double learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void setLearningRate(double learningRate) {
        optimizer.setLearningRate(learningRate);
    }

    @Override
    public Map<String, Tensor> state(List<Parameter> parameters) {
        return optimizer.state(parameters);
    }

    @Override
    public void restore(List<Parameter> parameters, Map<String, Tensor> state) {
        optimizer.restore(parameters, state);
    }
}
