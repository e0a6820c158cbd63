package gradj.cli;

import gradj.backend.BackendReport;
import gradj.backend.Backends;
import gradj.data.Batch;
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
     * One backend's gradient in one dtype, told by the element that comes nearest to its bound, or goes furthest beyond.
     *
     * @param parameter the parameter that this element belongs to
     * @param difference its |analytic - numeric| relative to the largest numeric element of its parameter; infinite where
     *     the backend gives no gradient of the parameter's shape
     * @param bound what rounding in this dtype explains of it: u (64 + 4 sqrt(n)) for sums of n terms, whose rounding
     *     errors are of either sign; and the error of the central difference itself
     */
    record Agreement(String backend, DType dtype, String parameter, double difference, double bound) {
        boolean passed() {
            return difference <= bound; // false for NaN
        }

        /** More than 1 is wrong. */
        private double quotient() {
            return difference == 0 ? 0 : difference / bound;
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-10s %-8s %-20.1e %-10.1e %s",
                    backend,
                    dtype,
                    difference,
                    bound,
                    passed() ? "ok" : "WRONG at " + parameter);
        }

        Json json() {
            return new Json()
                    .put("backend", backend)
                    .put("dtype", dtype.toString())
                    .put("parameter", parameter)
                    .put("largestDifference", difference)
                    .put("bound", bound)
                    .put("passed", passed());
        }
    }

    static final String HEADINGS =
            String.format(Locale.ROOT, "%-10s %-8s %-20s %-10s", "backend", "dtype", "largest |a-n|/|n|max", "bound");

    private BackendGradients() {}

    /** Compares all backends; the net that {@code nets} makes has the same weights on each, the batch the same samples. */
    static List<Agreement> compare(
            GradientReport numeric, Function<Tensors, Batch> batches, Function<Tensors, Network> nets) {
        List<Agreement> agreements = new ArrayList<>();
        Backends.askAll();
        for (BackendReport report : Backends.report()) {
            for (DType dtype : report.dtypes()) {
                try (TensorScope scope = TensorScope.open()) {
                    Tensors tensors =
                            new Tensors(Backends.get(report.candidate().name()), dtype);
                    Network net = nets.apply(tensors);
                    Batch batch = batches.apply(tensors);
                    agreements.add(compare(numeric, tensors, net, net.gradient(batch.x(), batch.t())));
                }
            }
        }
        return agreements;
    }

    private static Agreement compare(
            GradientReport numeric, Tensors tensors, Network net, Map<String, Tensor> gradients) {
        double roundings = ROUNDINGS + ROUNDINGS_OF_A_SUM * Math.sqrt(terms(net));
        double rounding = roundings * tensors.dtype().unitRoundoff();
        String backend = tensors.backend().name();
        Agreement worst = new Agreement(backend, tensors.dtype(), "", 0, rounding);
        for (ParameterReport parameter : numeric.parameters()) {
            Tensor gradient = gradients.get(parameter.name());
            if (gradient == null || !gradient.shape().equals(parameter.shape())) {
                return new Agreement(backend, tensors.dtype(), parameter.name(), Double.POSITIVE_INFINITY, rounding);
            }
            double[] analytic = gradient.toDoubleArray();
            List<ElementReport> compared = parameter.elements().stream()
                    .filter(e ->
                            e.verdict() == ElementReport.Verdict.RIGHT || e.verdict() == ElementReport.Verdict.WRONG)
                    .toList();
            double largest = compared.stream()
                    .mapToDouble(e -> Math.abs(e.numeric()))
                    .max()
                    .orElse(0);
            double scale = largest > 0 ? largest : 1; // where all is 0, the differences as they are
            for (ElementReport e : compared) {
                double difference = Math.abs(analytic[e.position()] - e.numeric()) / scale;
                double bound = (e.tolerance() + rounding * largest) / scale;
                Agreement own = new Agreement(backend, tensors.dtype(), parameter.name(), difference, bound);
                // Double.compare: NaN is the largest of all.
                worst = Double.compare(own.quotient(), worst.quotient()) > 0 ? own : worst;
            }
        }
        return worst;
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
