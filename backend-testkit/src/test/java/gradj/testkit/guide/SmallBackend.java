package gradj.testkit.guide;

import static gradj.spi.BinaryOp.*;

import gradj.spi.*;
import java.util.Arrays;

/** A complete backend: float64 on plain Java arrays, the required operations and nothing else. */
@SuppressWarnings("MissingOverride") // to be read on one page
public final class SmallBackend implements TensorBackend {
    private record Cells(DType dtype, int size, double... values) implements Storage {}

    private static double[] in(Storage storage) {
        return ((Cells) storage).values;
    }

    public String name() {
        return "small";
    }

    public DeviceInfo device() {
        return new DeviceInfo("CPU", 1, "");
    }

    public boolean supports(DType dtype) {
        return dtype == DType.FLOAT64;
    }

    public Storage allocate(DType dtype, int size) {
        return new Cells(dtype, size, new double[size]);
    }

    public void release(Storage storage) {} // the garbage collector frees it

    public void write(float[] source, int from, Storage target, int to, int count) {} // float32 is not supported

    public void read(Storage source, int from, float[] target, int to, int count) {}

    public void write(double[] source, int from, Storage target, int to, int count) {
        System.arraycopy(source, from, in(target), to, count);
    }

    public void read(Storage source, int from, double[] target, int to, int count) {
        System.arraycopy(in(source), from, target, to, count);
    }

    public void dot(
            boolean ta, boolean tb, int m, int n, int k, double alpha, Storage a, Storage b, double beta, Storage c) {
        for (int i = 0; i < m * n; i++) {
            double sum = 0;
            for (int p = 0; p < k; p++) {
                sum += in(a)[ta ? p * m + i / n : i / n * k + p] * in(b)[tb ? i % n * k + p : p * n + i % n];
            }
            in(c)[i] = alpha * sum + (beta == 0 ? 0 : beta * in(c)[i]); // beta = 0: C may hold NaN
        }
    }

    public void transpose(int rows, int columns, Storage x, Storage y) {
        Arrays.setAll(in(y), i -> in(x)[i % rows * columns + i / rows]);
    }

    public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
        for (int i = 0; i < outer * inner; i++) {
            int best = i / inner * n * inner + i % inner;
            double sum = 0;
            for (int p = 0, at = best; p < n; p++, at += inner) {
                sum += in(x)[at];
                best = in(x)[at] > in(x)[best] ? at : best; // the first of equals stays
            }
            in(y)[i] = reduction == Reduction.SUM ? sum : reduction == Reduction.MAX ? in(x)[best] : best / inner % n;
        }
    }

    public void unary(UnaryOp op, int size, Storage x, Storage y) {
        Arrays.setAll(in(y), i -> switch (op) {
            case NEGATE -> -in(x)[i];
            case RECIPROCAL -> 1 / in(x)[i];
            case EXP -> Math.exp(in(x)[i]);
            case LOG -> Math.log(in(x)[i]);
            case SQUARE -> in(x)[i] * in(x)[i];
            case RELU -> Math.max(in(x)[i], 0); // NaN stays NaN
            case SIGMOID -> 1 / (1 + Math.exp(-in(x)[i])); // e^1000 is infinity, 1 / infinity is 0
        });
    }

    public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
        for (int i = 0; i < y.size(); i++) {
            double l = in(a)[a.size() == y.size() ? i : i / inner % n]; // all elements, or n that are repeated
            double r = in(b)[b.size() == y.size() ? i : i / inner % n];
            in(y)[i] = op == ADD ? l + r : op == SUBTRACT ? l - r : op == MULTIPLY ? l * r : l / r;
        }
    }

    public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
        Arrays.setAll(in(y), i -> in(condition)[i] > 0 ? in(a)[i] : in(b)[b.size() == 1 ? 0 : i]);
    }
}
