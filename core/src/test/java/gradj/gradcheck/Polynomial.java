package gradj.gradcheck;

import gradj.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A function of named tensors, with a gradient of the test's choice. */
final class Polynomial implements Differentiable {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Supplier<Tensor>> gradients = new LinkedHashMap<>();
    private final Supplier<Double> value;

    Polynomial(Supplier<Double> value) {
        this.value = value;
    }

    Polynomial with(String name, Tensor parameter, Supplier<Tensor> gradient) {
        parameters.put(name, parameter);
        gradients.put(name, gradient);
        return this;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return parameters;
    }

    @Override
    public double value() {
        return value.get();
    }

    @Override
    public Map<String, Tensor> gradient() {
        Map<String, Tensor> result = new LinkedHashMap<>();
        gradients.forEach((name, gradient) -> result.put(name, gradient.get()));
        return result;
    }
}
