package gradj.nn;

import gradj.gradcheck.Diagnosis;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the copy of a layer is the same layer, with parameters and a memory of its own, and whether the layer's two ways
 * forward and two ways back agree. The gradient check judges copies: of one that forgets something it would judge another
 * net.
 */
final class LayerCopies {
    /** Parts of the largest number: the same arithmetic on the same numbers gives less. */
    private static final double SAME = 1e-9;

    private static final double SAME_IN_FLOAT32 = 1e-4;

    private LayerCopies() {}

    /** Whether the layer is one of gradj's own, of which the tests know that they copy themselves. */
    static boolean isKnown(Layer layer) {
        if (layer instanceof Sequential sequence) {
            return sequence.layers().stream().allMatch(LayerCopies::isKnown);
        }
        return layer instanceof Affine
                || layer instanceof Relu
                || layer instanceof Sigmoid
                || layer instanceof Dropout
                || layer instanceof BatchNorm
                || layer instanceof Flatten;
    }

    /** An anonymous class has no simple name: the end of its full one, such as {@code MyTest$1}. */
    static String nameOf(Layer layer) {
        if (layer instanceof Activation) {
            return layer.toString();
        }
        Class<?> type = layer.getClass();
        String full = type.getName();
        return type.getSimpleName().isEmpty() ? full.substring(full.lastIndexOf('.') + 1) : type.getSimpleName();
    }

    /** A layer's copy, which an interface cannot keep from being null. */
    static Layer copyOf(Layer layer, DType dtype) {
        @Nullable Layer copy = layer.copy(dtype);
        if (copy == null) {
            throw new IllegalStateException(nameOf(layer) + ": copy(" + dtype
                    + ") gives null: make a new layer with the same" + " fields and copies of the parameters");
        }
        return copy;
    }

    /**
     * What is wrong with the copies of this layer at this input. Runs the layer and copies made for this only, forward and
     * backward; the layer's parameters keep the gradients that they have.
     *
     * @param name for the message
     * @param x float64
     */
    static Optional<Diagnosis> fault(String name, Layer layer, Tensor x) {
        if (isKnown(layer)) {
            return Optional.empty();
        }
        List<Runnable> restoring =
                layer.parameters().stream().map(Parameter::keepGradient).toList();
        KeptBuffers buffers = KeptBuffers.of(layer);
        try (TensorScope scope = TensorScope.open()) {
            Layer copy = copyOf(layer, DType.FLOAT64);
            return otherParameters(layer, copy)
                    .or(() -> otherOutput(layer, x))
                    .or(() -> otherGradient(layer, x))
                    .or(() -> sharedMemory(copy, copyOf(copy, DType.FLOAT64), x, "returns this,"))
                    .or(() -> sharedMemory(copy, copyOf(layer, DType.FLOAT64), x, "gives one layer again and again,"))
                    .map(text -> new Diagnosis(Pattern.COPY_DIFFERS, 0, name + ": " + text))
                    .or(() -> otherWay(copy, x)
                            .map(text -> new Diagnosis(Pattern.TWO_WAYS_DIFFER, 0, name + ": " + text)));
        } finally {
            restoring.forEach(Runnable::run);
            buffers.restore();
        }
    }

    /** What a reader must know: a layer may have reasons to predict otherwise than it learns, as with a mean of batches. */
    static Optional<String> note(String name, Layer layer, Tensor x) {
        if (isKnown(layer)) {
            return Optional.empty();
        }
        try (TensorScope scope = TensorScope.open()) {
            Layer copy = copyOf(layer, DType.FLOAT64);
            double[] evaluated = copy.forward(x, Mode.EVALUATION).toDoubleArray();
            double[] predicting = copyOf(layer, DType.FLOAT64).infer(x).toDoubleArray();
            return isSame(evaluated, predicting, SAME)
                    ? Optional.empty()
                    : Optional.of(name + ": infer(x) gives another output than forward(x, EVALUATION): predict and"
                            + " accuracy are of another function than the one that learns, and that was checked");
        } catch (UnsupportedOperationException noInfer) {
            return Optional.empty();
        }
    }

    private static Optional<String> otherParameters(Layer layer, Layer copy) {
        List<Parameter> own = layer.parameters();
        List<Parameter> copied = copy.parameters();
        if (own.size() != copied.size()) {
            return Optional.of("copy() has " + copied.size() + " parameters, the layer has " + own.size());
        }
        for (int i = 0; i < own.size(); i++) {
            Parameter mine = own.get(i);
            Parameter theirs = copied.get(i);
            if (mine == theirs || mine.value().storage() == theirs.value().storage()) {
                return Optional.of((layer == copy ? "copy() returns this, and so" : "copy()") + " shares " + mine.name()
                        + " with the layer: make a new layer with " + mine.name() + ".copy(dtype)");
            }
            if (theirs.value().dtype() != DType.FLOAT64) {
                return Optional.of("copy(float64) gives " + mine.name() + " in "
                        + theirs.value().dtype() + ": give " + mine.name() + ".copy(dtype)");
            }
            boolean isSame = mine.name().equals(theirs.name())
                    && mine.value().shape().equals(theirs.value().shape())
                    && Arrays.equals(
                            mine.value().toDoubleArray(), theirs.value().toDoubleArray());
            if (!isSame) {
                return Optional.of("copy() has " + theirs + " of other content or name than the layer's " + mine
                        + ": give " + mine.name() + ".copy(dtype)");
            }
        }
        return Optional.empty();
    }

