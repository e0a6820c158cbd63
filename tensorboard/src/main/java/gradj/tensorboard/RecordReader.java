package gradj.tensorboard;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The messages of an event file, as far as it is whole: its process may have been killed while it wrote. */
final class RecordReader implements AutoCloseable {
    private final DataInputStream in;
    private long left;

    RecordReader(Path file) throws IOException {
        this.left = Files.size(file);
        this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    /**
     * The next message, or null at the end: that of the file, a record that is cut, or a length that is not to be trusted. A
     * message whose own CRC is wrong is passed over, as TensorBoard's fast loader does: its length is right.
     */
    byte @Nullable [] next() throws IOException {
        while (left >= EventRecord.HEAD + EventRecord.TAIL) {
            byte[] head = new byte[EventRecord.HEAD];
            in.readFully(head);
            ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            long length = numbers.getLong();
            left -= EventRecord.HEAD;
            if (numbers.getInt() != EventRecord.maskedCrc(head, Long.BYTES)
                    || length < 0
                    || length > Math.min(left - EventRecord.TAIL, Integer.MAX_VALUE - 8)) {
                break;
            }
            byte[] message = new byte[(int) length];
            in.readFully(message);
            left -= length + EventRecord.TAIL;
            if (Integer.reverseBytes(in.readInt()) == EventRecord.maskedCrc(message, message.length)) {
                return message;
            }
        }
        left = 0;
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
