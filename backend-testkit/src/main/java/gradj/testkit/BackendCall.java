package gradj.testkit;

import gradj.backend.ReferenceBackend;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.Arrays;

/**
 * One call across the seam with its numbers: an operation of {@link TensorBackend} on operands of certain sizes.
 *
 * @param name operation and sizes, as messages give them
 * @param inputs the content of each input
 * @param outputs what each output holds before: NaN, unless the operation adds to it
 * @param body the call
 * @param bound how far each element of each output may be off
 */
record BackendCall(String name, double[][] inputs, double[][] outputs, Body body, Bound bound) {
    /** Calls a backend; x are the inputs, y the outputs. */
    @FunctionalInterface
    interface Body {
        void on(TensorBackend backend, Storage[] x, Storage[] y);
    }

    /** The bounds of each output's elements, given what the call should give and the dtype's unit roundoff. */
    @FunctionalInterface
    interface Bound {
        double[][] of(BackendCall call, double[][] expected, double u);
    }

    /** What the definition gives: the reference backend's answer in float64. */
    double[][] expected() {
        return Outcome.of(new Subject(new ReferenceBackend(), DType.FLOAT64), this)
                .outputs();
    }

    /** Whether the operation reads what an output held before. */
    boolean accumulates() {
        return Arrays.stream(outputs).flatMapToDouble(Arrays::stream).anyMatch(value -> !Double.isNaN(value));
    }

    /** The same call, whose every element must be met exactly. */
    BackendCall exactly() {
        return new BackendCall(name, inputs, outputs, body, exact());
    }

    /** The same call on other numbers. */
    BackendCall withInputs(double[]... other) {
        return new BackendCall(name, other, outputs, body, bound);
    }

    /** The same call with outputs that hold something else before. */
    BackendCall withOutputs(double[]... other) {
        return new BackendCall(name, inputs, other, body, bound);
    }

    /** The same numbers; nothing is rounded. */
    static Bound exact() {
        return ulps(0);
    }

    /** So many units in the last place, each counted as 2 u |y|, and as the smallest number where y is subnormal. */
    static Bound ulps(double count) {
        return (call, expected, u) -> {
            double smallest = u == DType.FLOAT32.unitRoundoff() ? Float.MIN_VALUE : Double.MIN_VALUE;
            return map(expected, y -> count == 0 ? 0 : count * Math.max(2 * u * Math.abs(y), smallest));
        };
    }

    /** gamma_terms times the same call on absolute values, which {@code magnitude} makes of them. */
    static Bound gamma(int terms, Body magnitude) {
        return (call, expected, u) -> {
            double factor = ErrorBound.gamma(terms, u) + ErrorBound.gamma(terms, 0x1p-53);
            BackendCall absolute = new BackendCall(
                    call.name, map(call.inputs, Math::abs), map(call.outputs, Math::abs), magnitude, call.bound);
            return map(absolute.expected(), sum -> factor * Math.abs(sum));
        };
    }

    private static double[][] map(double[][] values, java.util.function.DoubleUnaryOperator f) {
        return Arrays.stream(values)
                .map(row -> Arrays.stream(row).map(f).toArray())
                .toArray(double[][]::new);
    }

    /** Operation and sizes, as in {@code dot 2x3x4 with B transposed}. */
    @Override
    public String toString() {
        return name;
    }
}
