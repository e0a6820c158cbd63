package gradj.io;

import gradj.backend.Backends;
import gradj.nn.Layer;
import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A net as one file in the safetensors format: its parameters and buffers by their names, and in the file's metadata what
 * layers and loss it is made of. {@code docs/file-format.md} describes it.
 *
 * <pre>{@code
 * NetworkFile.save(net, Path.of("digits.safetensors"));
 *
 * Network net = NetworkFile.load(Path.of("digits.safetensors"));
 * Tensor probabilities = net.prediction(image);
 * }</pre>
 *
 * <p>Files are written whole or not at all, and read with distrust: whatever is wrong gives a {@link FileException} of one
 * line.
 */
public final class NetworkFile {
    /** The version of what stands in the metadata. */
    static final long VERSION = 1;

    static final String VERSION_KEY = "gradj.version";
    static final String NETWORK_KEY = "gradj.network";

    /** Characters of a message about what stands in the metadata. */
    private static final int LONGEST = 500;

    private NetworkFile() {}

    // -------------------------------------------------------------------------------------------------------- save

    /**
     * Saves a net. Of a layer, an activation or a loss of your own only the class's name is saved: such a net is read by
     * {@link #loadParameters}.
     *
     * @throws IllegalArgumentException if two parameters or buffers have the same name, or chains of layers are nested more
     *     than 60 deep
     * @throws FileException if it cannot be written; what stood under that name before is then still there
     */
    public static void save(Network net, Path file) {
        save(net, file, Map.of());
    }

    /**
     * Saves a net, and what should be known of it, such as its data and its seed.
     *
     * @param provenance keys and values of your own, written in the map's order; keys that begin with {@code gradj.} are
     *     taken
     * @throws IllegalArgumentException if a key is taken, two parameters or buffers have the same name, or chains of layers
     *     are nested more than 60 deep
     * @throws FileException if it cannot be written; what stood under that name before is then still there
     */
    public static void save(Network net, Path file, Map<String, String> provenance) {
        String description = Json.write(describe(net));
        requireReadable(description);
        SafetensorsWriter writer = new SafetensorsWriter()
                .metadata(VERSION_KEY, Long.toString(VERSION))
                .metadata(NETWORK_KEY, description);
        provenance.forEach((key, value) -> {
            if (key.startsWith("gradj.")) {
                throw new IllegalArgumentException("provenance: the key \"" + key + "\" is gradj's: choose another");
            }
            writer.metadata(key, value);
        });
        tensors(net).forEach(writer::add);
        writer.write(file);
    }

    /** A file that nobody can load would be told too late. */
    private static void requireReadable(String description) {
        try {
            Json.parse(description);
        } catch (JsonException e) {
            throw new IllegalArgumentException(
                    "the net cannot be saved, its chains of layers are " + e.getMessage(), e);
        }
    }

