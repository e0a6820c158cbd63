package gradj.gradcheck;

import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function of tensors made scalar, L = sum(y r): r is what backpropagation would bring from above. */
record Projection(TensorFunction function, Tensor upstream, String note) implements Differentiable {
    /** The function with an upstream gradient of random signs and of sizes from 0.5 to 1.5, none near 0. */
    static Projection of(TensorFunction function, long seed) {
        if (!function.faults().isEmpty()) { // then nothing is evaluated, and forward might fail
            Tensor any = function.parameters().values().stream().findFirst().orElseGet(function::forward);
            return new Projection(function, any, "");
        }
        Tensor y = function.forward();
        String note = y.dtype() == DType.FLOAT64
                ? ""
                : "the output is " + y.dtype() + " although the inputs are float64: it is rounded inside";
        SeededRandom random = new SeededRandom(seed);
        double[] r = new double[y.size()];
        for (int i = 0; i < r.length; i++) {
            double size = 0.5 + random.nextDouble();
            r[i] = random.nextInt(2) == 0 ? size : -size;
        }
        return new Projection(
                function, new Tensors(y.backend(), y.dtype()).of(y.shape(), r).persistentCopy(), note);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return function.parameters();
    }

    @Override
    public double value() {
        return function.forward().times(upstream).sum().item();
    }

    @Override
    public Map<String, Tensor> gradient() {
        return gradient(upstream);
    }

    /** The analytic gradient for another upstream gradient. */
    Map<String, Tensor> gradient(Tensor dout) {
        function.forward();
        return function.backward(dout);
    }

    @Override
    public double magnitude() {
        double sum = 0;
        for (double term : function.forward().times(upstream).toDoubleArray()) {
            sum += Math.abs(term);
        }
        return Math.max(sum, function.magnitude());
    }

    @Override
    public boolean[] branches() {
        return function.branches();
    }

    @Override
    public Optional<Differentiable> copy() {
        return function.copy().map(copy -> new Projection(copy, upstream, note));
    }

    @Override
    public List<Diagnosis> faults() {
        return function.faults();
    }

    @Override
    public List<String> notes() {
        List<String> all = new ArrayList<>(function.notes());
        if (!note.isEmpty()) {
            all.add(note);
        }
        return List.copyOf(all);
    }
}
