package gradj.spark;

import gradj.io.NetworkFile;
import gradj.io.Safetensors;
import gradj.io.SafetensorsWriter;
import gradj.io.StoredDType;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The folder in which a run on Spark keeps where it is, on any file system that Hadoop knows: safetensors files with the net, the
 * optimizer and the losses so far. What the next mini-batch is follows from the seed and the number of iterations done.
 *
 * <p>A file is there whole or not at all: it is written under another name first.
 */
final class Checkpoint implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int KEPT = 2;
    private static final String SUFFIX = ".safetensors";

    private final String folder;
    private final SerializableConfiguration hadoop;

    /** Iterations from one to the next. */
    private final int interval;

    Checkpoint(String folder, SerializableConfiguration hadoop, int interval) {
        this.folder = folder;
        this.hadoop = hadoop;
        this.interval = interval;
    }

    boolean isDue(int iteration) {
        return iteration % interval == 0;
    }

    private FileSystem files() throws IOException {
        return new Path(folder).getFileSystem(hadoop.value());
    }

    // ------------------------------------------------------------------------------------------------------- driver

    /** Makes the folder now, rather than find out after a thousand iterations that nothing can be written there. */
    void begin() throws IOException {
        if (!files().mkdirs(new Path(folder))) {
            throw new IOException("the folder cannot be made");
        }
    }

    /** The iterations that the newest one has done; 0 if there is none. */
    int newest() throws IOException {
        return all().reduce((older, newer) -> newer)
                .map(path -> Integer.parseInt(path.getName().replace(SUFFIX, "")))
                .orElse(0);
    }

    /** Removes the folder. */
    void end() throws IOException {
        files().delete(new Path(folder), true);
    }

    /** The checkpoints, oldest first. */
    private Stream<Path> all() throws IOException {
        FileStatus[] found;
        try {
            found = files().listStatus(new Path(folder));
        } catch (FileNotFoundException none) {
            return Stream.of();
        }
        return Arrays.stream(found)
                .map(FileStatus::getPath)
                .filter(path -> path.getName().matches("[0-9]{10}\\" + SUFFIX))
                .sorted(Comparator.comparing(Path::getName));
    }

    private Path path(int iteration) {
        return new Path(folder, String.format(Locale.ROOT, "%010d", iteration) + SUFFIX);
    }

    // ------------------------------------------------------------------------------------------------------- worker

    /** Saves where the training is, and deletes older ones. */
    void write(int iteration, Network net, Optimizer optimizer, double[] losses) {
        NetworkBytes.throughFile(file -> {
            SafetensorsWriter writer = new SafetensorsWriter();
            NetworkFile.tensors(net).forEach((name, tensor) -> writer.add("net." + name, tensor));
            optimizer.state(net.parameters()).forEach((name, tensor) -> writer.add("optimizer." + name, tensor));
            writer.add("losses", Shape.of(losses.length), losses);
            writer.write(file);
            Path target = path(iteration);
            Path unfinished = new Path(folder, target.getName() + ".unfinished");
            files().copyFromLocalFile(false, true, new Path(file.toUri()), unfinished);
            files().delete(target, false); // of an attempt that was cut off here
            if (!files().rename(unfinished, target)) {
                throw new IOException(target + " cannot be written");
            }
            List<Path> all = all().toList();
            for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
                files().delete(old, false);
            }
            return iteration;
        });
    }

    /** Puts net and optimizer where they were after so many iterations; the losses of then. */
    double[] read(int iteration, Network net, Optimizer optimizer) {
        return NetworkBytes.throughFile(file -> {
            files().copyToLocalFile(false, path(iteration), new Path(file.toUri()), true);
            try (Safetensors saved = Safetensors.open(file)) {
                optimizer.restore(net.parameters(), tensors(saved, "optimizer.", net));
                Map<String, Tensor> values = tensors(saved, "net.", net);
                net.parameters().forEach(p -> p.assign(Objects.requireNonNull(values.get(p.name()))));
                net.buffers().forEach(b -> b.assign(Objects.requireNonNull(values.get(b.name()))));
                return saved.doubles("losses");
            }
        });
    }

    private static Map<String, Tensor> tensors(Safetensors file, String beginning, Network net) {
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
}
