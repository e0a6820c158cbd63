package gradj.onnx;

import static gradj.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.GraphProto;
import gradj.backend.Backends;
import gradj.nn.Activation;
import gradj.nn.Affine;
import gradj.nn.BatchNorm;
import gradj.nn.Buffer;
import gradj.nn.Dropout;
import gradj.nn.Flatten;
import gradj.nn.Layer;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.Sequential;
import gradj.nn.Sigmoid;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes of a net, layer by layer on the way from its input to its output. */
final class NetNodes {
    private static final Set<Class<? extends Layer>> KNOWN =
            Set.of(Affine.class, BatchNorm.class, Dropout.class, Flatten.class, Relu.class, Sigmoid.class);

    private final Network net;
    private final DType dtype;
    private final OnnxGraph graph;
    private final OperationNodes operations;
    private final String input;
    private final String output;

    /** A parameter is one constant, whatever its layers call it; in the net's order. */
    private final Map<Parameter, String> parameters = new LinkedHashMap<>();

    private final IdentityHashMap<Tensor, String> buffers = new IdentityHashMap<>();

    NetNodes(Network net, String input, String output) {
        this.net = net;
        this.dtype = dtypeOf(net);
        this.graph = new OnnxGraph(dtype);
        this.operations = new OperationNodes(graph, dtype);
        this.input = input;
        this.output = output;
        for (Parameter parameter : net.parameters()) {
            parameters.put(parameter, graph.newName(parameter.name()));
        }
        for (Buffer buffer : net.buffers()) {
            buffers.put(buffer.value(), graph.newName(buffer.name()));
        }
        graph.claim(input, "input");
        graph.claim(output, "output");
        parameters.forEach((parameter, name) -> graph.constant(name, parameter.value()));
    }

    /** Of a net without parameters float32. */
    private static DType dtypeOf(Network net) {
        DType dtype = null;
        for (Parameter parameter : net.parameters()) {
            DType own = parameter.value().dtype();
            if (dtype != null && own != dtype) {
                throw new IllegalArgumentException(parameter.name() + " is " + own + ", a parameter before it " + dtype
                        + ": a net computes in one dtype, take its copy(dtype)");
            }
            dtype = own;
        }
        return dtype == null ? DType.FLOAT32 : dtype;
    }

    /** The whole graph, of samples of this shape or of the one that the layers tell. */
    GraphProto graph(@Nullable Shape sample, boolean isPrediction) {
        requireKnown(net.layer(), "");
        Value x = new Value(input, sample != null ? sample : sampleOf(net.layer()));
        Value scores = layer(net.layer(), "", x);
        Value last = isPrediction ? prediction(net.loss(), scores) : scores;
        return graph.build(x, last, output);
    }

    private static void requireKnown(Layer layer, String path) {
        if (layer instanceof Sequential sequence) {
            for (int i = 0; i < sequence.layers().size(); i++) {
                requireKnown(sequence.layers().get(i), pathOf(sequence, i, path));
            }
        } else if (layer instanceof Activation activation) {
            OperationNodes.requireKnown(activation.operation(), path);
        } else if (!KNOWN.contains(layer.getClass())) {
            throw new IllegalArgumentException(
                    at(path) + "a " + layer.getClass().getName()
                            + " says in Java what it computes, and cannot be exported: build the net of gradj's own layers, or export"
                            + " what stands before it and behind it as two nets");
        }
    }

    /** By the first layer that takes samples of one shape only. */
    private static Shape sampleOf(Layer net) {
        Optional<Shape> told = firstShape(net);
        return told.orElseThrow(() -> new IllegalArgumentException(
                "the net does not tell how large its samples are: say it, as in withSample(28, 28) for x [N, 28, 28]"));
    }

