package gradj.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import gradj.io.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the event files of a folder hold: of each tag the last step, and the scalars. */
final class WrittenEvents {
    static final WrittenEvents NONE = new WrittenEvents();

    private final Map<String, Long> lastSteps = new HashMap<>();
    private final Map<String, Map<Long, Float>> scalars = new HashMap<>();

    private WrittenEvents() {}

    /** The event files, in the order in which TensorBoard reads them; those in folders of the folder are other runs'. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("tfevents") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new FileException(folder, "expected a folder that can be read, got " + e, e);
        }
    }

    /** @throws FileException if a file cannot be read; one that is cut or broken is read as far as it can be */
    static WrittenEvents in(Path folder) {
        WrittenEvents written = new WrittenEvents();
        for (Path file : files(folder)) {
            try (RecordReader records = new RecordReader(file)) {
                for (byte[] event = records.next(); event != null; event = records.next()) {
                    written.addEvent(event);
                }
            } catch (IOException e) {
                throw new FileException(file, "the events of this run cannot be read: " + e, e);
            }
        }
        return written;
    }

    /** Whether a value of this step would go back, or stand there twice. */
    boolean reaches(String tag, long step) {
        Long last = lastSteps.get(tag);
        return last != null && last >= step;
    }

    @Nullable
    Float scalar(String tag, long step) {
        return scalars.getOrDefault(tag, Map.of()).get(step);
    }

    private void addEvent(byte[] event) throws IOException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(event);
            long step = 0;
            List<ByteString> summaries = new ArrayList<>(1);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 2 -> step = in.readInt64();
                    case 5 -> summaries.add(in.readBytes());
                    default -> in.skipField(tag);
                }
            }
            for (ByteString summary : summaries) {
                addSummary(step, summary.newCodedInput());
            }
        } catch (InvalidProtocolBufferException another) {
            // No event of ours, nor of TensorFlow's: nothing that would stand there twice.
        }
    }

    private void addSummary(long step, CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                addValue(step, in.readBytes().newCodedInput());
            } else {
                in.skipField(tag);
            }
        }
    }

    private void addValue(long step, CodedInputStream in) throws IOException {
        String name = "";
        Float number = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> name = in.readString();
                case 2 -> number = in.readFloat();
                default -> in.skipField(tag);
            }
        }
        lastSteps.merge(name, step, Math::max);
        if (number != null) {
            scalars.computeIfAbsent(name, each -> new HashMap<>()).put(step, number);
        }
    }
}
