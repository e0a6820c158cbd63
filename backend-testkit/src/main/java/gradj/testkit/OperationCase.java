package gradj.testkit;

import gradj.op.Operation;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.function.Supplier;

/**
 * One operation on inputs of certain shapes and ranges: what it must give, how exactly, and how its gradient is checked.
 *
 * @param operation makes the operation
 * @param inputs shape and content of each input
 * @param definition the mathematics, on plain numbers
 * @param bound how far the result may be off
 * @param differentiable how many of the inputs, the first ones, have a gradient; 0 at kinks and poles
 * @param thirdDerivative the largest |f'''| on the inputs' range: a central difference is off by h^2 f''' / 6
 * @param seed of inputs and upstream gradient
 */
record OperationCase(
        Supplier<Operation> operation,
        List<Input> inputs,
        Definition definition,
        ErrorBound bound,
        int differentiable,
        double thirdDerivative,
        long seed) {
    /** h of the central differences. */
    public static final double GRADIENT_STEP = 1e-4;

    /** Shape and content of an input. */
    public record Input(Shape shape, Fill fill) {}

    /** y = f(inputs), on plain numbers in double. */
    @FunctionalInterface
    public interface Definition {
        Flat of(Flat... inputs);
    }

    /** The inputs as plain numbers, the same at each call. */
    public Flat[] flats() {
        SeededRandom random = new SeededRandom(seed);
        return inputs.stream()
                .map(input -> new Flat(input.shape(), input.fill().draw(input.shape(), random)))
                .toArray(Flat[]::new);
    }

    /** The inputs as tensors. */
    public Tensor[] tensors(Tensors tensors) {
        Flat[] flats = flats();
        Tensor[] result = new Tensor[flats.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = tensors.of(flats[i].shape(), flats[i].values());
        }
        return result;
    }

    /** A random upstream gradient of the output's shape. */
    public Flat upstream(Shape output) {
        return new Flat(output, Fill.between(-1, 1).draw(output, new SeededRandom(seed + 1)));
    }

    /** The operation's name. */
    public String name() {
        return operation.get().name();
    }

    /** Operation, shapes and seed, as in {@code Dot [2, 3] [3, 4] seed 7}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name());
        inputs.forEach(input -> text.append(' ').append(input.shape()));
        return text.append(" seed ").append(seed).toString();
    }
}
