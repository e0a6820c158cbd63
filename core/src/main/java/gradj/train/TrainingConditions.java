package gradj.train;

import gradj.io.FileException;
import gradj.io.NetworkFile;
import gradj.io.Safetensors;
import gradj.io.SafetensorsWriter;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.optim.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same when a training goes on from a checkpoint, beside the tensors, as text in the file's metadata. With
 * anything else of these it would go on as another training, and nobody would notice.
 */
final class TrainingConditions {
    private static final String LAYERS = "layers";
    private static final String ITERATIONS = "iterations";
    private static final Set<String> RESERVED = Set.of(LAYERS, ITERATIONS, CheckpointFile.VERSION_KEY);
    private static final String NONE = "none";

    /** Characters of the layers that a message shows. */
    private static final int SHOWN = 80;

    private final String layers;
    private final String iterations;

    /** By name, as they are told. */
    private final Map<String, String> conditions = new LinkedHashMap<>();

    TrainingConditions(
            Network net,
            Optimizer optimizer,
            TrainingPlan plan,
            TrainingOptions options,
            int samples,
            int testSamples) {
        layers = NetworkFile.describeLayers(net);
        List<String> metrics = options.metrics().stream().map(Metric::name).toList();
        conditions.put("batchSize", Integer.toString(plan.batchSize()));
        conditions.put("sampling", plan.sampling().name());
        conditions.put("seed", Long.toString(plan.seed()));
        conditions.put("trainingSamples", Integer.toString(samples));
        conditions.put("testSamples", Integer.toString(testSamples));
        conditions.put("optimizer", className(optimizer));
        conditions.put("metrics", metrics.isEmpty() ? NONE : String.join(", ", metrics));
        @Nullable EarlyStopping stopping = options.earlyStopping();
        conditions.put(
                "earlyStopping", stopping == null ? NONE : stopping.metric().name());
        conditions.put("schedule", schedule(options.rates()));
        conditions.put("loss", NetworkFile.describeLoss(net));
        @Nullable Checkpoints checkpoints = options.checkpoints();
        if (checkpoints != null) {
            new TreeMap<>(checkpoints.conditions()).forEach(this::putOwn);
        }
        iterations = Integer.toString(plan.iterations());
    }

    private void putOwn(String name, String value) {
        if (RESERVED.contains(name) || conditions.put(name, value) != null) {
            throw new IllegalArgumentException("checkpoints: the condition \"" + name + "\" is taken: name another");
        }
    }

    private static String schedule(LearningRates rates) {
        @Nullable Schedule schedule = rates.schedule();
        @Nullable Metric measured = rates.measured();
        return schedule == null ? NONE : className(schedule) + (measured == null ? "" : " of " + measured.name());
    }

    /** Of a lambda the class that it stands in: its own name is another one in each process. */
    private static String className(Object object) {
        String name = object.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    void write(SafetensorsWriter writer) {
        conditions.forEach(writer::metadata);
        writer.metadata(LAYERS, layers);
        writer.metadata(ITERATIONS, iterations); // no condition: a plan may become longer
    }

    /** @throws FileException with every difference by its name */
    void requireSame(Safetensors file) {
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

    /** Two layers may have the same tensors, such as none, and be different functions. */
    void requireSameLayers(Safetensors file) {
        String was = file.metadata().getOrDefault(LAYERS, NONE);
        if (!was.equals(layers)) {
            int from = 0;
            while (from < Math.min(was.length(), layers.length()) && was.charAt(from) == layers.charAt(from)) {
                from++;
            }
            from = Math.max(0, from - SHOWN / 2);
            throw new FileException(
                    file.file(),
                    "is of another net: its layers were " + shown(was, from) + ", are " + shown(layers, from)
                            + ": resume with the net that it had, or begin anew in another folder");
        }
    }

    private static String shown(String text, int from) {
        int to = Math.min(text.length(), from + SHOWN);
        return (from > 0 ? "..." : "") + text.substring(from, to) + (to < text.length() ? "..." : "");
    }
}
