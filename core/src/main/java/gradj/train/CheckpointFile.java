package gradj.train;

import gradj.backend.JavaBackend;
import gradj.io.FileException;
import gradj.io.NetworkFile;
import gradj.io.Safetensors;
import gradj.io.SafetensorsWriter;
import gradj.io.StoredDType;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A training's state in a safetensors file: the net under {@code net.}, the optimizer under {@code optimizer.}, the best epoch
 * under {@code best.}, and the training's own numbers; {@code docs/file-format.md} lists them. Real numbers are kept bit for
 * bit.
 */
final class CheckpointFile {
    static final String VERSION_KEY = "gradj.checkpoint";
    private static final String VERSION = "1";

    private final Network net;
    private final Optimizer optimizer;
    private final TrainingPlan plan;
    private final List<String> metrics;

    /** What must be the same when the training goes on, by name. */
    private final TrainingConditions conditions;

    CheckpointFile(
            Network net,
            Optimizer optimizer,
            TrainingPlan plan,
            TrainingOptions options,
            int samples,
            int testSamples) {
        this.net = net;
        this.optimizer = optimizer;
        this.plan = plan;
        this.metrics = options.metrics().stream().map(Metric::name).toList();
        this.conditions = new TrainingConditions(net, optimizer, plan, options, samples, testSamples);
    }

    // ------------------------------------------------------------------------------------------------------- write

