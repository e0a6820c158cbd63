package gradj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with a fault anywhere is read, or refused with the promised exception: no other one escapes, nor an error. */
class SafetensorsMutationTest {
    private static final Path KINDS = Path.of("src/test/resources/safetensors/kinds.safetensors");

    @TempDir
    private Path folder;

    private byte[] original = {};
    private Path file = KINDS;
    private int read;
    private int refused;

    @BeforeEach
    void readOriginal() throws IOException {
        original = Files.readAllBytes(KINDS);
        file = folder.resolve("mutated.safetensors");
    }

    private void tryToRead(byte[] bytes) throws IOException {
        Files.deleteIfExists(file); // ext4 writes a file that is truncated and written again to the disk at once
        Files.write(file, bytes);
        try (Safetensors mutated = Safetensors.open(file)) {
            for (String name : mutated.names()) {
                if (!mutated.dtype(name).isInteger()) {
                    mutated.tensor(name, Target.FLOAT64);
                } else {
                    mutated.longs(name);
                }
            }
            read++;
        } catch (FileException e) {
            assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            refused++;
        }
    }

    @Test
    void cutOffAnywhere() throws IOException {
        for (int length = 0; length < original.length; length++) {
            tryToRead(Arrays.copyOf(original, length));
        }
        assertEquals(original.length, refused);
    }

    @Test
    void anyByteChanged() throws IOException {
        for (int i = 0; i < original.length; i++) {
            byte[] bytes = original.clone();
            bytes[i] ^= (byte) (1 << i % 8);
            tryToRead(bytes);
        }
        // What changed data or a name is read; those bytes are less than half.
        assertTrue(read > 103 && refused > read, read + " read, " + refused + " refused");
    }

    /** Pieces of the file removed, doubled, or put in another's place: the header stays near to a right one. */
    @Test
    void piecesMoved() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 600; i++) {
            int from = random.nextInt(original.length);
            int length = random.nextInt(Math.min(60, original.length - from));
            int to = random.nextInt(original.length - length);
            byte[] bytes = original.clone();
            if (i % 2 == 0) {
                System.arraycopy(original, from, bytes, to, length);
            } else {
                bytes = Arrays.copyOf(original, original.length - length);
                System.arraycopy(original, from + length, bytes, from, original.length - from - length);
                bytes[0] = (byte) (bytes[0] - length);
            }
            tryToRead(bytes);
        }
        assertTrue(refused > 300, refused + " refused");
    }
}
