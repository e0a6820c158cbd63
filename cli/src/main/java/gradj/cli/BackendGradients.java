package gradj.cli;

import gradj.backend.BackendReport;
import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.LabeledImages;
import gradj.gradcheck.ElementReport;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The analytic gradient of every backend that is available, in each dtype it has, beside one numerical gradient in
 * float64.
 */
final class BackendGradients {
    /** Roundings that a gradient may show whatever its size, and those for each root of a number of terms. */
    private static final double ROUNDINGS = 64;

    private static final double ROUNDINGS_OF_A_SUM = 4;

    /**
     * One backend's gradient in one dtype.
     *
     * @param difference the largest |analytic - numeric| relative to the largest element of its parameter
     * @param bound what rounding in this dtype explains of it: u (64 + 4 sqrt(n)) for sums of n terms, whose rounding
     *     errors are of either sign; and the error of the central difference itself
     */
    record Agreement(String backend, DType dtype, double difference, double bound) {
        boolean passed() {
            return difference <= bound; // false for NaN
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-10s %-8s %-20.1e %-10.1e %s",
                    backend,
                    dtype,
                    difference,
                    bound,
                    passed() ? "ok" : "WRONG");
        }

        Json json() {
            return new Json()
                    .put("backend", backend)
                    .put("dtype", dtype.toString())
                    .put("largestDifference", difference)
                    .put("bound", bound)
                    .put("passed", passed());
        }
    }

    static final String HEADINGS =
            String.format(Locale.ROOT, "%-10s %-8s %-20s %-10s", "backend", "dtype", "largest |a-n|/|a|max", "bound");

    private BackendGradients() {}

    /** Compares all backends; the net that {@code nets} makes has the same weights on each. */
    static List<Agreement> compare(GradientReport numeric, LabeledImages images, Function<Tensors, Network> nets) {
        List<Agreement> agreements = new ArrayList<>();
        for (BackendReport report : Backends.report()) {
            for (DType dtype : report.dtypes()) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensors tensors =
                            new Tensors(Backends.get(report.candidate().name()), dtype);
                    Network net = nets.apply(tensors);
                    Dataset batch = Dataset.of(images, tensors);
                    agreements.add(compare(numeric, tensors, net, net.gradient(batch.x(), batch.t())));
                }
            }
        }
        return agreements;
    }

    private static Agreement compare(
            GradientReport numeric, Tensors tensors, Network net, Map<String, Tensor> gradients) {
        double largestDifference = 0;
        double bound = 0;
        for (ParameterReport parameter : numeric.parameters()) {
            Tensor gradient = gradients.get(parameter.name());
            if (gradient == null || gradient.size() == 0) {
                continue;
            }
            double[] analytic = gradient.toDoubleArray();
            double largest = Arrays.stream(analytic).map(Math::abs).max().orElse(0);
            for (ElementReport element : parameter.elements()) {
                if (element.verdict() != ElementReport.Verdict.KINK && largest > 0) {
                    double difference = Math.abs(analytic[element.position()] - element.numeric()) / largest;
                    largestDifference = Math.max(largestDifference, difference);
                }
            }
            bound = Math.max(bound, parameter.tolerance() / Math.max(largest, Double.MIN_NORMAL));
        }
        double roundings = ROUNDINGS + ROUNDINGS_OF_A_SUM * Math.sqrt(terms(net));
        double u = tensors.dtype().unitRoundoff();
        return new Agreement(tensors.backend().name(), tensors.dtype(), largestDifference, bound + roundings * u);
    }

    /** The terms of the longest sum: the inputs of the widest layer. */
    private static int terms(Network net) {
        int terms = 1;
        for (Parameter parameter : net.parameters()) {
            if (parameter.value().shape().rank() > 0) {
                terms = Math.max(terms, parameter.value().shape().length(0));
            }
        }
        return terms;
    }
}
