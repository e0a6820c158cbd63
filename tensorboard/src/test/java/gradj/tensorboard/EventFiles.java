package gradj.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;

/** A reader of event files that has nothing of the writer: frames and CRCs by their definition, messages by TensorFlow's classes. */
final class EventFiles {
    /** Castagnoli's polynomial, its bits reversed. */
    private static final int POLYNOMIAL = 0x82f63b78;

    private EventFiles() {}

    /** A value of a tag. */
    record Point(long step, Summary.Value value) {}

    /** Bit by bit. */
    static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte each : bytes) {
            crc ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
        }
        return ~crc;
    }

    private static int masked(byte[] bytes) {
        int crc = crc32c(bytes);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("tfevents"))
                    .sorted()
                    .toList();
        }
    }

    /** All events of a file, up to a record that is cut; each CRC is checked. */
    static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        for (byte[] message : messages(Files.readAllBytes(file))) {
            events.add(event(message));
        }
        return events;
    }

    /** By the message's description: the parsers in these old classes are refused by protobuf, for strangers may overflow them. */
    static Event event(byte[] message) throws InvalidProtocolBufferException {
        return Event.newBuilder()
                .mergeFrom(DynamicMessage.parseFrom(Event.getDescriptor(), message))
                .build();
    }

    static List<byte[]> messages(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> messages = new ArrayList<>();
        while (file.remaining() >= 16) {
            byte[] head = new byte[8];
            file.get(file.position(), head);
            int length = Math.toIntExact(file.getLong());
            assertEquals(masked(head), file.getInt(), "CRC of a length");
            if (file.remaining() < length + 4) {
                break;
            }
            byte[] message = new byte[length];
            file.get(message);
            assertEquals(masked(message), file.getInt(), "CRC of a message");
            messages.add(message);
        }
        return messages;
    }

    /** The values of all files of a run by their tags; the steps of the run never go back, those of a tag rise. */
    static Map<String, List<Point>> run(Path folder) throws IOException {
        Map<String, List<Point>> points = new LinkedHashMap<>();
        long last = 0;
        for (Path file : in(folder)) {
            List<Event> events = read(file);
            assertEquals("brain.Event:2", events.get(0).getFileVersion());
            for (Event event : events.subList(1, events.size())) {
                assertEquals(last, Math.min(last, event.getStep()), "steps go back in " + file);
                last = event.getStep();
                for (Summary.Value value : event.getSummary().getValueList()) {
                    points.computeIfAbsent(value.getTag(), each -> new ArrayList<>())
                            .add(new Point(event.getStep(), value));
                }
            }
        }
        points.forEach((tag, values) -> {
            for (int i = 1; i < values.size(); i++) {
                assertEquals(
                        true,
                        values.get(i).step() > values.get(i - 1).step(),
                        tag + " at " + values.get(i).step());
            }
        });
        return points;
    }

    /** As in {@code 600: 0.5}. */
    static Map<Long, Float> scalars(Map<String, List<Point>> run, String tag) {
        Map<Long, Float> scalars = new LinkedHashMap<>();
        run.getOrDefault(tag, List.of()).forEach(point -> {
            assertEquals(Summary.Value.ValueCase.SIMPLE_VALUE, point.value().getValueCase());
            scalars.put(point.step(), point.value().getSimpleValue());
        });
        return scalars;
    }

    static List<Long> steps(Map<String, List<Point>> run, String tag) {
        return run.getOrDefault(tag, List.of()).stream().map(Point::step).toList();
    }
}