    private static Optional<Shape> firstShape(Layer layer) {
        if (layer instanceof Affine affine) {
            return Optional.of(
                    Shape.of(affine.parameters().get(0).value().shape().length(0)));
        } else if (layer instanceof BatchNorm norm) {
            return Optional.of(norm.parameters().get(0).value().shape());
        } else if (layer instanceof Sequential sequence) {
            for (Layer part : sequence.layers()) {
                Optional<Shape> first = firstShape(part);
                if (first.isPresent() || changesShape(part)) {
                    return first;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean changesShape(Layer layer) {
        return layer instanceof Sequential sequence
                ? sequence.layers().stream().anyMatch(NetNodes::changesShape)
                : layer instanceof Activation activation && OperationNodes.changesShape(activation.operation());
    }

    private static String pathOf(Sequential sequence, int i, String path) {
        String own = sequence.names().get(i).isEmpty()
                ? Integer.toString(i)
                : sequence.names().get(i);
        return path.isEmpty() ? own : path + "." + own;
    }

    /** For messages. */
    static String at(String path) {
        return path.isEmpty() ? "" : "layer " + path + ": ";
    }

    private Value layer(Layer layer, String path, Value x) {
        if (layer instanceof Sequential sequence) {
            Value y = x;
            for (int i = 0; i < sequence.layers().size(); i++) {
                y = layer(sequence.layers().get(i), pathOf(sequence, i, path), y);
            }
            return y;
        } else if (layer instanceof Affine affine) {
            return affine(affine, path, x);
        } else if (layer instanceof BatchNorm norm) {
            return batchNorm(norm, path, x);
        } else if (layer instanceof Flatten) {
            requireRow(x, path, "a Flatten");
            return flat(path, x);
        } else if (layer instanceof Activation activation) {
            return operations.of(activation.operation(), path, x);
        } else if (layer instanceof Relu) {
            return x.named(graph.node("Relu", List.of(), path, x.name()));
        } else if (layer instanceof Sigmoid) {
            return x.named(graph.node("Sigmoid", List.of(), path, x.name()));
        } else if (layer instanceof Dropout dropout && !dropout.isInverted()) {
            return times(1 - dropout.share(), path, x);
        }
        return x; // inverted dropout, which does nothing once the net has learned
    }

    /** What the book's dropout is once the net has learned. */
    private Value times(double factor, String path, Value x) {
        String name = graph.newName(path + ".passed");
        graph.constant(name, new Tensors(Backends.get("java"), dtype).scalar(factor));
        return x.named(graph.node("Mul", List.of(), path, x.name(), name));
    }

    private Value affine(Affine layer, String path, Value x) {
        Parameter w = layer.parameters().get(0);
        Parameter b = layer.parameters().get(1);
        requireRow(x, path, "an Affine");
        int in = w.value().shape().length(0);
        int out = w.value().shape().length(1);
        if (x.sample().size() != in) {
            throw new IllegalArgumentException(at(path) + nameOf(w) + " takes samples of " + in + " numbers, but gets "
                    + x.sample() + ": give the shape that the net takes, with withSample");
        }
        Value rows = flat(path + ".rows", x);
        String y = graph.node("Gemm", List.of(), path, rows.name(), nameOf(w), nameOf(b));
        return new Value(y, Shape.of(out));
    }

    /** Refuses [N], which gradj takes for one sample of N numbers. */
    static void requireRow(Value x, String path, String what) {
        if (x.sample().rank() == 0) {
            throw new IllegalArgumentException(
                    at(path) + what + " takes [N, ...], but gets [N]: let the operation in front of it keep its axis");
        }
    }

    /** Rows [N, D]. Not Reshape: of no samples, [0, -1] is refused. */
    private Value flat(String path, Value x) {
        return x.sample().rank() == 1
                ? x
                : new Value(
                        graph.node("Flatten", List.of(attribute("axis", 1)), path, x.name()),
                        Shape.of(x.sample().size()));
    }

    private Value batchNorm(BatchNorm layer, String path, Value x) {
        Parameter gamma = layer.parameters().get(0);
        Parameter beta = layer.parameters().get(1);
        Tensor mean = layer.buffers().get(0).value();
        Tensor variance = layer.buffers().get(1).value();
        if (!x.sample().equals(gamma.value().shape())) {
            throw new IllegalArgumentException(
                    at(path) + "a BatchNorm takes samples " + gamma.value().shape() + ", but gets " + x.sample()
                            + ": give the shape that the net takes, with withSample");
        }
        // A node's number is a float. What epsilon has beyond that goes to the variances, so that a float64 net keeps
        // its bits.
        float epsilon = (float) layer.epsilon();
        if (epsilon > layer.epsilon()) {
            epsilon = Math.nextDown(epsilon);
        }
        double rest = dtype == DType.FLOAT64 ? layer.epsilon() - epsilon : 0;
        // ONNX Runtime computes x s + (beta - mean s), which costs digits where the mean is large beside the deviation
        // (a ten
        // thousandth of the scores in one of 200 random nets): the mean is subtracted before, and the node's own mean
        // is 0.
        String centred = graph.node("Sub", List.of(), path + ".centred", x.name(), constant(mean, mean));
        String zero = graph.newName(path + ".zero");
        graph.constant(zero, new Tensors(mean.backend(), dtype).zeros(mean.shape()));
        String y = graph.node(
                "BatchNormalization",
                List.of(attribute("epsilon", epsilon)),
                path,
                centred,
                nameOf(gamma),
                nameOf(beta),
                zero,
                constant(variance, rest == 0 ? variance : variance.plus(rest)));
        return x.named(y);
    }

    private Value prediction(Loss loss, Value scores) {
        if (loss instanceof SoftmaxWithLoss) {
            requireRow(scores, "", "a SoftmaxWithLoss");
            return scores.named(graph.node("Softmax", List.of(attribute("axis", -1)), "softmax", scores.name()));
        } else if (loss instanceof SigmoidWithLoss) {
            return scores.named(graph.node("Sigmoid", List.of(), "sigmoid", scores.name()));
        }
        return scores; // of a regression the numbers themselves
    }

    private String nameOf(Parameter parameter) {
        return Objects.requireNonNull(parameters.get(parameter));
    }

    private String constant(Tensor key, Tensor value) {
        String name = Objects.requireNonNull(buffers.get(key));
        graph.constant(name, value);
        return name;
    }
}
