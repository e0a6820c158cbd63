package gradj.io;

import gradj.tensor.Shape;
import java.util.Arrays;

/**
 * What a safetensors header says of one tensor.
 *
 * @param lengths of the axes; a foreign file's may be longer than a {@link Shape} can be
 * @param begin where its bytes begin, counted from the end of the header
 * @param end where the next tensor's bytes begin
 */
record StoredTensor(String name, StoredDType dtype, long[] lengths, long begin, long end) {
    /** The number of elements; {@link SafetensorsHeader} has made sure that the bytes are as many. */
    long size() {
        return (end - begin) / dtype.bytes();
    }

    /** For example {@code F32 [50, 784]}. */
    String describe() {
        return dtype + " " + Arrays.toString(lengths);
    }
}
