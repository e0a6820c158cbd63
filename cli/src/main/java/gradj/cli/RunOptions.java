package gradj.cli;

import gradj.backend.Backends;
import gradj.backend.array.Parallel;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code train} and {@code check} share: data, seed and backend. */
final class RunOptions {
    /** The place in the help text, behind the options of the command. */
    private static final int LAST = 100;

    @Option(
            names = "--data",
            paramLabel = "digits|mnist|FOLDER|FILE",
            converter = DataSource.Converter.class,
            defaultValue = "digits",
            description = {
                "The samples (default: ${DEFAULT-VALUE}).",
                "digits: drawn by gradj itself, offline, always the same;",
                "mnist: downloaded once;",
                "FOLDER: four IDX files, gzipped or not, as MNIST or EMNIST has;",
                "or pictures (PNG, JPEG, GIF, BMP) in a folder for each class, or in folders",
                "train and test that have them;",
                "FILE: a table, such as a CSV file, gzipped or not."
            })
    DataSource data = new DataSource("digits", null, 1);

    @Option(
            names = "--image-size",
            paramLabel = "ROWSxCOLUMNS",
            converter = ImageSize.Converter.class,
            description = "Of the images that are made of pictures (default: 28x28).")
    private @Nullable ImageSize imageSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = OptionValues.Seed.class,
            description = {
                "Of the first weights, of the choice of samples, and of those that are held out",
                "(default: ${DEFAULT-VALUE})."
            })
    long seed = 1;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "What computes; `gradj backends` lists them (default: the fastest that is available).")
    @Nullable
    String backend;

    @Option(names = "--json", order = LAST, description = "The last line of the output is a JSON object.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            order = LAST + 1,
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** The images that {@code --data} names, with what the other options say of them. */
    DataSource source() {
        return new DataSource(data.name(), imageSize, seed);
    }

    /** What makes tensors of this dtype on the chosen backend, which gets ready for a long computation while data are read. */
    Tensors tensors(DType dtype) {
        requireThreads();
        LogLines.toStderr();
        TensorBackend chosen = backend == null ? Backends.get() : Backends.get(backend);
        Tensors tensors = requireDType(chosen, dtype);
        chosen.prepare(dtype);
        return tensors;
    }

    /** What makes tensors of this dtype on this backend, if it can. */
    static Tensors requireDType(TensorBackend chosen, DType dtype) {
        if (!chosen.supports(dtype)) {
            throw new InputException("backend " + chosen.name() + " does not compute in " + dtype
                    + " here: choose another with --backend");
        }
        return new Tensors(chosen, dtype);
    }

    /** A number of threads that is none is told as such, not as a backend that failed to start. */
    static void requireThreads() {
        try {
            Parallel.configuredThreads();
        } catch (IllegalArgumentException problem) {
            throw new InputException(String.valueOf(problem.getMessage()));
        }
    }
}
