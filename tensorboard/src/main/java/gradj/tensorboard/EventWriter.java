package gradj.tensorboard;

import gradj.io.FileException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what TensorBoard shows of a run: numbers, distributions, pictures and texts, by tags and steps. A run is a folder, and
 * its name the run's; in TensorBoard, the part of a tag before a slash is the group that it is shown in.
 *
 * <p>Each value is written at once, and read also if the process is killed the moment after. Of one tag the steps rise: of
 * steps that go back, TensorBoard drops values without a word. A writer is for one thread at a time.
 */
public final class EventWriter implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.([0-9]{10})\\..*");

    private final Path file;
    private final OutputStream out;
    private final WrittenEvents former;
    private final Map<String, Long> lastSteps = new HashMap<>();
    private boolean isClosed;

    /** Behind a record that was written in part nothing can be read: after it, nothing more is written. */
    private @Nullable FileException failure;

    EventWriter(Path file, OutputStream out, WrittenEvents former) {
        this.file = file;
        this.out = out;
        this.former = former;
        append(EventMessage.version(seconds()));
    }

    /** Begins a file in the folder; what the run has already is left out. */
    static EventWriter open(Path folder, WrittenEvents former) {
        try {
            if (!Files.isDirectory(folder)) { // before JDK 20, createDirectories takes a link to a folder for a file
                Files.createDirectories(folder);
            }
            Path file = newFile(folder);
            return new EventWriter(file, Files.newOutputStream(file, StandardOpenOption.WRITE), former);
        } catch (IOException e) {
            throw new FileException(
                    folder, "no events can be written into this folder: " + reason(e) + ": name another one", e);
        }
    }

    /** Named by the time in seconds, or more: TensorBoard reads the files of a run in the order of their names. */
    private static Path newFile(Path folder) throws IOException {
        long number = System.currentTimeMillis() / 1000;
        for (Path other : WrittenEvents.files(folder)) {
            Matcher name = NAME.matcher(other.getFileName().toString());
            number = name.matches() ? Math.max(number, Long.parseLong(name.group(1)) + 1) : number;
        }
        while (true) {
            try {
                return Files.createFile(
                        folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.gradj", number++)));
            } catch (FileAlreadyExistsException justNow) {
                // by another process: the next number
            }
        }
    }

    /**
     * Begins a run.
     *
     * @param folder made if it is missing
     * @throws FileException if it cannot be written, or has the events of another run
     */
    public static EventWriter create(Path folder) {
        requireNoRun(folder);
        return open(folder, WrittenEvents.NONE);
    }

    /**
     * Refuses a folder in which {@link #create} would find another run; for programs that have long work to do before.
     *
     * @throws FileException if the folder has events, or cannot be read
     */
    public static void requireNoRun(Path folder) {
        if (!WrittenEvents.files(folder).isEmpty()) {
            throw new FileException(
                    folder,
                    "has the events of another run, which would be mixed with these: name another folder, one for each"
                            + " run, or resume that run");
        }
    }

    /**
     * Goes on with a run, in a file of its own beside those that are there. Values that the run has by their tag and step,
     * and those before, are left out: a training that goes on from a checkpoint has some iterations a second time.
     *
     * @param folder made if it is missing
     * @throws FileException if it cannot be read or written
     */
    public static EventWriter resume(Path folder) {
        return open(folder, WrittenEvents.in(folder));
    }

    /**
     * Adds a point of a curve.
     *
     * @param tag as in {@code accuracy/test}
     * @param step 0 or more, and more than that of the tag's last value
     * @param value kept as a float32; NaN and infinity too
     * @throws FileException if it cannot be written, or an earlier value could not
     */
    public void scalar(String tag, long step, double value) {
        if (isDue(tag, step)) {
            append(EventMessage.scalar(seconds(), step, tag, (float) value));
        }
    }

    /**
     * Adds how often values occur. What has no place on an axis, NaN, infinity and what is infinite as a float32, is left out;
     * if there is any, the scalar TAG{@code /not finite} counts it. Of no values nothing is written.
     *
     * @param tag as in {@code weights/W1}
     * @param step as for {@link #scalar}
     * @throws FileException if it cannot be written, or an earlier value could not
     */
    public void histogram(String tag, long step, double[] values) {
        Histogram histogram = Histogram.of(values);
        if (isDue(tag, step) && histogram != null) {
            append(EventMessage.histogram(seconds(), step, tag, histogram));
        }
        int others = (int)
                Arrays.stream(values).filter(value -> !Histogram.isShown(value)).count();
        if (others > 0) {
            scalar(tag + "/not finite", step, others);
        }
    }

    /**
     * Adds a picture, as a PNG.
     *
     * @param step as for {@link #scalar}
     * @throws FileException if it cannot be written, or an earlier value could not
     */
    public void image(String tag, long step, BufferedImage picture) {
        if (isDue(tag, step)) {
            int channels = picture.getColorModel().getNumComponents();
            append(EventMessage.image(
                    seconds(), step, tag, picture.getWidth(), picture.getHeight(), channels, png(picture)));
        }
    }

    /**
     * Adds a text.
     *
     * @param step as for {@link #scalar}
     * @param markdown as TensorBoard shows it: Markdown, with tables
     * @throws FileException if it cannot be written, or an earlier value could not
     */
    public void text(String tag, long step, String markdown) {
        if (isDue(tag, step)) {
            append(EventMessage.text(seconds(), step, tag, markdown));
        }
    }

    private boolean isDue(String tag, long step) {
        if (isClosed) {
            throw new IllegalStateException("the event writer of " + file + " is closed");
        }
        if (tag.isBlank() || step < 0) {
            throw new IllegalArgumentException(
                    "event: expected a tag and a step of 0 or more, got '" + tag + "' and " + step);
        }
        if (former.reaches(tag, step)) {
            return false;
        }
        Long last = lastSteps.put(tag, step);
        if (last != null && last >= step) {
            lastSteps.put(tag, last);
            throw new IllegalArgumentException(
                    "event: the steps of a tag rise: " + tag + " has step " + last + " already, got " + step);
        }
        return true;
    }

    private void append(byte[] message) {
        if (failure != null) {
            throw failure;
        }
        try {
            out.write(EventRecord.of(message));
        } catch (IOException e) {
            failure = unwritten(e);
            throw failure;
        }
    }

    private FileException unwritten(IOException e) {
        return new FileException(
                file, "the events could not be written: " + reason(e) + ": make room, or name another folder", e);
    }

    /**
     * Closes the file; later calls do nothing.
     *
     * @throws FileException if something could not be written, now or before
     */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            out.close();
        } catch (IOException e) {
            failure = failure == null ? unwritten(e) : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static double seconds() {
        return System.currentTimeMillis() / 1000.0;
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // The cache in memory: by default ImageIO's is a file, which a full disk refuses.
        try (MemoryCacheImageOutputStream image = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", image);
        } catch (IOException cannotBe) { // nothing but memory is written to
            throw new UncheckedIOException(cannotBe);
        }
        return bytes.toByteArray();
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission for " + e.getMessage();
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
