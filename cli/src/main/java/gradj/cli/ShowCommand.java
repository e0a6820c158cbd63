package gradj.cli;

import gradj.backend.JavaBackend;
import gradj.data.table.Preparation;
import gradj.io.FileException;
import gradj.io.NetworkFile;
import gradj.io.Safetensors;
import gradj.io.StoredDType;
import gradj.nn.Activation;
import gradj.nn.Buffer;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Sequential;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradj show}: what a file of a net, or any file of tensors in the format safetensors, holds. */
@Command(
        name = "show",
        description = "Show what a saved net is made of and where it comes from.",
        sortOptions = false,
        sortSynopsis = false)
final class ShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NET",
            converter = OptionValues.FileName.class,
            description = "A saved net, or any file in the format safetensors.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--json", description = "The last line of the output is a JSON object.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** A row of the table: a layer, with its parameters and buffers as in {@code W [784, 50]}. */
    private record Row(String name, String type, List<String> tensors, long parameters) {
        Json json() {
            return new Json()
                    .put("name", name)
                    .put("type", type)
                    .put("tensors", tensors)
                    .put("parameters", parameters);
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Safetensors open = Safetensors.open(file)) {
            Json object = new Json();
            show(open, out, object);
            if (json) {
                out.println(object);
            }
        }
        out.flush();
        return Main.FINE;
    }

    private void show(Safetensors open, PrintWriter out, Json object) {
        Network net = null;
        String problem = "no net of gradj, tensors only";
        if (open.metadata().containsKey("gradj.network")) {
            try {
                net = NetworkFile.load(file, new Tensors(new JavaBackend(), DType.FLOAT32));
            } catch (FileException noNet) { // as it has parts of somebody's own
                problem = String.valueOf(noNet.getMessage());
            }
        }
        String dtypes = open.names().stream()
                .map(open::dtype)
                .distinct()
                .map(StoredDType::toString)
                .collect(Collectors.joining(", "));
        long bytes = size(file);
        List<Row> rows = net == null ? tensors(open) : layers(net);
        long parameters = rows.stream().mapToLong(Row::parameters).sum();
        object.put("file", file.toString())
                .put("bytes", bytes)
                .put("dtype", dtypes)
                .put("parameters", parameters);
        out.printf(
                Locale.ROOT,
                "%s: %,d bytes, %s, %,d %s%n",
                Terminal.safe(file.toString()),
                bytes,
                dtypes,
                parameters,
                net == null ? "numbers" : "parameters");
        if (net == null) {
            out.println(Terminal.safe(problem));
            object.put("problem", problem);
        }
        print(rows, out);
        object.put(
                net == null ? "tensors" : "layers", rows.stream().map(Row::json).toList());
        if (net != null) {
            String loss = net.loss().getClass().getSimpleName();
            out.println("loss: " + loss);
            object.put("loss", loss);
        }
        Json provenance = new Json();
        open.metadata().forEach((key, value) -> {
            if (!key.startsWith("gradj.")) {
                out.println(Terminal.safe(key + ": " + (key.equals(Preparation.KEY) ? inWords(value) : value)));
                provenance.put(key, value);
            }
        });
        object.put("provenance", provenance);
    }

    /** A preparation is a long text of JSON, which --json has whole. */
    private static String inWords(String preparation) {
        try {
            return Preparation.of(preparation).toString();
        } catch (IllegalArgumentException none) {
            return preparation;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException problem) {
            throw new InputException(file + ": cannot be read: " + problem.getMessage());
        }
    }

    private static List<Row> tensors(Safetensors open) {
        return open.names().stream()
                .map(name -> {
                    Shape shape = open.shape(name);
                    return new Row(name, open.dtype(name).toString(), List.of(shape.toString()), shape.size());
                })
                .toList();
    }

    private static List<Row> layers(Network net) {
        List<Row> rows = new ArrayList<>();
        add("", net.layer(), rows);
        return rows;
    }

    private static void add(String path, Layer layer, List<Row> rows) {
        if (layer instanceof Sequential sequence) {
            for (int i = 0; i < sequence.layers().size(); i++) {
                String name = sequence.names().get(i);
                String inner = name.isEmpty() ? Integer.toString(i) : name;
                add(
                        path.isEmpty() ? inner : path + "." + inner,
                        sequence.layers().get(i),
                        rows);
            }
            return;
        }
        List<String> tensors = new ArrayList<>();
        long parameters = 0;
        for (Parameter parameter : layer.parameters()) {
            tensors.add(parameter.name() + " " + parameter.value().shape());
            parameters += parameter.value().size();
        }
        for (Buffer buffer : layer.buffers()) {
            tensors.add(buffer.name() + " " + buffer.value().shape());
        }
        String type = layer instanceof Activation activation
                ? "Activation " + activation.operation().name()
                : layer.getClass().getSimpleName();
        rows.add(new Row(path, type, tensors, parameters));
    }

    private static void print(List<Row> rows, PrintWriter out) {
        int nameWidth = width(rows, Row::name);
        int typeWidth = width(rows, Row::type);
        for (Row row : rows) {
            String count = row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters());
            String line = String.format(
                    "  %-" + nameWidth + "s  %-" + typeWidth + "s  %12s  %s",
                    Terminal.safe(row.name()),
                    row.type(),
                    count,
                    Terminal.safe(String.join(", ", row.tensors())));
            out.println(line.stripTrailing());
        }
    }

    private interface Column {
        String of(Row row);
    }

    private static int width(List<Row> rows, Column column) {
        return Math.max(
                1,
                Math.min(
                        60,
                        rows.stream()
                                .mapToInt(row -> Terminal.safe(column.of(row)).length())
                                .max()
                                .orElse(1)));
    }
}
