package gradj.onnx;

import gradj.nn.Activation;
import gradj.nn.Affine;
import gradj.nn.BatchNorm;
import gradj.nn.Dropout;
import gradj.nn.Flatten;
import gradj.nn.Layer;
import gradj.nn.Loss;
import gradj.nn.Mode;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.RegressionLoss;
import gradj.nn.Relu;
import gradj.nn.Sequential;
import gradj.nn.Sigmoid;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.op.Abs;
import gradj.op.Exp;
import gradj.op.LeakyRelu;
import gradj.op.Log;
import gradj.op.LogSoftmax;
import gradj.op.Max;
import gradj.op.Mean;
import gradj.op.Negate;
import gradj.op.Reciprocal;
import gradj.op.Slice;
import gradj.op.Softmax;
import gradj.op.Sqrt;
import gradj.op.Square;
import gradj.op.Sum;
import gradj.op.Tanh;
import gradj.op.Transpose;
import gradj.op.UnaryOperation;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** A net of layers of every kind, in an order that a seed draws. */
final class RandomNet {
    private static final int[] WIDTHS = {1, 2, 3, 5, 8, 13, 32};

    /** For any numbers; the others come with what brings numbers into their range. */
    private static final List<Supplier<? extends UnaryOperation>> ANYWHERE = List.of(
            Abs::new,
            LeakyRelu::new,
            () -> new LeakyRelu(0.3),
            () -> new LeakyRelu(-0.5),
            LogSoftmax::new,
            Negate::new,
            gradj.op.Relu::new,
            gradj.op.Sigmoid::new,
            Softmax::new,
            Tanh::new);

    private static final List<Supplier<? extends UnaryOperation>> ABOVE_ZERO =
            List.of(Log::new, Reciprocal::new, Sqrt::new, Square::new);

    private final Random random;
    private final SeededRandom gaussian;
    private final Tensors tensors;
    private final List<Affine> square = new ArrayList<>();
    private Shape sample;

    private RandomNet(Tensors tensors, long seed) {
        this.random = new Random(seed);
        this.gaussian = new SeededRandom(seed);
        this.tensors = tensors;
        this.sample = random.nextInt(4) == 0 ? Shape.of(width(), width(), 1 + random.nextInt(3)) : Shape.of(width());
    }

    /** A net, and the shape of its samples. */
    record Drawn(Network net, Shape sample) {
        /** So many random samples. */
        Tensor x(Tensors tensors, int samples, long seed) {
            int[] lengths = new int[1 + sample.rank()];
            lengths[0] = samples;
            System.arraycopy(sample.toArray(), 0, lengths, 1, sample.rank());
            return tensors.gaussian(Shape.of(lengths), 1, new SeededRandom(seed));
        }
    }

    static Drawn of(Tensors tensors, long seed) {
        RandomNet drawn = new RandomNet(tensors, seed);
        Shape sample = drawn.sample;
        Layer layer = drawn.chain(2);
        if (layer.parameters().isEmpty()) { // nothing would say of what dtype it is
            layer = Sequential.of(layer, drawn.affine());
        }
        Loss loss = List.of(new SoftmaxWithLoss(), new SigmoidWithLoss(), RegressionLoss.huber(1))
                .get(drawn.random.nextInt(3));
        Drawn result = new Drawn(new Network(layer, loss), sample);
        for (int step = 0; step < 3; step++) { // the running figures of batch normalisation
            layer.forward(result.x(tensors, 6, seed + step), Mode.TRAINING);
        }
        for (Parameter parameter : result.net.parameters()) {
            parameter.addScaled(0.3, tensors.gaussian(parameter.value().shape(), 1, drawn.gaussian));
        }
        return result;
    }

    private int width() {
        return WIDTHS[random.nextInt(WIDTHS.length)];
    }

    private Layer chain(int depth) {
        boolean isNamed = random.nextBoolean();
        Map<String, Layer> layers = new LinkedHashMap<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            for (Layer layer : some(depth)) {
                layers.put("part " + layers.size() + "/" + random.nextInt(9), layer);
            }
        }
        return isNamed ? Sequential.named(layers) : Sequential.of(List.copyOf(layers.values()));
    }

    private List<Layer> some(int depth) {
        switch (random.nextInt(12)) {
            case 0, 1, 2:
                return List.of(affine());
            case 3:
                return sample.rank() == 1
                        ? List.of(affine(), new BatchNorm(tensors, sample.size(), 0.3, 1e-3))
                        : some(depth);
            case 4:
                return sample.rank() == 1 ? List.of(new BatchNorm(tensors, sample.size())) : some(depth);
            case 5:
                return List.of(new Relu());
            case 6:
                return List.of(new Sigmoid());
            case 7:
                return List.of(new Dropout(tensors, 0.4, random.nextLong()));
            case 8:
                sample = Shape.of(sample.size());
                return List.of(new Flatten());
            case 9:
                return List.of(Activation.of(ANYWHERE.get(random.nextInt(ANYWHERE.size()))));
            case 10:
                return depth > 0 ? List.of(chain(depth - 1)) : aboveZero();
            default:
                return random.nextBoolean() ? aboveZero() : shaping();
        }
    }

    /** Half of the square ones share the weights of one before. */
    private Layer affine() {
        int in = sample.size();
        if (!square.isEmpty() && random.nextBoolean()) {
            Parameter weights = square.get(0).parameters().get(0);
            if (weights.value().shape().equals(Shape.of(in, in))) {
                sample = Shape.of(in);
                return new Affine(weights, bias(in));
            }
        }
        int out = random.nextInt(3) == 0 ? in : width();
        Tensor w = tensors.gaussian(Shape.of(in, out), Math.sqrt(1.0 / in), gaussian);
        Affine layer = new Affine(new Parameter("W", w), bias(out));
        if (in == out) {
            square.add(0, layer);
        }
        sample = Shape.of(out);
        return layer;
    }

    private Parameter bias(int out) {
        return new Parameter("b", tensors.gaussian(Shape.of(out), 0.1, gaussian));
    }

    /**
     * Numbers from 1/e to e first. Not the sigmoid's: ONNX Runtime's is right to 1e-7 of 1, not of itself, which a logarithm, a
     * root or a quotient of small ones enlarges.
     */
    private List<Layer> aboveZero() {
        return List.of(
                Activation.of(Tanh::new),
                Activation.of(Exp::new),
                Activation.of(ABOVE_ZERO.get(random.nextInt(ABOVE_ZERO.size()))));
    }

    private List<Layer> shaping() {
        int last = sample.length(-1);
        switch (random.nextInt(5)) {
            case 0:
                sample = sample.with(-1, 1);
                return List.of(Activation.of(() -> new Sum(-1, true)));
            case 1:
                sample = sample.with(0, 1);
                return List.of(Activation.of(() -> new Mean(1, true)));
            case 2:
                if (sample.rank() == 1) {
                    return List.of();
                }
                sample = Shape.of(sample.length(1), sample.length(2));
                return List.of(Activation.of(() -> new Max(1)));
            case 3:
                int from = random.nextInt(last);
                sample = sample.with(-1, last - from);
                return List.of(Activation.of(() -> new Slice(-1, from, last)));
            default:
                if (sample.rank() < 2) {
                    return List.of();
                }
                sample = sample.with(0, sample.length(-1)).with(-1, sample.length(0));
                return List.of(Activation.of(() -> new Transpose(1, -1)));
        }
    }
}
