package gradj.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The messages of event files, field by field, by the numbers that TensorFlow's event.proto, summary.proto and tensor.proto give
 * them. These few need no generated classes.
 */
final class EventMessage {
    private static final int STRING = 7; // DataType.DT_STRING
    private static final int TENSOR = 2; // DataClass.DATA_CLASS_TENSOR

    private EventMessage() {}

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static ByteString message(Fields fields) {
        ByteString.Output bytes = ByteString.newOutput();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException cannotBe) { // nothing but memory is written to
            throw new UncheckedIOException(cannotBe);
        }
        return bytes.toByteString();
    }

    /** What an event file begins with. */
    static byte[] version(double seconds) {
        return message(event -> {
                    event.writeDouble(1, seconds);
                    event.writeString(3, "brain.Event:2");
                })
                .toByteArray();
    }

    static byte[] scalar(double seconds, long step, String tag, float value) {
        return event(seconds, step, tag, summary -> summary.writeFloat(2, value));
    }

    /** @param channels 1 of grey, 3 of colours, one more with transparency */
    static byte[] image(double seconds, long step, String tag, int width, int height, int channels, byte[] png) {
        ByteString image = message(fields -> {
            fields.writeInt32(1, height);
            fields.writeInt32(2, width);
            fields.writeInt32(3, channels);
            fields.writeByteArray(4, png);
        });
        return event(seconds, step, tag, summary -> summary.writeBytes(4, image));
    }

    static byte[] histogram(double seconds, long step, String tag, Histogram histogram) {
        ByteString numbers = message(fields -> {
            fields.writeDouble(1, histogram.min());
            fields.writeDouble(2, histogram.max());
            fields.writeDouble(3, histogram.count());
            fields.writeDouble(4, histogram.sum());
            fields.writeDouble(5, histogram.sumOfSquares());
            writePacked(fields, 6, histogram.limits());
            writePacked(fields, 7, histogram.counts());
        });
        return event(seconds, step, tag, summary -> summary.writeBytes(5, numbers));
    }

    private static void writePacked(CodedOutputStream out, int field, double[] values) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(Double.BYTES * values.length);
        for (double value : values) {
            out.writeDoubleNoTag(value);
        }
    }

    /** A tensor of shape [] whose element is the text. */
    static byte[] text(double seconds, long step, String tag, String markdown) {
        ByteString tensor = message(fields -> {
            fields.writeEnum(1, STRING);
            fields.writeBytes(2, ByteString.EMPTY);
            fields.writeString(8, markdown);
        });
        ByteString plugin = message(fields -> fields.writeString(1, "text"));
        ByteString metadata = message(fields -> {
            fields.writeBytes(1, plugin);
            fields.writeEnum(4, TENSOR);
        });
        return event(seconds, step, tag, summary -> {
            summary.writeBytes(8, tensor);
            summary.writeBytes(9, metadata);
        });
    }

    private static byte[] event(double seconds, long step, String tag, Fields content) {
        ByteString value = message(fields -> {
            fields.writeString(1, tag);
            content.write(fields);
        });
        ByteString summary = message(fields -> fields.writeBytes(1, value));
        return message(event -> {
                    event.writeDouble(1, seconds);
                    event.writeInt64(2, step);
                    event.writeBytes(5, summary);
                })
                .toByteArray();
    }
}
