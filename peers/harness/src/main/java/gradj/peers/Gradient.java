package gradj.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The gradient of a {@link Problem}, each part in its parameter's shape, row-major. */
public record Gradient(float[] w1, float[] b1, float[] w2, float[] b2) {
    /** Writes the parts in this order, little-endian, nothing else. */
    public void write(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * (w1.length + b1.length + w2.length + b2.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float[] part : new float[][] {w1, b1, w2, b2}) {
            bytes.asFloatBuffer().put(part);
            bytes.position(bytes.position() + 4 * part.length);
        }
        Files.write(file, bytes.array());
    }

    /**
     * The gradient in a file.
     *
     * @throws IOException if the file has not the size that this problem's gradient has
     */
    public static Gradient read(Path file, Problem problem) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[][] parts = {
            new float[problem.w1().length],
            new float[problem.b1().length],
            new float[problem.w2().length],
            new float[problem.b2().length]
        };
        int expected = 0;
        for (float[] part : parts) {
            expected += 4 * part.length;
        }
        if (bytes.capacity() != expected) {
            throw new IOException("a gradient of " + problem.name() + " is a file of " + expected + " bytes, " + file
                    + " has " + bytes.capacity());
        }
        for (float[] part : parts) {
            bytes.asFloatBuffer().get(part);
            bytes.position(bytes.position() + 4 * part.length);
        }
        return new Gradient(parts[0], parts[1], parts[2], parts[3]);
    }

    /** A matrix [rows, columns] as [columns, rows], both row-major: for engines that keep weights the other way around. */
    public static float[] transposed(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = matrix[i * columns + j];
            }
        }
        return result;
    }
}
