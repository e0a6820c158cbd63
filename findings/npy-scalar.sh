#!/bin/sh
# org.jetbrains.bio:npy:0.3.5
#
# A .npy file of one number, shape (), as NumPy writes for a scalar, cannot be read: the product over no dimensions is not
# taken as 1 but refused, "Empty array can't be reduced." An array of shape (0, 3), which holds nothing, is read.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.jetbrains.bio:npy:0.3.5
program <<'JAVA'
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;

class Finding {
    public static void main(String[] args) throws Exception {
        for (String shape : new String[] {"()", "(1,)", "(1, 1)", "(0, 3)"}) {
            Path file = write(shape, shape.startsWith("(0") ? 0 : 1);
            try {
                NpyArray array = NpyFile.read(file, 1 << 16);
                System.out.println(shape + " " + Arrays.toString(array.asFloatArray()) + " " + Arrays.toString(array.getShape()));
            } catch (UnsupportedOperationException e) {
                System.out.println(shape + " " + e.getMessage());
            } finally {
                Files.delete(file);
            }
        }
    }

    /** One or no float of 7 in NumPy's format 1.0: data begin at 128. */
    static Path write(String shape, int floats) throws Exception {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        header += " ".repeat(128 - 10 - 1 - header.length()) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(128 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < floats; i++) {
            bytes.putFloat(7);
        }
        return Files.write(Files.createTempFile("finding", ".npy"), bytes.array());
    }
}
JAVA
seen <<'SEEN'
() Empty array can't be reduced.
(1,) [7.0] [1]
(1, 1) [7.0] [1, 1]
(0, 3) [] [0, 3]
SEEN