    void write(Path file, Progress progress) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata(VERSION_KEY, VERSION);
        conditions.write(writer);
        NetworkFile.tensors(net).forEach((name, tensor) -> writer.add("net." + name, tensor));
        optimizer.state(net.parameters()).forEach((name, tensor) -> writer.add("optimizer." + name, tensor));
        BatchSampler sampler = progress.sampler;
        int[] order = sampler.order();
        writer.add("sampler.random", StoredDType.I64, Shape.of(7), sampler.randomState())
                .add(
                        "sampler.order",
                        StoredDType.I32,
                        Shape.of(order.length),
                        Arrays.stream(order).asLongStream().toArray())
                .add("sampler.position", StoredDType.I64, Shape.of(), sampler.position())
                .add("epochStart", StoredDType.I64, Shape.of(), progress.epochStart)
                .add("firstLearningRate", Shape.of(), progress.firstRate)
                .add("losses", Shape.of(progress.iteration), progress.losses())
                .add("batchWeights", Shape.of(progress.iteration), progress.weights())
                .add("epochs", Shape.of(progress.epochs.size(), columns()), rows(progress.epochs));
        if (progress.best != null) {
            progress.best.tensors().forEach((name, tensor) -> writer.add("best." + name, tensor));
            writer.add("bestValue", Shape.of(), progress.best.value())
                    .add("epochsSinceBest", StoredDType.I64, Shape.of(), progress.best.epochsSince());
        }
        writer.write(file);
    }

    /** Of an epoch's row: number, iteration, loss, and each metric of the training and of the test samples. */
    private int columns() {
        return 3 + 2 * metrics.size();
    }

    private double[] rows(List<Epoch> epochs) {
        double[] rows = new double[epochs.size() * columns()];
        int at = 0;
        for (Epoch epoch : epochs) {
            rows[at++] = epoch.number();
            rows[at++] = epoch.iteration();
            rows[at++] = epoch.loss();
            for (Map<String, Double> measured : List.of(epoch.train(), epoch.test())) {
                for (String metric : metrics) {
                    rows[at++] = Objects.requireNonNull(measured.get(metric));
                }
            }
        }
        return rows;
    }

    // -------------------------------------------------------------------------------------------------------- read

    /**
     * Puts net, optimizer and progress where they were; all, or none of them.
     *
     * @param ifBroken what to do about a file that cannot be read
     * @throws FileException if the file is no checkpoint of this training; the message has every difference
     */
    void read(Path path, String ifBroken, Progress progress) {
        try (Safetensors file = open(path, ifBroken)) {
            requireVersion(file);
            conditions.requireSame(file);
            Map<String, Tensor> own = tensors(file, "net.");
            requireSameTensors(path, "is of another net: ", own);
            conditions.requireSameLayers(file);
            double[] losses = file.doubles("losses");
            double[] weights = file.doubles("batchWeights");
            if (losses.length > plan.iterations()) {
                throw new FileException(
                        path,
                        "has " + losses.length + " iterations, the plan is of " + plan.iterations()
                                + ": expected a plan of as many or more");
            }
            List<Epoch> epochs = epochs(file);
            int epochStart = number(file, "epochStart");
            double firstRate = realNumber(file, "firstLearningRate");
            if (weights.length != losses.length || epochStart > losses.length) {
                throw new IllegalArgumentException(losses.length + " losses, " + weights.length
                        + " weights of batches and an epoch that began after " + epochStart
                        + " iterations do not fit together");
            }
            Map<String, Tensor> best = tensors(file, "best.");
            double bestValue = best.isEmpty() ? 0 : realNumber(file, "bestValue");
            int epochsSince = best.isEmpty() ? 0 : number(file, "epochsSinceBest");
            if (!best.isEmpty()) {
                requireSameTensors(path, "its best epoch is of another net: ", best);
            }
            progress.sampler.restore(
                    file.longs("sampler.random"),
                    Arrays.stream(file.longs("sampler.order"))
                            .mapToInt(Math::toIntExact)
                            .toArray(),
                    number(file, "sampler.position"));
            restoreOptimizer(file);
            net.parameters().forEach(parameter -> parameter.assign(value(own, parameter.name())));
            net.buffers().forEach(buffer -> buffer.assign(value(own, buffer.name())));
            if (progress.best != null && !best.isEmpty()) {
                progress.best.restore(best, bestValue, epochsSince);
            }
            progress.addAll(losses, weights);
            progress.epochs.addAll(epochs);
            progress.epochStart = epochStart;
            progress.firstRate = firstRate;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FileException(
                    path, "is no checkpoint of this training: " + e.getMessage() + ": if it is broken, " + ifBroken, e);
        }
    }

    private void restoreOptimizer(Safetensors file) {
        try {
            optimizer.restore(net.parameters(), tensors(file, "optimizer."));
        } catch (IllegalArgumentException e) {
            throw new FileException(file.file(), "is no checkpoint of this optimizer: " + e.getMessage(), e);
        }
    }

    private static Safetensors open(Path path, String ifBroken) {
        try {
            return Safetensors.open(path);
        } catch (FileException e) {
            boolean isWhole =
                    e.getCause() instanceof ClosedByInterruptException || e.getCause() instanceof AccessDeniedException;
            if (isWhole) {
                throw e;
            }
            String problem = String.valueOf(e.getMessage());
            String file = path + ": ";
            throw new FileException(
                    path,
                    (problem.startsWith(file) ? problem.substring(file.length()) : problem) + "; or " + ifBroken,
                    e);
        }
    }

    /** What the file says of its training. */
    static Map<String, String> saved(Path path) {
        try (Safetensors file = Safetensors.open(path)) {
            requireVersion(file);
            Map<String, String> saved = new LinkedHashMap<>(file.metadata());
            saved.remove(VERSION_KEY);
            return saved;
        }
    }

    private static Tensor value(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    /** A count: a whole number from 0 on. */
    private static int number(Safetensors file, String name) {
        requireNumber(file, name);
        int number = Math.toIntExact(file.longs(name)[0]);
        if (number < 0) {
            throw new IllegalArgumentException(name + ": expected 0 or more, got " + number);
        }
        return number;
    }

    private static double realNumber(Safetensors file, String name) {
        requireNumber(file, name);
        return file.doubles(name)[0];
    }

    private static void requireNumber(Safetensors file, String name) {
        if (!file.shape(name).equals(Shape.of())) {
            throw new IllegalArgumentException(name + ": expected one number, got " + file.shape(name));
        }
    }

    private static void requireVersion(Safetensors file) {
        String version = file.metadata().get(VERSION_KEY);
        if (!VERSION.equals(version)) {
            throw new FileException(
                    file.file(),
                    version == null
                            ? "expected a checkpoint, found another safetensors file: name the folder of a training"
                            : "is a checkpoint of version " + version + ", this gradj reads version " + VERSION
                                    + ": take a newer gradj");
        }
    }

    private void requireSameTensors(Path path, String what, Map<String, Tensor> found) {
        List<String> differences = new ArrayList<>();
        Map<String, Tensor> own = NetworkFile.tensors(net);
        own.forEach((name, tensor) -> {
            Tensor other = found.get(name);
            if (other == null) {
                differences.add(name + " " + tensor.shape() + " is missing");
            } else if (!other.shape().equals(tensor.shape()) || other.dtype() != tensor.dtype()) {
                differences.add(name + " is " + other.dtype() + " " + other.shape() + ", expected " + tensor.dtype()
                        + " " + tensor.shape());
            }
        });
        found.keySet().stream()
                .filter(name -> !own.containsKey(name))
                .forEach(name -> differences.add("the net has no " + name));
        if (!differences.isEmpty()) {
            throw new FileException(path, what + String.join("; ", differences));
        }
    }

    /** The tensors behind this beginning of their names, in the file's dtype, on the net's backend. */
    private Map<String, Tensor> tensors(Safetensors file, String beginning) {
        TensorBackend backend = NetworkFile.tensors(net).values().stream()
                .findFirst()
                .map(Tensor::backend)
                .orElseGet(() -> new JavaBackend(1)); // a net that learns nothing
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.names()) {
            if (name.startsWith(beginning)) {
                DType dtype = file.dtype(name) == StoredDType.F64 ? DType.FLOAT64 : DType.FLOAT32;
                Tensors kind = new Tensors(backend, dtype);
                tensors.put(name.substring(beginning.length()), file.tensor(name, kind));
            }
        }
        return tensors;
    }

    private List<Epoch> epochs(Safetensors file) {
        double[] rows = file.doubles("epochs");
        if (rows.length % columns() != 0) {
            throw new IllegalArgumentException(
                    "epochs: expected " + columns() + " numbers of each, got " + file.shape("epochs"));
        }
        List<Epoch> epochs = new ArrayList<>();
        for (int at = 0; at < rows.length; at += columns()) {
            epochs.add(new Epoch(
                    (int) rows[at],
                    (int) rows[at + 1],
                    rows[at + 2],
                    measured(rows, at + 3),
                    measured(rows, at + 3 + metrics.size())));
        }
        return epochs;
    }

    private Map<String, Double> measured(double[] rows, int from) {
        Map<String, Double> measured = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            measured.put(metrics.get(i), rows[from + i]);
        }
        return measured;
    }
}
