package gradj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The first part of a safetensors file: eight bytes with the header's length, then JSON that names each tensor with its
 * dtype, shape and place. Nothing in it is believed before it is checked.
 *
 * <p>As lenient as the reference library: unknown fields, blanks, a tensor named twice (the last one counts), null for
 * metadata and places that are no multiple of the element's size are let pass; holes and overlaps are not.
 *
 * @param dataStart where in the file the tensors' bytes begin
 * @param tensors in the order of their bytes
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, StoredTensor> tensors, long dataStart) {
    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = 8;

    /** The reference library's own limit. */
    static final int MAX_BYTES = 100_000_000;

    private static final String CUT_OFF = ": the file is cut off or not safetensors, get it again";

    /** @throws FileException if it is not the header of exactly this file */
    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < LENGTH_BYTES) {
            throw new FileException(
                    file, "expected at least the 8 bytes of a safetensors header, found " + fileBytes + CUT_OFF);
        }
        ByteBuffer start = bytes(file, channel, 0, (int) Math.min(fileBytes, ForeignFormat.BYTES));
        long length = start.getLong(0);
        byte first = fileBytes > LENGTH_BYTES ? start.get(LENGTH_BYTES) : 0;
        if (length < 1 || length > MAX_BYTES || length > fileBytes - LENGTH_BYTES || first != '{') {
            throw new FileException(file, noHeader(start, length, first, fileBytes));
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes(file, channel, LENGTH_BYTES, (int) length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FileException(file, "expected a safetensors header in UTF-8, found other bytes: get it again", e);
        }
        return new Parser(file, text).parse(LENGTH_BYTES + length, fileBytes);
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new FileException(file, "became shorter while it was read: read it again");
            }
        }
        return buffer.flip();
    }

    private static String noHeader(ByteBuffer start, long length, byte first, long fileBytes) {
        byte[] beginning = new byte[start.limit()];
        start.get(0, beginning);
        String foreign = ForeignFormat.describe(beginning);
        if (!foreign.isEmpty()) {
            return "expected a safetensors file, found " + foreign;
        }
        if (length > 0 && length <= MAX_BYTES && length > fileBytes - LENGTH_BYTES) {
            return "expected a header of " + length + " bytes, found " + (fileBytes - LENGTH_BYTES) + CUT_OFF;
        }
        if (length > 0 && length <= MAX_BYTES) {
            return String.format("expected a header that begins with '{', found byte 0x%02x%s", first, CUT_OFF);
        }
        return "expected a header of 2 to " + MAX_BYTES + " bytes, found a length of " + Long.toUnsignedString(length)
                + ": it is not a safetensors file, or broken: get it again";
    }

    /** Reads the JSON, then checks that the tensors fill the file. */
    private static final class Parser {
        private final Path file;
        private final JsonReader json;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, StoredTensor> byName = new LinkedHashMap<>();
        private boolean hasMetadata;

        Parser(Path file, String text) {
            this.file = file;
            this.json = new JsonReader(text);
        }

        SafetensorsHeader parse(long dataStart, long fileBytes) {
            try {
                json.object(this::entry);
                json.end();
            } catch (JsonException e) {
                throw new FileException(file, "its header is not that of a safetensors file: " + e.getMessage(), e);
            }
            List<StoredTensor> ordered = new ArrayList<>(byName.values());
            ordered.sort(Comparator.comparingLong(StoredTensor::begin).thenComparingLong(StoredTensor::end));
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            long place = 0;
            for (StoredTensor tensor : ordered) {
                if (tensor.begin() != place) {
                    throw broken(
                            tensor.name(),
                            "expected its data at offset " + place + ", found " + tensor.begin()
                                    + (tensor.begin() < place ? ", inside another tensor" : ", behind a hole"));
                }
                place = tensor.end();
                tensors.put(tensor.name(), tensor);
            }
            long found = fileBytes - dataStart;
            if (place != found) {
                throw new FileException(
                        file,
                        "expected " + place + " bytes of tensors, found " + found
                                + (found < place ? CUT_OFF : ": something was appended to it, get it again"));
            }
            return new SafetensorsHeader(metadata, tensors, dataStart);
        }

        private void entry(String key) {
            if (!key.equals(METADATA)) {
                byName.put(key, tensor(key));
            } else if (hasMetadata) {
                throw new JsonException(METADATA + " stands in it twice");
            } else {
                hasMetadata = true;
                if (!json.word("null")) {
                    json.object(name -> metadata.put(name, metadataValue(name)));
                }
            }
        }

        private String metadataValue(String name) {
            if (json.next() != '"') {
                throw json.expected("a string as metadata \"" + shortened(name) + "\"");
            }
            return json.string();
        }

        private StoredTensor tensor(String name) {
            Fields fields = new Fields();
            json.object(field -> {
                switch (field) {
                    case "dtype" -> fields.dtype = once(name, field, fields.dtype, dtype(name));
                    case "shape" -> fields.shape = once(name, field, fields.shape, numbers());
                    case "data_offsets" -> fields.offsets = once(name, field, fields.offsets, numbers());
                    default -> json.skip();
                }
            });
            StoredDType dtype = present(name, "dtype", fields.dtype);
            long[] shape = present(name, "shape", fields.shape);
            long[] offsets = present(name, "data_offsets", fields.offsets);
            if (offsets.length != 2 || offsets[1] < offsets[0]) {
                throw broken(name, "expected data_offsets [begin, end], found " + shortened(offsets));
            }
            if (bytes(name, dtype, shape) != offsets[1] - offsets[0]) {
                throw broken(
                        name,
                        dtype + " " + shortened(shape) + " needs " + bytes(name, dtype, shape) + " bytes, it has "
                                + (offsets[1] - offsets[0]));
            }
            return new StoredTensor(name, dtype, shape, offsets[0], offsets[1]);
        }

        private long bytes(String name, StoredDType dtype, long[] shape) {
            try {
                long size = 1;
                for (long length : shape) {
                    size = Math.multiplyExact(size, length);
                }
                return Math.multiplyExact(size, dtype.bytes());
            } catch (ArithmeticException e) {
                throw broken(name, "shape " + shortened(shape) + " has more bytes than any file");
            }
        }

        private StoredDType dtype(String name) {
            String found = json.string();
            StoredDType dtype = StoredDType.named(found);
            if (dtype == null) {
                throw broken(
                        name,
                        "expected a dtype of " + StoredDType.all() + ", found " + shortened(found)
                                + ": convert it where the file was made");
            }
            return dtype;
        }

        /** An array of whole numbers from 0 on. */
        private long[] numbers() {
            LongStream.Builder numbers = LongStream.builder();
            json.array(() -> {
                char first = json.next();
                if (first >= '0' && first <= '9' && json.number() instanceof Long number) {
                    numbers.add(number);
                } else {
                    throw json.expected("a whole number from 0 to 2^63 - 1");
                }
            });
            return numbers.build().toArray();
        }

        private <T> T once(String name, String field, @Nullable T before, T value) {
            if (before != null) {
                throw broken(name, field + " stands in it twice");
            }
            return value;
        }

        private <T> T present(String name, String field, @Nullable T value) {
            if (value == null) {
                throw broken(name, field + " is missing");
            }
            return value;
        }

        private FileException broken(String tensor, String problem) {
            return new FileException(file, "tensor \"" + shortened(tensor) + "\": " + problem);
        }
    }

    /** What was read of a tensor so far. */
    private static final class Fields {
        private @Nullable StoredDType dtype;
        private long @Nullable [] shape;
        private long @Nullable [] offsets;
    }

    /** For messages: a foreign file's names may be of any length. */
    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    private static String shortened(long[] numbers) {
        return shortened(Arrays.toString(numbers));
    }
}
