package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradj.backend.ReferenceBackend;
import gradj.nn.Affine;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a net does with the backend: its whole gradient, and tensors that end with their scope. */
final class NetRules {
    private NetRules() {}

    /** A small net, and the book's on a small batch. */
    static void gradientAgreesWithTheReference(Subject subject) {
        gradientAgreesWithTheReference(subject, 4, 6, 5, 3);
        gradientAgreesWithTheReference(subject, 20, 784, 50, 10);
    }

    private static void gradientAgreesWithTheReference(Subject subject, int batch, int in, int hidden, int out) {
        Tensors tensors = subject.tensors();
        TwoLayerNet net = new TwoLayerNet(tensors, in, hidden, out, 0.1, 7);
        Tensor x = tensors.gaussian(Shape.of(batch, in), 1, new SeededRandom(8));
        int[] classNumbers = new int[batch];
        Arrays.setAll(classNumbers, i -> i * 7 % out);
        Tensor t = tensors.oneHot(out, classNumbers);
        TensorBackend reference = new ReferenceBackend();
        Map<String, Tensor> expected = onReference(reference, net).gradient(exact(reference, x), exact(reference, t));
        Map<String, Tensor> actual = net.gradient(x, t);
        assertEquals(List.of("W1", "b1", "W2", "b2"), List.copyOf(actual.keySet()));
        expected.forEach((name, gradient) -> {
            double[] values = gradient.toDoubleArray();
            double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
            double roundings = 64 + 4 * Math.sqrt(in * (double) hidden);
            Close.assertClose(
                    values,
                    roundings * subject.u() * Math.max(0.01, largest),
                    Objects.requireNonNull(actual.get(name), name).toDoubleArray(),
                    subject + ": gradient of " + name + " of the net " + in + "-" + hidden + "-" + out + ", batch "
                            + batch + ", against the reference backend's");
        });
    }

    /** The same layers, with the same weights in float64. */
    private static Network onReference(TensorBackend reference, Network net) {
        List<Parameter> p = net.parameters().stream()
                .map(parameter -> new Parameter(parameter.name(), exact(reference, parameter.value())))
                .toList();
        return new Network(List.of(new Affine(p.get(0), p.get(1)), new Relu(), new Affine(p.get(2), p.get(3))));
    }

    private static Tensor exact(TensorBackend reference, Tensor tensor) {
        return tensor.to(reference).to(DType.FLOAT64);
    }

    /** Steps as training takes them: what is kept lives on while the memory of the rest is used again. */
    static void scopesEndTheirTensors(Subject subject) {
        Tensors tensors = subject.tensors();
        Tensor x = tensors.of(Shape.of(2, 2), 1, 2, 3, 4);
        @Nullable Tensor kept = null;
        for (int step = 1; step <= 50; step++) {
            @Nullable Tensor previous = kept;
            Tensor dropped;
            try (TensorScope scope = TensorScope.open()) {
                dropped = x.dot(x).plus(step);
                kept = scope.keep(dropped.times(2));
            }
            String what = subject + ": step " + step;
            assertThrows(IllegalStateException.class, dropped::toDoubleArray, what + ": a tensor of a closed scope");
            Close.assertSame(
                    new double[] {14 + 2 * step, 20 + 2 * step, 30 + 2 * step, 44 + 2 * step},
                    kept.toDoubleArray(),
                    what + ": a kept tensor");
            if (previous != null) {
                int before = 2 * (step - 1);
                Close.assertSame(
                        new double[] {14 + before, 20 + before, 30 + before, 44 + before},
                        previous.toDoubleArray(),
                        what + ": the tensor kept by the step before");
            }
        }
        Close.assertSame(new double[] {1, 2, 3, 4}, x.toDoubleArray(), subject + ": the tensor made before all scopes");
    }
}
