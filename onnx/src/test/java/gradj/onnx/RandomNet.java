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
import java.util.Arrays;
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
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> List.of(affine());
            case 3 ->
                sample.rank() == 1 ? List.of(affine(), new BatchNorm(tensors, sample.size(), 0.3, 1e-3)) : some(depth);
            case 4 -> sample.rank() == 1 ? List.of(new BatchNorm(tensors, sample.size())) : some(depth);
            case 5 -> List.of(new Relu());
            case 6 -> List.of(new Sigmoid());
            case 7 -> {
                long seed = random.nextLong();
                yield List.of(seed > 0 ? new Dropout(tensors, 0.4, seed) : Dropout.ofTheBook(tensors, 0.3, seed));
            }
            case 8 -> {
                sample = Shape.of(sample.size());
                yield List.of(new Flatten());
            }
            case 9 -> List.of(Activation.of(ANYWHERE.get(random.nextInt(ANYWHERE.size()))));
            case 10 -> depth > 0 ? List.of(chain(depth - 1)) : aboveZero();
            default -> random.nextBoolean() ? aboveZero() : shaping();
        };
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
        Shape before = sample;
        int last = before.length(-1);
        return switch (random.nextInt(5)) {
            case 0 -> shaping(before.with(-1, 1), () -> new Sum(-1, true));
            case 1 -> shaping(before.with(0, 1), () -> new Mean(1, true));
            case 2 ->
                before.rank() == 1
                        ? List.of()
                        : shaping(Shape.of(Arrays.copyOfRange(before.toArray(), 1, before.rank())), () -> new Max(1));
            case 3 -> {
                int from = random.nextInt(last);
                yield shaping(before.with(-1, last - from), () -> new Slice(-1, from, last));
            }
            default ->
                before.rank() == 1
                        ? List.of()
                        : shaping(before.with(0, last).with(-1, before.length(0)), () -> new Transpose(1, -1));
        };
    }

    private List<Layer> shaping(Shape after, Supplier<? extends UnaryOperation> operations) {
        sample = after;
        return List.of(Activation.of(operations));
    }
}
