package gradj.io;

import gradj.cases.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code scripts/fuzz} calls with bytes that it makes up: a file is read, or refused with the promised exception. */
final class SafetensorsFuzz {
    private static final Path FILE;

    static {
        try {
            Path memory = Path.of("/dev/shm");
            FILE = Files.isDirectory(memory)
                    ? Files.createTempFile(memory, "fuzz", ".safetensors")
                    : Files.createTempFile("fuzz", ".safetensors");
            FILE.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SafetensorsFuzz() {}

    /** The name that the fuzzer looks for; what escapes is a finding. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        try (Safetensors file = Safetensors.open(FILE)) {
            for (String name : file.names()) {
                if (file.dtype(name).isInteger()) {
                    file.longs(name);
                }
                file.tensor(name, Target.FLOAT32);
                file.tensor(name, Target.FLOAT64);
            }
        } catch (FileException e) {
            if (e.getMessage().contains("\n")) {
                throw new AssertionError("more than one line", e);
            }
        }
    }
}
