package gradj.cli;

import gradj.cli.bench.ChartStyle;
import gradj.data.IdxFile;
import gradj.data.LabeledImages;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradj predict}: what a saved net takes images for, or rows of a table. */
@Command(
        name = "predict",
        description = "Tell what a saved net takes images or rows of a table for, and how sure it is.",
        footer = {
            "",
            "Pictures of a net that was trained on a folder of pictures become images in the same way as those.",
            "Else a picture shows one digit, of any size and place, dark on light or light on dark; it becomes an image as",
            "MNIST's are: 20 of 28 pixels high or wide, its centre of mass in the middle. Colours become grey",
            "(0.299 red + 0.587 green + 0.114 blue), transparent parts white. The images of IDX files stay as they are.",
            "Rows are those of a CSV file, raw: the net's file says how they are prepared. Their columns are found by",
            "their names; without names they stand in the order of the training rows, with or without the label.",
            "",
            "Examples: gradj train --save digits.safetensors && gradj predict digits.safetensors seven.png",
            "          gradj predict iris.safetensors rows.csv"
        },
        sortOptions = false,
        sortSynopsis = false)
final class PredictCommand implements Callable<Integer> {
    /** More have a line each instead of a table. */
    private static final int MOST_TABLES = 5;

    private static final int MOST_CLASSES = 10;

    private static final int BAR = 40;

