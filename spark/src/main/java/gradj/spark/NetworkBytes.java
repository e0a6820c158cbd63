package gradj.spark;

import gradj.io.NetworkFile;
import gradj.nn.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A net as the bytes of its safetensors file: so it goes from an executor to the driver and into a model. */
final class NetworkBytes {
    private NetworkBytes() {}

    static byte[] of(Network net) {
        return throughFile(file -> {
            NetworkFile.save(net, file);
            return Files.readAllBytes(file);
        });
    }

    /** On the backend that is chosen here. */
    static Network network(byte[] bytes) {
        return throughFile(file -> {
            Files.write(file, bytes);
            return NetworkFile.load(file);
        });
    }

    /** What is done with a file that is gone afterwards. */
    @FunctionalInterface
    interface FileUse<T> {
        T use(Path file) throws IOException;
    }

    static <T> T throughFile(FileUse<T> use) {
        try {
            Path folder = Files.createTempDirectory("gradj-spark");
            Path file = folder.resolve("net.safetensors");
            try {
                return use.use(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
