package gradj.train;

import gradj.io.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder in which a training saves where it is, so that after a crash, a kill or a power cut it goes on from there with the
 * same bits: {@link Trainer#withCheckpoints} and {@link Trainer#resume}.
 *
 * <p>Each checkpoint is a file of its own, {@code checkpoint-0000001000.safetensors} after 1,000 iterations, written whole or
 * not at all; older ones are deleted when a newer one is safe. None is of a net that holds NaN or infinity. Beside them stands {@code best.safetensors}: the net as it was
 * after its best epoch, for {@link gradj.io.NetworkFile#load}.
 *
 * @param folder made if it is missing
 * @param iterations from one checkpoint to the next at most, 1 or more
 * @param time from one checkpoint to the next at most, longer than nothing
 * @param kept how many stay, 1 or more
 * @param conditions by name what must be the same when the training goes on, beside what the trainer knows itself
 */
public record Checkpoints(Path folder, int iterations, Duration time, int kept, Map<String, String> conditions) {
    private static final Pattern NAME = Pattern.compile("checkpoint-([0-9]{10})\\.safetensors");

    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    public Checkpoints {
        if (iterations < 1 || time.isNegative() || time.isZero() || kept < 1) {
            throw new IllegalArgumentException(
                    "checkpoints: expected 1 iteration or more, a time longer than 0 and 1 checkpoint kept or more, got "
                            + iterations + ", " + time + " and " + kept);
        }
        time = time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
        conditions = Map.copyOf(conditions);
    }

    /** One every 1,000 iterations or 10 minutes, whichever comes first; the last 3 stay. */
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder, 1000, Duration.ofMinutes(10), 3, Map.of());
    }

    public Checkpoints everyIterations(int number) {
        return new Checkpoints(folder, number, time, kept, conditions);
    }

    public Checkpoints every(Duration other) {
        return new Checkpoints(folder, iterations, other, kept, conditions);
    }

    public Checkpoints keeping(int number) {
        return new Checkpoints(folder, iterations, time, number, conditions);
    }

    /**
     * The same, where {@link Trainer#resume} refuses to go on if one of these is another than it was: what the trainer cannot
     * see, such as a learning rate or the hash of the data.
     */
    public Checkpoints requiring(Map<String, String> others) {
        return new Checkpoints(folder, iterations, time, kept, others);
    }

    /**
     * What the newest checkpoint says of its training: the conditions of then, those that the trainer knows itself, and
     * {@code iterations}, those of its plan; empty if there is no checkpoint.
     *
     * @throws FileException if the newest cannot be read
     */
    public Map<String, String> saved() {
        return newest().map(CheckpointFile::saved).orElse(Map.of());
    }

    /**
     * The newest checkpoint in the folder, if there is one.
     *
     * @throws FileException if the folder cannot be read
     */
    public Optional<Path> newest() {
        List<Path> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The net of the best epoch so far. */
    public Path best() {
        return folder.resolve("best.safetensors");
    }

    Path file(int iteration) {
        return folder.resolve(String.format(Locale.ROOT, "checkpoint-%010d.safetensors", iteration));
    }

    /** The checkpoints, oldest first. */
    private List<Path> all() {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new FileException(folder, "expected a folder of checkpoints that can be read, got " + e, e);
        }
    }

    /** Deletes what is older than those that stay. */
    void deleteOld() {
        List<Path> all = all();
        for (Path old : all.subList(0, Math.max(0, all.size() - kept))) {
            try {
                Files.deleteIfExists(old);
            } catch (IOException e) {
                throw new FileException(old, "this old checkpoint cannot be deleted: " + e, e);
            }
        }
    }

    /** Makes the folder, which must hold no checkpoint of another training. */
    void begin() {
        newest().ifPresent(file -> {
            throw new FileException(
                    folder,
                    "holds the checkpoints of a training already, the newest " + file.getFileName()
                            + ": resume it, or name another folder");
        });
        requireWritable();
    }

    /** Tells now, not after the first thousand iterations, that nothing can be written here. */
    void requireWritable() {
        makeFolder();
        try {
            Files.delete(Files.createTempFile(folder, ".gradj-", ".tmp"));
        } catch (IOException e) {
            throw new FileException(
                    folder, "no checkpoint can be written into this folder: " + e + ": name another one", e);
        }
    }

    /** What can be done where this checkpoint, the newest, is broken. */
    String ifBroken(Path newest) {
        List<Path> all = all();
        int before = all.indexOf(newest) - 1;
        return before < 0
                ? "it is the only checkpoint: begin anew in another folder"
                : "delete it to go on from the one before, " + all.get(before).getFileName();
    }

    void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FileException(
                    folder, "the folder for checkpoints cannot be made: " + e + ": name another one", e);
        }
    }
}
