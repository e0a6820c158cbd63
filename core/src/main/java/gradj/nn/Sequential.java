package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Layers one behind the other, as one layer: the output of each is the input of the next. It may stand in another one.
 *
 * <p>Parameters and buffers have the path to their layer before their own name: {@code 0.W} is that of the first layer,
 * {@code encoder.2.b} that of the third layer of the part named encoder. A parameter that several layers share has the first
 * of its paths, and its gradient is the sum over them.
 */
public final class Sequential implements Layer {
    private static final boolean[] NONE = {};

    private final List<String> names;
    private final List<Layer> layers;

    /** The same layers as they are run: an affine and its ReLU as one. */
    private final Layer[] chain;

    private final List<Parameter> parameters;
    private final List<Buffer> buffers;

    /** Those that several of these layers share. */
    private final List<Parameter> shared;

    /** With empty names the parameters keep their own. */
    private Sequential(List<String> names, List<Layer> layers) {
        this.names = List.copyOf(names);
        this.layers = List.copyOf(layers);
        requireOncePlace(this.layers);
        this.chain = AffineRelu.chain(this.layers).toArray(Layer[]::new);
        Set<Parameter> all = new LinkedHashSet<>();
        Set<Parameter> again = new LinkedHashSet<>();
        List<Buffer> kept = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String path = names.get(i).isEmpty() ? "" : names.get(i) + ".";
            for (Parameter parameter : layers.get(i).parameters()) {
                if (!all.add(parameter.named(path + parameter.name()))) {
                    again.add(parameter);
                }
            }
            layers.get(i).buffers().forEach(buffer -> kept.add(buffer.named(path + buffer.name())));
        }
        this.parameters = List.copyOf(all);
        this.buffers = List.copyOf(kept);
        this.shared = List.copyOf(again);
        requireDistinctNames();
    }

    /**
     * These layers, the one next to the input first; their names are 0, 1, 2, ...
     *
     * @throws IllegalArgumentException if a layer stands at two places (it remembers one forward only)
     */
    public static Sequential of(List<Layer> layers) {
        return new Sequential(
                IntStream.range(0, layers.size()).mapToObj(Integer::toString).toList(), layers);
    }

    /** These layers, the one next to the input first; their names are 0, 1, 2, ... */
    public static Sequential of(Layer... layers) {
        return of(List.of(layers));
    }

    /**
     * Layers with names of your own, in the order of the map: use a {@link java.util.LinkedHashMap}.
     *
     * @throws IllegalArgumentException if a name is empty or holds a dot, or a layer stands at two places
     */
    public static Sequential named(Map<String, Layer> layers) {
        layers.keySet().forEach(name -> {
            if (name.isBlank() || name.contains(".")) {
                throw new IllegalArgumentException(
                        "a layer's name is \"" + name + "\": expected one or more characters, no dot");
            }
        });
        return new Sequential(List.copyOf(layers.keySet()), List.copyOf(layers.values()));
    }

    /**
     * Layers whose parameters keep the names that they have, as the book's W1 and b1.
     *
     * @throws IllegalArgumentException if a layer stands at two places, or two parameters have the same name
     */
    public static Sequential withoutPaths(List<Layer> layers) {
        return new Sequential(Collections.nCopies(layers.size(), ""), layers);
    }

    private static void requireOncePlace(List<Layer> layers) {
        Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Layer layer : layers) {
            if (!seen.add(layer)) {
                throw new IllegalArgumentException(
                        "a " + layer.getClass().getSimpleName() + " stands at two places of the net: make two of them");
            }
        }
    }

    private void requireDistinctNames() {
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : parameters) {
            requireNew(seen, parameter.name(), "parameters");
        }
        for (Buffer buffer : buffers) {
            requireNew(seen, buffer.name(), "parameters or buffers");
        }
    }

    private static void requireNew(Set<String> seen, String name, String what) {
        if (!seen.add(name)) {
            throw new IllegalArgumentException("two " + what + " are named " + name + ": give each a name of its own");
        }
    }

    /** The layers, the one next to the input first. */
    public List<Layer> layers() {
        return layers;
    }

    /** The layers' names in the paths of their parameters; each empty where parameters keep the names that they have. */
    public List<String> names() {
        return names;
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, Mode.TRAINING);
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Tensor y = x;
        for (Layer layer : chain) {
            y = layer.forward(y, mode);
        }
        return y;
    }

    @Override
    public Tensor infer(Tensor x) {
        Tensor y = x;
        for (Layer layer : chain) {
            y = layer.infer(y);
        }
        return y;
    }

    @Override
    public Tensor backward(Tensor dout) {
        boolean[] begun = beginSums();
        try {
            Tensor dy = backwardToFirst(dout);
            return chain.length == 0 ? dy : chain[0].backward(dy);
        } finally {
            endSums(begun);
        }
    }

    @Override
    public void backwardToParameters(Tensor dout) {
        boolean[] begun = beginSums();
        try {
            Tensor dy = backwardToFirst(dout);
            if (chain.length > 0) {
                chain[0].backwardToParameters(dy);
            }
        } finally {
            endSums(begun);
        }
    }

    private Tensor backwardToFirst(Tensor dout) {
        Tensor dy = dout;
        for (int i = chain.length - 1; i > 0; i--) {
            dy = chain[i].backward(dy);
        }
        return dy;
    }

    /** Lets the gradients of shared parameters add up; those of which an outer chain did so already stay with that. */
    private boolean[] beginSums() {
        if (shared.isEmpty()) { // nothing is allocated in a step of a usual net
            return NONE;
        }
        boolean[] begun = new boolean[shared.size()];
        for (int i = 0; i < begun.length; i++) {
            begun[i] = shared.get(i).beginSum();
        }
        return begun;
    }

    private void endSums(boolean[] begun) {
        for (int i = 0; i < begun.length; i++) {
            if (begun[i]) {
                shared.get(i).endSum();
            }
        }
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public List<Buffer> buffers() {
        return buffers;
    }

    @Override
    public int fewestSamples() {
        return layers.stream().mapToInt(Layer::fewestSamples).max().orElse(1);
    }

    /** Those of all layers, in their order. */
    @Override
    public boolean[] branches() {
        boolean[][] each = layers.stream().map(Layer::branches).toArray(boolean[][]::new);
        int count = 0;
        for (boolean[] some : each) {
            count += some.length;
        }
        boolean[] all = new boolean[count];
        int at = 0;
        for (boolean[] some : each) {
            System.arraycopy(some, 0, all, at, some.length);
            at += some.length;
        }
        return all;
    }

    @Override
    public Sequential copy(DType dtype) {
        return copyEach(layer -> LayerCopies.copyOf(layer, dtype));
    }

    @Override
    public Sequential copy(Tensors tensors) {
        return copyEach(layer -> layer.copy(tensors));
    }

    private Sequential copyEach(UnaryOperator<Layer> copyOf) {
        return SharedCopies.together(
                () -> new Sequential(names, layers.stream().map(copyOf).toList()));
    }
}
