package gradj.nn;

import gradj.gradcheck.Diagnosis;
import gradj.gradcheck.TensorFunction;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One layer at one input, as a function of that input and of the layer's parameters, to be checked:
 *
 * <pre>{@code
 * GradientCheck.everyElement().check(LayerFunction.of(new MyLayer(), x)).assertPassed();
 * }</pre>
 *
 * Buffers are put back before each forward, so that dropout draws the same each time. The input is named x, the parameters have the names that the layer gives them.
 */
public final class LayerFunction implements TensorFunction {
    private static final String INPUT = "x";

    private final Layer layer;
    private final KeptBuffers buffers;
    private final Tensor x;
    private final Mode mode;

    private final List<String> notes;
    private final List<Diagnosis> faults;

    private LayerFunction(Layer layer, Tensor x, Mode mode, List<String> notes, List<Diagnosis> faults) {
        this.layer = layer;
        this.buffers = KeptBuffers.of(layer);
        this.x = x;
        this.mode = mode;
        this.notes = notes;
        this.faults = faults;
    }

    /** A copy of the layer in float64, and of the input. A layer of one's own is run, to see that its copy is the same. */
    public static LayerFunction of(Layer layer, Tensor x) {
        return of(layer, x, Mode.TRAINING);
    }

    /** The same of the layer in this mode. */
    public static LayerFunction of(Layer layer, Tensor x, Mode mode) {
        List<String> notes = new ArrayList<>();
        if (x.dtype() != DType.FLOAT64) {
            notes.add("the layer and its input were copied from " + x.dtype() + " to float64");
        }
        Tensor input = x.to(DType.FLOAT64).persistentCopy();
        String name = LayerCopies.nameOf(layer);
        List<Diagnosis> faults = LayerCopies.fault(name, layer, input).stream().toList();
        if (faults.isEmpty()) {
            LayerCopies.note(name, layer, input).ifPresent(notes::add);
        }
        return new LayerFunction(LayerCopies.copyOf(layer, DType.FLOAT64), input, mode, List.copyOf(notes), faults);
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        layer.parameters().forEach(parameter -> all.put(parameter.name(), parameter.value()));
        all.put(inputName(), x);
        return all;
    }

    @Override
    public Tensor forward() {
        buffers.restore();
        return layer.forward(x, mode);
    }

    @Override
    public Map<String, Tensor> backward(Tensor dout) {
        Tensor dx = layer.backward(dout);
        Map<String, Tensor> all = new LinkedHashMap<>();
        layer.parameters().forEach(parameter -> all.put(parameter.name(), parameter.gradient()));
        all.put(inputName(), dx);
        return all;
    }

    @Override
    public boolean[] branches() {
        return layer.branches();
    }

    @Override
    public Optional<TensorFunction> copy() {
        buffers.restore();
        return Optional.of(new LayerFunction(layer.copy(DType.FLOAT64), x.persistentCopy(), mode, notes, faults));
    }

    @Override
    public List<Diagnosis> faults() {
        return faults;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    /** A layer may have a parameter named x. */
    private String inputName() {
        boolean isTaken = layer.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(INPUT));
        return isTaken ? "input" : INPUT;
    }
}
