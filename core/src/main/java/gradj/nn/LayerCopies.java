package gradj.nn;

import gradj.gradcheck.Diagnosis;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether the copy of a layer is the same layer, with parameters and a memory of its own. The gradient check judges
 * copies: of one that forgets something it would judge another net.
 */
final class LayerCopies {
    /** Parts of the largest number: the same arithmetic on the same numbers gives less. */
    private static final double SAME = 1e-9;

    private static final double SAME_IN_FLOAT32 = 1e-4;

    private LayerCopies() {}

    /** Whether the layer is one of gradj's own, of which the tests know that they copy themselves. */
    static boolean isKnown(Layer layer) {
        return layer instanceof Affine || layer instanceof Relu || layer instanceof Sigmoid;
    }

    /** An anonymous class has no simple name: the end of its full one, such as {@code MyTest$1}. */
    static String nameOf(Layer layer) {
        Class<?> type = layer.getClass();
        String full = type.getName();
        return type.getSimpleName().isEmpty() ? full.substring(full.lastIndexOf('.') + 1) : type.getSimpleName();
    }

    /**
     * What is wrong with the copy of this layer at this input; runs the layer forward.
     *
     * @param name for the message
     * @param copy the layer's copy in float64
     * @param x float64
     */
    static Optional<Diagnosis> fault(String name, Layer layer, Layer copy, Tensor x) {
        if (isKnown(layer)) {
            return Optional.empty();
        }
        try (TensorScope scope = TensorScope.open()) {
            return otherParameters(layer, copy)
                    .or(() -> otherOutput(layer, x))
                    .or(() -> sharedMemory(copy, x))
                    .map(text -> new Diagnosis(Pattern.COPY_DIFFERS, 0, name + ": " + text));
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
                return Optional.of("copy(float64) gives a " + mine.name() + " of "
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
        DType dtype = layer.parameters().stream()
                .map(parameter -> parameter.value().dtype())
                .findFirst()
                .orElse(x.dtype());
        Tensor input = x.to(dtype);
        double[] mine = layer.forward(input).toDoubleArray();
        if (!isSame(mine, layer.forward(input).toDoubleArray(), 0)) {
            return Optional.empty(); // random: that is told elsewhere
        }
        double[] theirs = layer.copy(dtype).forward(input).toDoubleArray();
        return isSame(mine, theirs, dtype == DType.FLOAT64 ? SAME : SAME_IN_FLOAT32)
                ? Optional.empty()
                : Optional.of("copy() gives another layer: for the same input its output is another one; does it forget"
                        + " a field, or draw something anew?");
    }

    /** A copy's forward between a layer's forward and backward must not be noticed. */
    private static Optional<String> sharedMemory(Layer copy, Tensor x) {
        Layer other = copy.copy(DType.FLOAT64);
        Tensor dout = ones(copy.forward(x));
        double[] alone = copy.backward(dout).toDoubleArray();
        double[] turned = x.toDoubleArray();
        for (int i = 0, j = turned.length - 1; i < j; i++, j--) {
            double first = turned[i];
            turned[i] = turned[j];
            turned[j] = first;
        }
        copy.forward(x);
        boolean[] branches = copy.branches();
        other.forward(new Tensors(x.backend(), DType.FLOAT64).of(x.shape(), turned));
        boolean isShared = !Arrays.equals(branches, copy.branches())
                || !isSame(alone, copy.backward(dout).toDoubleArray(), SAME);
        return isShared
                ? Optional.of("copy() " + (other == copy ? "returns this, which" : "shares what it")
                        + " remembers of the last forward: two threads would change it at once; make a new layer")
                : Optional.empty();
    }

    private static Tensor ones(Tensor like) {
        return new Tensors(like.backend(), like.dtype()).full(like.shape(), 1);
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