    /** Images predicted at a time. */
    private static final int BATCH = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "NET",
            converter = OptionValues.FileName.class,
            description = "A net that gradj train --save or NetworkFile.save has saved.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "INPUT",
            converter = OptionValues.FileName.class,
            description = {
                "A picture (PNG, JPEG, GIF or BMP), or an IDX file of images, gzipped or not;",
                "of a net that learned from a table, a CSV file."
            })
    private List<Path> inputs = List.of();

    @Option(
            names = "--show-input",
            paramLabel = "FILE.png",
            converter = PictureFile.OfInput.class,
            description = {
                "Write the image that was made of the picture, as the net got it;",
                "of several pictures FILE-1.png, FILE-2.png ..."
            })
    private @Nullable PictureFile shownInput;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "What computes; `gradj backends` lists them (default: the fastest that is available).")
    private @Nullable String backend;

    @Mixin
    private final CsvFormatOptions format = new CsvFormatOptions();

    @Option(names = "--json", description = "The last line of the output is a JSON object.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** An image with its name, as {@code seven.png} or {@code images.idx[3]}. */
    private record Named(String name, LabeledImages images, int index) {}

    /** What the net said of an image. */
    private record Prediction(String name, float[] probabilities) {
        /** The classes, the most probable first. */
        List<Integer> classes() {
            return RowPredictions.mostProbableFirst(probabilities.length, i -> probabilities[i]);
        }

        Json json(NetInput input) {
            int most = classes().get(0);
            return new Json()
                    .put("input", name)
                    .put("class", input.classes().isEmpty() ? (Object) most : input.name(most))
                    .put(
                            "probabilities",
                            IntStream.range(0, probabilities.length)
                                    .mapToObj(i -> probabilities[i])
                                    .toList());
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (shownInput != null) {
            shownInput.prepare();
        }
        SavedNet net = SavedNet.load(file, backend);
        if (RowPredictions.takes(net)) {
            return predictRows(net, out);
        }
        if (!(net.net().loss() instanceof SoftmaxWithLoss)) {
            throw new InputException(file + ": expected a net that tells classes apart, found one with the loss "
                    + net.net().loss().getClass().getSimpleName());
        }
        NetInput input = input(net);
        List<Named> images = new ArrayList<>();
        inputs.forEach(each -> images.addAll(images(each, input)));
        if (shownInput != null) {
            showInput(images, shownInput, out);
        }
        List<Prediction> predictions = predict(net, images);
        if (predictions.size() <= MOST_TABLES) {
            predictions.forEach(prediction -> printTable(prediction, input, out));
        } else {
            predictions.forEach(prediction -> printLine(prediction, input, out));
        }
        if (json) {
            Json object = new Json()
                    .put("net", file.toString())
                    .put("backend", net.tensors().backend().name());
            if (!input.classes().isEmpty()) {
                object.put("classes", input.classes());
            }
            out.println(object.put(
                    "predictions",
                    predictions.stream().map(each -> each.json(input)).toList()));
        }
        out.flush();
        return Main.FINE;
    }

    private int predictRows(SavedNet net, PrintWriter out) {
        if (shownInput != null) {
            throw new InputException("--show-input: is of pictures, " + file + " takes rows of a table");
        }
        RowPredictions rows = new RowPredictions(net);
        List<Json> predictions = rows.print(inputs, format.options(), out);
        if (json) {
            Json all = new Json()
                    .put("net", file.toString())
                    .put("backend", net.tensors().backend().name());
            rows.addTo(all);
            out.println(all.put("predictions", predictions));
        }
        out.flush();
        return Main.FINE;
    }

    private NetInput input(SavedNet net) {
        return netInput(net).orElseGet(() -> {
            ImageInput guess = ImageInput.guess(net.net())
                    .orElseThrow(() -> new InputException(
                            file + ": does not say what images it takes, and its inputs make no square: add \""
                                    + ImageInput.KEY + "\" to what it is saved with, as in "
                                    + new ImageInput(28, 28, true)));
            PrintWriter err = spec.commandLine().getErr();
            err.println("gradj: " + file + " does not say what images it takes: supposed are " + guess);
            err.flush();
            return guess;
        });
    }

    private Optional<NetInput> netInput(SavedNet net) {
        try {
            return NetInput.of(net.provenance());
        } catch (IllegalArgumentException problem) {
            throw new InputException(file + ": " + problem.getMessage());
        }
    }

    /** The images of one file. */
    private static List<Named> images(Path file, NetInput input) {
        if (!Files.exists(file)) {
            throw new InputException(file + ": there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file + ": expected a picture or an IDX file of images, found a folder or a device");
        }
        if (isIdx(file)) {
            LabeledImages images = IdxFile.readUnlabeled(file);
            if (images.rows() != input.rows() || images.columns() != input.columns()) {
                throw new InputException(file + ": has images of " + images.rows() + "x" + images.columns()
                        + ", the net takes " + input.size());
            }
            return IntStream.range(0, images.count())
                    .mapToObj(i -> new Named(file.getFileName() + "[" + i + "]", images, i))
                    .toList();
        }
        LabeledImages image = LabeledImages.of(input.rows(), input.columns(), input.image(file), new byte[1]);
        return List.of(new Named(file.toString(), image, 0));
    }

    /** Begins with the magic number of IDX or of gzip. */
    private static boolean isIdx(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2
                    && ((start[0] == 0 && start[1] == 0) || (start[0] == 0x1F && start[1] == (byte) 0x8B));
        } catch (IOException problem) {
            throw new InputException(file + ": cannot be read: "
                    + (Files.isReadable(file) ? problem.getMessage() : "you have no permission"));
        }
    }

    private List<Prediction> predict(SavedNet net, List<Named> images) {
        List<Prediction> predictions = new ArrayList<>();
        for (int start = 0; start < images.size(); start += BATCH) {
            List<Named> some = images.subList(start, Math.min(images.size(), start + BATCH));
            int pixels = some.get(0).images().pixelsPerImage();
            Tensor probabilities;
            try {
                probabilities = net.net()
                        .prediction(net.tensors()
                                .rows(
                                        some.size(),
                                        pixels,
                                        (i, target, offset) -> some.get(i)
                                                .images()
                                                .pixels(some.get(i).index(), target, offset)));
            } catch (IllegalArgumentException problem) {
                throw new InputException(
                        file + ": does not take images of " + pixels + " pixels: " + problem.getMessage());
            }
            float[] all = probabilities.toFloatArray();
            int classes = all.length / some.size();
            for (int i = 0; i < some.size(); i++) {
                float[] own = Arrays.copyOfRange(all, i * classes, (i + 1) * classes);
                if (IntStream.range(0, classes).anyMatch(each -> Float.isNaN(own[each]))) {
                    throw new InputException(
                            file + ": gives NaN for " + some.get(i).name() + ": its parameters are NaN or too large");
                }
                predictions.add(new Prediction(some.get(i).name(), own));
            }
        }
        return predictions;
    }

    private static void printTable(Prediction prediction, NetInput input, PrintWriter out) {
        boolean withBars = Terminal.showsStdout();
        List<Integer> classes = prediction.classes();
        out.println(prediction.name() + ": " + input.name(classes.get(0)));
        List<Integer> shown = classes.stream().limit(MOST_CLASSES).sorted().toList();
        int width =
                shown.stream().mapToInt(each -> input.name(each).length()).max().orElse(1);
        shown.forEach(each -> {
            float probability = prediction.probabilities()[each];
            String name = input.classes().isEmpty()
                    ? String.format(Locale.ROOT, "%5d", each)
                    : String.format(Locale.ROOT, "    %-" + width + "s", input.name(each));
            String row = name + String.format(Locale.ROOT, "  %6.2f %%", 100 * probability);
            out.println(withBars ? (row + "  " + "#".repeat(Math.round(BAR * probability))).stripTrailing() : row);
        });
    }

    /** The class, how sure the net is, and the next one. */
    private static void printLine(Prediction prediction, NetInput input, PrintWriter out) {
        int most = prediction.classes().get(0);
        int next = prediction.classes().get(1);
        out.printf(
                Locale.ROOT,
                "%s: %s  %.2f %%  (%s  %.2f %%)%n",
                prediction.name(),
                input.name(most),
                100 * prediction.probabilities()[most],
                input.name(next),
                100 * prediction.probabilities()[next]);
    }

    private static void showInput(List<Named> images, PictureFile file, PrintWriter out) {
        List<byte[]> pictures = images.stream().map(PredictCommand::png).toList();
        List<Path> written = pictures.size() == 1 ? List.of(file.write(pictures.get(0))) : file.writeSeries(pictures);
        written.forEach(each -> out.println("input: " + each));
    }

    private static byte[] png(Named image) {
        LabeledImages images = image.images();
        BufferedImage picture = new BufferedImage(images.columns(), images.rows(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < images.rows(); y++) {
            for (int x = 0; x < images.columns(); x++) {
                picture.getRaster().setSample(x, y, 0, images.pixel(image.index(), y, x));
            }
        }
        return ChartStyle.png(picture);
    }
}
