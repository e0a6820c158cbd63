package gradj.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The frame that each message of an event file stands in (TensorFlow's TFRecord), little-endian: the length in 8 bytes, the
 * masked CRC of these 8, the message, its masked CRC.
 */
final class EventRecord {
    /** Length and CRC in front. */
    static final int HEAD = 12;

    /** The CRC behind. */
    static final int TAIL = 4;

    /** So that the CRC of data that hold CRCs is not a special one. */
    private static final int MASK = 0xa282ead8;

    private EventRecord() {}

    static byte[] of(byte[] message) {
        ByteBuffer record = ByteBuffer.allocate(HEAD + message.length + TAIL).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(message.length);
        record.putInt(maskedCrc(record.array(), Long.BYTES));
        record.put(message);
        record.putInt(maskedCrc(message, message.length));
        return record.array();
    }

    /** Of the first bytes, so many. */
    static int maskedCrc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
