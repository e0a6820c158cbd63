package gradj.io;

import gradj.nn.Affine;
import gradj.nn.BatchNorm;
import gradj.nn.Buffer;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Sequential;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a net as PyTorch's {@code state_dict}, in a safetensors file: read where PyTorch saved them, and
 * written so that PyTorch loads them.
 *
 * <p>PyTorch's {@code Linear} has {@code weight} [out, in], the transpose of W, and {@code bias}; {@code BatchNorm1d} has
 * {@code weight}, {@code bias}, {@code running_mean}, {@code running_var} and {@code num_batches_tracked}. Which of its modules
 * is which layer is said by a map from the layers' paths to the modules' names, such as {@code Map.of("0", "fc1", "2", "fc2")};
 * a layer that the map leaves out has its own path as the name, as in an {@code nn.Sequential} of the same layers. Of a
 * parameter that several layers share each has its name in the file; when it is read, one of them is enough.
 */
public final class StateDict {
    private StateDict() {}

    /** A tensor of the net beside PyTorch's name of it. */
    private record Entry(String torchName, Tensor target, boolean isTransposed, boolean isCounter) {
        Shape storedShape() {
            return isTransposed
                    ? Shape.of(target.shape().length(1), target.shape().length(0))
                    : target.shape();
        }
    }

    /**
     * Gives a net the parameters and running figures that PyTorch saved with {@code safetensors.torch.save_file}; all of
     * them, or none.
     *
     * @param modules the name of PyTorch's module for the path of each layer that has another
     * @throws FileException if the file cannot be read, or its names and shapes are not those of the net; the message has
     *     every difference, and nothing has been changed
     * @throws IllegalArgumentException if the map names a path where the net has no layer with parameters, or the net has a
     *     layer with parameters that PyTorch does not know
     */
    public static void load(Path file, Network net, Map<String, String> modules) {
        Map<String, Entry> entries = entries(net, modules);
        try (Safetensors open = Safetensors.open(file)) {
            List<String> differences = differences(open, entries);
            if (!differences.isEmpty()) {
                throw new FileException(
                        file, "does not fit the net: " + String.join("; ", differences) + ": nothing was loaded");
            }
            IdentityHashMap<Tensor, Tensor> contents = contents(open, entries);
            contents.forEach((target, content) -> assign(net, target, content));
        }
    }

    /** One of the names of a parameter that several layers share is enough. */
    private static List<String> differences(Safetensors open, Map<String, Entry> entries) {
        List<String> differences = new ArrayList<>();
        Set<Tensor> given = Collections.newSetFromMap(new IdentityHashMap<>());
        entries.forEach((name, entry) -> {
            if (open.contains(name)) {
                given.add(entry.target);
            }
        });
        entries.forEach((name, entry) -> {
            if (!given.contains(entry.target)) {
                differences.add(name + " " + entry.storedShape() + " is missing");
            } else if (open.contains(name) && !open.shape(name).equals(entry.storedShape())) {
                differences.add(name + " is "
                        + SafetensorsHeader.shortened(open.shape(name).toString()) + ", expected "
                        + entry.storedShape());
            }
        });
        open.names().stream()
                .filter(name -> !entries.containsKey(name))
                .forEach(name -> differences.add("the net has no " + SafetensorsHeader.shortened(name)));
        return differences;
    }

    /** What the file has, by the tensors of the net. */
    private static IdentityHashMap<Tensor, Tensor> contents(Safetensors open, Map<String, Entry> entries) {
        IdentityHashMap<Tensor, Tensor> contents = new IdentityHashMap<>();
        entries.forEach((name, entry) -> {
            if (open.contains(name)) {
                Tensor stored = open.tensor(name, new Tensors(entry.target.backend(), entry.target.dtype()));
                Tensor content = entry.isTransposed ? stored.transpose() : stored;
                Tensor before = contents.put(entry.target, content);
                if (before != null && !Arrays.equals(before.toDoubleArray(), content.toDoubleArray())) {
                    throw new FileException(
                            open.file(),
                            "does not fit the net, which has one parameter where the file has several that differ, the"
                                    + " last " + SafetensorsHeader.shortened(name) + ": nothing was loaded");
                }
            }
        });
        return contents;
    }

    private static void assign(Network net, Tensor target, Tensor content) {
        for (Parameter parameter : net.parameters()) {
            if (parameter.value() == target) {
                parameter.assign(content);
            }
        }
        for (Buffer buffer : net.buffers()) {
            if (buffer.value() == target) {
                buffer.assign(content);
            }
        }
    }

    /**
     * Writes the parameters and running figures so that PyTorch's {@code load_state_dict(safetensors.torch.load_file(...))}
     * takes them.
     *
     * @param modules the name of PyTorch's module for the path of each layer that has another
     * @throws FileException if it cannot be written; what stood under that name before is then still there
     * @throws IllegalArgumentException as {@link #load}
     */
    public static void save(Network net, Path file, Map<String, String> modules) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        entries(net, modules).forEach((name, entry) -> {
            if (entry.isCounter) {
                writer.add(name, entry.target, StoredDType.I64);
            } else {
                writer.add(name, entry.isTransposed ? entry.target.transpose() : entry.target);
            }
        });
        writer.write(file);
    }

    private static Map<String, Entry> entries(Network net, Map<String, String> modules) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Set<String> unused = new LinkedHashSet<>(modules.keySet());
        collect(net.layer(), "", modules, unused, entries);
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("the net has no layer with parameters at " + String.join(", ", unused)
                    + ": name the paths of its own");
        }
        return entries;
    }

    private static void collect(
            Layer layer, String path, Map<String, String> modules, Set<String> unused, Map<String, Entry> entries) {
        String module = modules.getOrDefault(path, path);
        String prefix = module.isEmpty() ? "" : module + ".";
        if (layer instanceof Sequential sequence) {
            for (int i = 0; i < sequence.layers().size(); i++) {
                String name = sequence.names().get(i).isEmpty()
                        ? Integer.toString(i)
                        : sequence.names().get(i);
                collect(sequence.layers().get(i), path.isEmpty() ? name : path + "." + name, modules, unused, entries);
            }
        } else if (layer instanceof Affine) {
            unused.remove(path);
            put(entries, prefix + "weight", layer.parameters().get(0).value(), true);
            put(entries, prefix + "bias", layer.parameters().get(1).value(), false);
        } else if (layer instanceof BatchNorm) {
            unused.remove(path);
            put(entries, prefix + "weight", layer.parameters().get(0).value(), false);
            put(entries, prefix + "bias", layer.parameters().get(1).value(), false);
            put(entries, prefix + "running_mean", layer.buffers().get(0).value(), false);
            put(entries, prefix + "running_var", layer.buffers().get(1).value(), false);
            put(
                    entries,
                    new Entry(
                            prefix + "num_batches_tracked",
                            layer.buffers().get(2).value(),
                            false,
                            true));
        } else if (!layer.parameters().isEmpty()) {
            throw new IllegalArgumentException(
                    "layer " + path + " (" + layer.getClass().getName()
                            + ") has parameters that PyTorch does not know: save the net with NetworkFile");
        }
    }

    private static void put(Map<String, Entry> entries, String name, Tensor target, boolean isTransposed) {
        put(entries, new Entry(name, target, isTransposed, false));
    }

    private static void put(Map<String, Entry> entries, Entry entry) {
        if (entries.put(entry.torchName, entry) != null) {
            throw new IllegalArgumentException(
                    "two layers would be PyTorch's " + entry.torchName + ": give each a module of its own");
        }
    }
}