    static Map<String, Object> describe(Network net) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("layer", layers(net));
        description.put("loss", LossFormat.describe(net.loss()));
        return description;
    }

    private static Map<String, Object> layers(Network net) {
        Map<Parameter, String> stored = new HashMap<>();
        net.parameters().forEach(parameter -> stored.put(parameter, parameter.name()));
        return LayerFormat.describe(net.layer(), "", stored);
    }

    /** The layers that a net is made of and their settings, in JSON as in its file: the same text for the same layers. */
    public static String describeLayers(Network net) {
        return Json.write(layers(net));
    }

    /** The net's loss and its settings, in the same way. */
    public static String describeLoss(Network net) {
        return Json.write(LossFormat.describe(net.loss()));
    }

    /**
     * The live tensors of parameters and buffers by their names: what a file of the net holds.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static Map<String, Tensor> tensors(Network net) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        net.parameters().forEach(parameter -> put(tensors, parameter.name(), parameter.value()));
        net.buffers().forEach(buffer -> put(tensors, buffer.name(), buffer.value()));
        return tensors;
    }

    private static void put(Map<String, Tensor> tensors, String name, Tensor tensor) {
        if (tensors.put(name, tensor) != null) {
            throw new IllegalArgumentException(
                    "two parameters or buffers are named " + name + ": give each a name of its own");
        }
    }

    // -------------------------------------------------------------------------------------------------------- load

    /**
     * Loads a net, on the backend that is chosen here and in the dtype in which it was saved. It learns on as the saved one
     * would; predictions may come from many threads at once.
     *
     * @throws FileException if the file is none of a net, is not whole, is of a newer version, or the net has parts of
     *     somebody's own
     */
    public static Network load(Path file) {
        try (Safetensors open = Safetensors.open(file)) {
            boolean isFloat64 = open.names().stream().anyMatch(name -> open.dtype(name) == StoredDType.F64);
            return load(open, isFloat64 ? Backends.float64() : Backends.float32());
        }
    }

    /**
     * Loads a net in this dtype and on this backend.
     *
     * @throws FileException as {@link #load(Path)}
     */
    public static Network load(Path file, Tensors tensors) {
        try (Safetensors open = Safetensors.open(file)) {
            return load(open, tensors);
        }
    }

    private static Network load(Safetensors file, Tensors tensors) {
        String text = description(file);
        try {
            JsonObject description = JsonObject.parse("the net", text);
            description.requireOnly(List.of("layer", "loss"));
            LayerFormat.Reader reader = new LayerFormat.Reader(name -> parameter(file, name, tensors));
            Loss loss = LossFormat.of(description.object("loss", "the loss"));
            Layer layer = reader.layer(description.object("layer", "the net"), "");
            TreeSet<String> unused = new TreeSet<>(file.names());
            unused.removeAll(reader.used());
            if (!unused.isEmpty()) {
                throw new JsonException("the layers have no use for the tensors " + shortened(unused.toString())
                        + ": save the net anew");
            }
            return new Network(layer, loss);
        } catch (JsonException | IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage()); // with shapes and names of a foreign file
            throw new FileException(
                    file.file(), problem.length() <= LONGEST ? problem : problem.substring(0, LONGEST) + "...", e);
        }
    }

    private static String description(Safetensors file) {
        String version = file.metadata().get(VERSION_KEY);
        String description = file.metadata().get(NETWORK_KEY);
        if (version == null || description == null) {
            throw new FileException(
                    file.file(),
                    "expected a net that gradj saved, found tensors only: build the net in your program, and give it the"
                            + " numbers by NetworkFile.loadParameters, or StateDict.load if PyTorch saved them");
        }
        if (!version.equals(Long.toString(VERSION))) {
            throw new FileException(
                    file.file(),
                    "is of version " + shortened(version) + " of the format, this gradj reads version " + VERSION
                            + ": take a newer gradj");
        }
        return description;
    }

    private static Parameter parameter(Safetensors file, String name, Tensors tensors) {
        if (!file.contains(name)) {
            throw new JsonException("the tensor \"" + shortened(name) + "\" of a layer is missing");
        }
        Tensor content = file.fitting(name, () -> tensors.persistent(file.shape(name)));
        file.read(name, content);
        return Parameter.owning(name, content);
    }

    /**
     * What the file says of its net beside the net itself: what was given to {@link #save(Network, Path, Map)}.
     *
     * @throws FileException if the file cannot be read
     */
    public static Map<String, String> provenance(Path file) {
        try (Safetensors open = Safetensors.open(file)) {
            Map<String, String> provenance = new LinkedHashMap<>(open.metadata());
            provenance.keySet().removeIf(key -> key.startsWith("gradj."));
            return provenance;
        }
    }

    // -------------------------------------------------------------------------------------------------- parameters

    /**
     * Gives a net that the program has built the parameters and buffers of a file, by their names; all of them, or none.
     *
     * @throws FileException if the file cannot be read, or if its names and shapes are not those of the net; the message has
     *     every difference, and nothing has been changed
     */
    public static void loadParameters(Path file, Network net) {
        try (Safetensors open = Safetensors.open(file)) {
            Map<String, Tensor> targets = tensors(net);
            List<String> differences = differences(open, targets);
            if (!differences.isEmpty()) {
                throw new FileException(
                        file, "does not fit the net: " + String.join("; ", differences) + ": nothing was loaded");
            }
            Map<String, Tensor> read = new LinkedHashMap<>();
            targets.forEach((name, target) ->
                    read.put(name, open.tensor(name, new Tensors(target.backend(), target.dtype()))));
            assign(net, read);
        }
    }

    /** Gives parameters and buffers these contents. */
    static void assign(Network net, Map<String, Tensor> contents) {
        net.parameters().forEach(parameter -> parameter.assign(Objects.requireNonNull(contents.get(parameter.name()))));
        net.buffers().forEach(buffer -> buffer.assign(Objects.requireNonNull(contents.get(buffer.name()))));
    }

    private static List<String> differences(Safetensors file, Map<String, Tensor> targets) {
        List<String> differences = new ArrayList<>();
        targets.forEach((name, target) -> {
            if (!file.contains(name)) {
                differences.add(name + " " + target.shape() + " is missing");
            } else {
                Shape found = file.shape(name);
                if (!found.equals(target.shape())) {
                    differences.add(name + " is " + shortened(found.toString()) + ", expected " + target.shape());
                }
            }
        });
        file.names().stream()
                .filter(name -> !targets.containsKey(name))
                .sorted(Comparator.naturalOrder())
                .forEach(name -> differences.add("the net has no " + shortened(name)));
        return differences;
    }

    private static String shortened(String text) {
        return SafetensorsHeader.shortened(text);
    }
}
