package gradj.train;

import gradj.io.FileException;
import gradj.io.Safetensors;
import gradj.io.SafetensorsWriter;
import gradj.io.StoredDType;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A training's state in a safetensors file: the net under {@code net.}, the optimizer under {@code optimizer.}, the best epoch
 * under {@code best.}, and the training's own numbers; {@code docs/file-format.md} lists them. Real numbers are kept bit for
 * bit.
 */
final class CheckpointFile {
    private static final String VERSION_KEY = "gradj.checkpoint";
    private static final String VERSION = "1";
    private static final String ITERATIONS = "iterations";

    private final Network net;
    private final Optimizer optimizer;
    private final TrainingPlan plan;
    private final List<String> metrics;

    /** What must be the same when the training goes on, by name. */
    private final Map<String, String> conditions = new LinkedHashMap<>();

    CheckpointFile(
            Network net,
            Optimizer optimizer,
            TrainingPlan plan,
            List<String> metrics,
            int samples,
            int testSamples,
            Map<String, String> others) {
        this.net = net;
        this.optimizer = optimizer;
        this.plan = plan;
        this.metrics = metrics;
        conditions.put("batchSize", Integer.toString(plan.batchSize()));
        conditions.put("sampling", plan.sampling().name());
        conditions.put("seed", Long.toString(plan.seed()));
        conditions.put("trainingSamples", Integer.toString(samples));
        conditions.put("testSamples", Integer.toString(testSamples));
        conditions.put("optimizer", optimizer.getClass().getName());
        conditions.put("metrics", String.join(", ", metrics));
        new TreeMap<>(others).forEach((name, value) -> {
            if (name.equals(ITERATIONS) || name.equals(VERSION_KEY) || conditions.put(name, value) != null) {
                throw new IllegalArgumentException(
                        "checkpoints: the condition \"" + name + "\" is taken: name another");
            }
        });
    }

    // ------------------------------------------------------------------------------------------------------- write

    void write(Path file, Progress progress) {
        SafetensorsWriter writer = new SafetensorsWriter().metadata(VERSION_KEY, VERSION);
        writer.metadata(ITERATIONS, Integer.toString(plan.iterations()));
        conditions.forEach(writer::metadata);
        netTensors().forEach((name, tensor) -> writer.add("net." + name, tensor));
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

    private Map<String, Tensor> netTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        net.parameters().forEach(parameter -> tensors.put(parameter.name(), parameter.value()));
        net.buffers().forEach(buffer -> tensors.put(buffer.name(), buffer.value()));
        return tensors;
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
     * @throws FileException if the file is no checkpoint of this training; the message has every difference
     */
    void read(Path path, Progress progress) {
        try (Safetensors file = Safetensors.open(path)) {
            requireSameConditions(file);
            Map<String, Tensor> own = tensors(file, "net.");
            requireSameTensors(path, own);
            double[] losses = file.doubles("losses");
            double[] weights = file.doubles("batchWeights");
            if (losses.length > plan.iterations() || weights.length != losses.length) {
                throw new FileException(
                        path,
                        "has " + losses.length + " iterations, the plan is of " + plan.iterations()
                                + ": expected a plan of as many or more");
            }
            Map<String, Tensor> best = tensors(file, "best.");
            if (best.isEmpty() != (progress.best == null) && !best.isEmpty()) {
                throw new FileException(path, "was saved with early stopping: resume with it");
            }
            int[] order = Arrays.stream(file.longs("sampler.order"))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            long[] random = file.longs("sampler.random");
            int position = (int) number(file, "sampler.position");
            List<Epoch> epochs = epochs(file);
            progress.sampler.restore(random, order, position);
            optimizer.restore(net.parameters(), tensors(file, "optimizer."));
            net.parameters().forEach(parameter -> parameter.assign(value(own, parameter.name())));
            net.buffers().forEach(buffer -> buffer.assign(value(own, buffer.name())));
            if (progress.best != null && !best.isEmpty()) {
                progress.best.restore(best, file.doubles("bestValue")[0], (int) number(file, "epochsSinceBest"));
            }
            progress.addAll(losses, weights);
            progress.epochs.addAll(epochs);
            progress.epochStart = (int) number(file, "epochStart");
            progress.firstRate = file.doubles("firstLearningRate")[0];
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FileException(path, "is no checkpoint of this training: " + e.getMessage(), e);
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

    private static long number(Safetensors file, String name) {
        return file.longs(name)[0];
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

    private void requireSameConditions(Safetensors file) {
        requireVersion(file);
        List<String> differences = new ArrayList<>();
        conditions.forEach((name, expected) -> {
            @Nullable String found = file.metadata().get(name);
            if (!expected.equals(found)) {
                differences.add(name + " was " + found + ", is " + expected);
            }
        });
        if (!differences.isEmpty()) {
            throw new FileException(
                    file.file(),
                    "was saved by a training of another kind: " + String.join("; ", differences)
                            + ": resume with what it had, or begin anew in another folder");
        }
    }

    private void requireSameTensors(Path path, Map<String, Tensor> found) {
        List<String> differences = new ArrayList<>();
        Map<String, Tensor> own = netTensors();
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
            throw new FileException(path, "is of another net: " + String.join("; ", differences));
        }
    }

    /** The tensors behind this beginning of their names, in the file's dtype, on the net's backend. */
    private Map<String, Tensor> tensors(Safetensors file, String beginning) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.names()) {
            if (name.startsWith(beginning)) {
                DType dtype = file.dtype(name) == StoredDType.F64 ? DType.FLOAT64 : DType.FLOAT32;
                Tensors kind = new Tensors(net.parameters().get(0).value().backend(), dtype);
                tensors.put(name.substring(beginning.length()), file.tensor(name, kind));
            }
        }
        return tensors;
    }

    private List<Epoch> epochs(Safetensors file) {
        double[] rows = file.doubles("epochs");
        List<Epoch> epochs = new ArrayList<>();
        for (int at = 0; at + columns() <= rows.length; at += columns()) {
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