    /** Both in the layer's own dtype: then rounding is the same, too. */
    private static Optional<String> otherOutput(Layer layer, Tensor x) {
        DType dtype = dtypeOf(layer, x);
        Tensor input = x.to(dtype);
        double[] mine = layer.forward(input).toDoubleArray();
        if (!isSame(mine, layer.forward(input).toDoubleArray(), 0)) {
            return Optional.empty(); // random: that is told elsewhere
        }
        double[] theirs = copyOf(layer, dtype).forward(input).toDoubleArray();
        return isSame(mine, theirs, same(dtype))
                ? Optional.empty()
                : Optional.of("copy() gives another layer: for the same input its output is another one; does it forget"
                        + " a field, or draw something anew?");
    }

    /** A field of which only backward makes use. */
    private static Optional<String> otherGradient(Layer layer, Tensor x) {
        DType dtype = dtypeOf(layer, x);
        Tensor input = x.to(dtype);
        List<double[]> mine = gradients(layer, input);
        List<double[]> again = gradients(layer, input);
        List<double[]> theirs = gradients(copyOf(layer, dtype), input);
        for (int i = 0; i < mine.size(); i++) {
            boolean isSteady = isSame(mine.get(i), again.get(i), 0); // else that is told elsewhere
            if (isSteady && !isSame(mine.get(i), theirs.get(i), same(dtype))) {
                String of = i == 0 ? "its input" : layer.parameters().get(i - 1).name();
                return Optional.of("copy() gives another layer: for the same input and dout its gradient of " + of
                        + " is another one; does it forget a field that backward needs, or does the layer keep"
                        + " something of an earlier forward?");
            }
        }
        return Optional.empty();
    }

    /** The gradients of x and of each parameter for an upstream gradient of different numbers. */
    private static List<double[]> gradients(Layer layer, Tensor x) {
        List<double[]> all = new ArrayList<>();
        all.add(layer.backward(upstream(layer.forward(x))).toDoubleArray());
        layer.parameters().forEach(parameter -> all.add(parameter.gradient().toDoubleArray()));
        return all;
    }

    /** A copy's forward between a layer's forward and backward must not be noticed. */
    private static Optional<String> sharedMemory(Layer copy, Layer other, Tensor x, String isSameObject) {
        return isNoticed(copy, other::forward, x)
                ? Optional.of("copy() " + (other == copy ? isSameObject + " which" : "shares what it")
                        + " remembers of the last forward: two threads would change it at once; make a new layer")
                : Optional.empty();
    }

    /** What a layer may do in two ways, for all layers behind the first one and for the first, must be the same. */
    private static Optional<String> otherWay(Layer copy, Tensor x) {
        try {
            if (isNoticed(copy, copy::infer, x)) {
                return Optional.of("infer() changes what the last forward remembered: a predict between a loss and its"
                        + " backward spoils the gradient; remember nothing in infer");
            }
        } catch (UnsupportedOperationException noInfer) {
            // then a net predicts by forward, and refuses the backward
        }
        List<double[]> both = gradients(copy, x);
        List<double[]> again = gradients(copy, x);
        copy.backwardToParameters(upstream(copy.forward(x)));
        for (int i = 1; i < both.size(); i++) {
            Parameter parameter = copy.parameters().get(i - 1);
            boolean isSteady = isSame(both.get(i), again.get(i), 0); // else that is told elsewhere
            if (isSteady && !isSame(both.get(i), parameter.gradient().toDoubleArray(), SAME)) {
                return Optional.of("backwardToParameters(dout) gives another gradient of " + parameter.name()
                        + " than backward(dout): a net's first layer learns by it");
            }
        }
        return Optional.empty();
    }

    /** Whether a layer's backward, or its branches, are others where this runs on other numbers just before. */
    private static boolean isNoticed(Layer layer, Consumer<Tensor> between, Tensor x) {
        Tensor dout = upstream(layer.forward(x));
        double[] alone = layer.backward(dout).toDoubleArray();
        layer.forward(x);
        if (!isSame(alone, layer.backward(dout).toDoubleArray(), SAME)) {
            return false; // random: that is told elsewhere
        }
        layer.forward(x);
        boolean[] branches = layer.branches();
        between.accept(turned(x));
        return !Arrays.equals(branches, layer.branches())
                || !isSame(alone, layer.backward(dout).toDoubleArray(), SAME);
    }

    private static Tensor turned(Tensor x) {
        double[] turned = x.toDoubleArray();
        for (int i = 0, j = turned.length - 1; i < j; i++, j--) {
            double first = turned[i];
            turned[i] = turned[j];
            turned[j] = first;
        }
        return new Tensors(x.backend(), x.dtype()).of(x.shape(), turned);
    }

    private static Tensor upstream(Tensor like) {
        double[] values = new double[like.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + (i % 7) / 8.0;
        }
        return new Tensors(like.backend(), like.dtype()).of(like.shape(), values);
    }

    private static DType dtypeOf(Layer layer, Tensor x) {
        return layer.parameters().stream()
                .map(parameter -> parameter.value().dtype())
                .findFirst()
                .orElse(x.dtype());
    }

    private static double same(DType dtype) {
        return dtype == DType.FLOAT64 ? SAME : SAME_IN_FLOAT32;
    }

    private static boolean isSame(double[] a, double[] b, double part) {
        if (a.length != b.length) {
            return false;
        }
        double largest = Arrays.stream(a).map(Math::abs).max().orElse(0);
        for (int i = 0; i < a.length; i++) {
            if (Double.compare(a[i], b[i]) != 0 && !(Math.abs(a[i] - b[i]) <= part * largest)) {
                return false;
            }
        }
        return true;
    }
}
