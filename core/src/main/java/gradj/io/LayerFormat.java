package gradj.io;

import gradj.nn.Activation;
import gradj.nn.Affine;
import gradj.nn.BatchNorm;
import gradj.nn.Buffer;
import gradj.nn.Dropout;
import gradj.nn.Flatten;
import gradj.nn.Layer;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.Sequential;
import gradj.nn.Sigmoid;
import gradj.op.LeakyRelu;
import gradj.op.UnaryOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The built-in layers as JSON, and back. docs/file-format.md says what stands there. */
final class LayerFormat {
    /** The type of a layer that is not gradj's: nobody but the program that has it can make it again. */
    static final String OWN = "own";

    private LayerFormat() {}

    // ---------------------------------------------------------------------------------------------------- to a file

    /**
     * What makes this layer again.
     *
     * @param path of the layer, with the dot behind it; empty of the net itself
     * @param stored the name in the file of each parameter of the net
     */
    static Map<String, Object> describe(Layer layer, String path, Map<Parameter, String> stored) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", layer.getClass().getSimpleName());
        if (layer instanceof Sequential sequence) {
            List<Object> layers = new ArrayList<>();
            for (int i = 0; i < sequence.layers().size(); i++) {
                String name = sequence.names().get(i);
                layers.add(describe(sequence.layers().get(i), path + (name.isEmpty() ? "" : name + "."), stored));
            }
            fields.put("names", sequence.names());
            fields.put("layers", layers);
        } else if (layer instanceof Affine) {
            putParameters(fields, layer, stored, "W", "b");
        } else if (layer instanceof BatchNorm norm) {
            putParameters(fields, layer, stored, "gamma", "beta");
            putBuffers(fields, layer, path, "runningMean", "runningVariance", "batches");
            fields.put("momentum", norm.momentum());
            fields.put("epsilon", norm.epsilon());
        } else if (layer instanceof Dropout dropout) {
            putBuffers(fields, layer, path, "forwards");
            fields.put("share", dropout.share());
            fields.put("seed", Long.toString(dropout.seed()));
            fields.put("inverted", dropout.isInverted());
        } else if (layer instanceof Activation activation) {
            UnaryOperation operation = activation.operation();
            fields.put(
                    "operation",
                    Operations.isKnown(operation) ? operation.getClass().getSimpleName() : OWN);
            if (operation instanceof LeakyRelu leaky) {
                fields.put("slope", leaky.slope());
            } else if (!Operations.isKnown(operation)) {
                fields.put("name", operation.name());
            }
        } else if (!(layer instanceof Relu || layer instanceof Sigmoid || layer instanceof Flatten)) {
            fields.put("type", OWN);
            fields.put("class", layer.getClass().getName());
        }
        return fields;
    }

    private static void putParameters(
            Map<String, Object> fields, Layer layer, Map<Parameter, String> stored, String... roles) {
        for (int i = 0; i < roles.length; i++) {
            fields.put(roles[i], stored.get(layer.parameters().get(i)));
        }
    }

    private static void putBuffers(Map<String, Object> fields, Layer layer, String path, String... roles) {
        for (int i = 0; i < roles.length; i++) {
            fields.put(roles[i], path + layer.buffers().get(i).name());
        }
    }

    // -------------------------------------------------------------------------------------------------- from a file

    /** Makes the layers of one file, whose tensors it asks for by name; a parameter that two layers share is made once. */
    static final class Reader {
        private final Function<String, Parameter> stored;
        private final Map<String, Parameter> parameters = new HashMap<>();
        private final Set<String> buffers = new HashSet<>();

        /**
         * @param stored gives the tensor of this name in the file as a parameter
         */
        Reader(Function<String, Parameter> stored) {
            this.stored = stored;
        }

        /** The names of all tensors that the layers were made of. */
        Set<String> used() {
            Set<String> used = new HashSet<>(parameters.keySet());
            used.addAll(buffers);
            return used;
        }

        Layer layer(JsonObject fields, String path) {
            String type = fields.string("type");
            return switch (type) {
                case "Sequential" -> sequence(fields, path);
                case "Affine" -> {
                    fields.requireOnly(List.of("type", "W", "b"));
                    yield new Affine(parameter(fields, "W", path), parameter(fields, "b", path));
                }
                case "BatchNorm" -> batchNorm(fields, path);
                case "Dropout" -> {
                    fields.requireOnly(List.of("type", "forwards", "share", "seed", "inverted"));
                    yield Dropout.of(
                            fields.number("share"),
                            fields.wholeNumber("seed"),
                            fields.bool("inverted"),
                            buffer(fields, "forwards", path));
                }
                case "Activation" -> Activation.of(Operations.of(fields));
                case "Relu", "Sigmoid", "Flatten" -> {
                    fields.requireOnly(List.of("type"));
                    yield type.equals("Relu") ? new Relu() : type.equals("Sigmoid") ? new Sigmoid() : new Flatten();
                }
                case OWN -> throw own(fields, fields.string("class"));
                default -> throw fields.unknown("type");
            };
        }

        private Layer sequence(JsonObject fields, String path) {
            fields.requireOnly(List.of("type", "names", "layers"));
            List<String> names = fields.strings("names");
            List<JsonObject> parts = fields.objects("layers", "layer");
            if (names.size() != parts.size()) {
                throw new JsonException(fields.place() + ": has " + names.size() + " names of " + parts.size()
                        + " layers: expected one of each");
            }
            boolean hasNames = !names.isEmpty() && !names.get(0).isEmpty();
            if (names.stream().anyMatch(name -> name.isEmpty() == hasNames)) {
                throw new JsonException(fields.place() + ": expected names of all its layers or of none");
            }
            Map<String, Layer> layers = new LinkedHashMap<>();
            for (int i = 0; i < parts.size(); i++) {
                String name = names.get(i);
                Layer layer = layer(parts.get(i), path + (name.isEmpty() ? "" : name + "."));
                if (layers.put(hasNames ? name : Integer.toString(i), layer) != null) {
                    throw new JsonException(fields.place() + ": two layers are named \"" + name + "\"");
                }
            }
            return hasNames ? Sequential.named(layers) : Sequential.withoutPaths(List.copyOf(layers.values()));
        }

        private BatchNorm batchNorm(JsonObject fields, String path) {
            List<String> buffers = List.of("runningMean", "runningVariance", "batches");
            List<String> known = new ArrayList<>(List.of("type", "gamma", "beta", "momentum", "epsilon"));
            known.addAll(buffers);
            fields.requireOnly(known);
            return BatchNorm.of(
                    parameter(fields, "gamma", path),
                    parameter(fields, "beta", path),
                    buffers.stream().map(role -> buffer(fields, role, path)).toList(),
                    fields.number("momentum"),
                    fields.number("epsilon"));
        }

        private Parameter parameter(JsonObject fields, String role, String path) {
            String name = fields.string(role);
            if (buffers.contains(name)) {
                throw taken(fields, name);
            }
            return parameters.computeIfAbsent(name, stored).named(local(name, path));
        }

        private Buffer buffer(JsonObject fields, String role, String path) {
            String name = fields.string(role);
            if (parameters.containsKey(name) || !buffers.add(name)) {
                throw taken(fields, name);
            }
            return new Buffer(local(name, path), stored.apply(name).value());
        }

        private static JsonException taken(JsonObject fields, String name) {
            return new JsonException(fields.place() + ": the tensor \"" + SafetensorsHeader.shortened(name)
                    + "\" is also something else: only parameters are shared");
        }

        /** A tensor's name in its layer: what is behind the layer's path; of one that another layer has first, all of it. */
        private static String local(String name, String path) {
            return name.startsWith(path) ? name.substring(path.length()) : name;
        }
    }

    static JsonException own(JsonObject fields, String what) {
        return new JsonException(fields.place() + ": " + SafetensorsHeader.shortened(what)
                + " is not one of gradj's, and no file can make it: build the"
                + " net in your program, and give it the file's numbers by NetworkFile.loadParameters(file, net)");
    }
}
