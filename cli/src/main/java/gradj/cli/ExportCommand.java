package gradj.cli;

import gradj.io.StateDict;
import gradj.nn.Network;
import gradj.onnx.OnnxExport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradj export}: a saved net for other programs. */
@Command(
        name = "export",
        description = "Write a saved net for other programs.",
        footer = {"", "Example: gradj export digits.safetensors -o digits.onnx --prediction"},
        sortOptions = false,
        sortSynopsis = false)
final class ExportCommand implements Callable<Integer> {
    private static final String ONNX = ".onnx";
    private static final String PYTORCH = ".safetensors";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NET",
            converter = OptionValues.FileName.class,
            description = "A net that gradj train --save or NetworkFile.save has saved.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
            names = "-o",
            required = true,
            paramLabel = "FILE",
            converter = OptionValues.FileName.class,
            description = {
                "FILE.onnx: the net as an ONNX model, without its loss.",
                "FILE.safetensors: its parameters with PyTorch's names and layout;",
                "load_state_dict(safetensors.torch.load_file(FILE)) of an nn.Sequential of",
                "the same layers takes them."
            })
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path target;

    @Option(names = "--prediction", description = "Of an ONNX model: give probabilities, not scores.")
    private boolean isPrediction;

    @Option(names = "--json", description = "The last line of the output is a JSON object.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String name = target.toString().toLowerCase(Locale.ROOT);
        boolean isOnnx = name.endsWith(ONNX);
        if (!isOnnx && !name.endsWith(PYTORCH)) {
            throw new InputException("-o " + target + ": expected a file that ends in " + ONNX + " or " + PYTORCH);
        }
        if (isPrediction && !isOnnx) {
            throw new InputException(
                    "--prediction: expected -o FILE.onnx, got -o " + target + ", which holds parameters only");
        }
        Network net = SavedNet.load(file, null).net();
        try {
            if (isOnnx) {
                OnnxExport scores = OnnxExport.of(net);
                (isPrediction ? scores.withPrediction() : scores).write(target);
            } else {
                StateDict.save(net, target, Map.of());
            }
        } catch (IllegalArgumentException refused) { // a layer that the other side does not have
            throw new InputException(file + ": " + refused.getMessage());
        }
        out.println("written: " + target);
        if (json) {
            out.println(new Json()
                    .put("net", file.toString())
                    .put("out", target.toString())
                    .put("format", isOnnx ? "onnx" : "pytorch")
                    .put("prediction", isPrediction));
        }
        return Main.FINE;
    }
}
