package gradj.cli;

import gradj.backend.Backends;
import gradj.io.NetworkFile;
import gradj.io.Safetensors;
import gradj.io.StoredDType;
import gradj.nn.Network;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A net out of a file.
 *
 * @param tensors makes what the net takes
 * @param provenance what the file says of it
 */
record SavedNet(Path file, Network net, Tensors tensors, Map<String, String> provenance) {
    /**
     * Loads a net in the dtype in which it was saved.
     *
     * @param backend the name of one, or null for the fastest
     * @throws gradj.io.FileException if the file is none of a net that gradj saved
     */
    static SavedNet load(Path file, @Nullable String backend) {
        RunOptions.requireThreads();
        LogLines.toStderr();
        TensorBackend chosen = backend == null ? Backends.get() : Backends.get(backend);
        Tensors tensors = RunOptions.requireDType(chosen, dtype(file));
        return loadInto(file, tensors);
    }

    /** Loads a net into these tensors. */
    static SavedNet loadInto(Path file, Tensors tensors) {
        return new SavedNet(file, NetworkFile.load(file, tensors), tensors, NetworkFile.provenance(file));
    }

    private static DType dtype(Path file) {
        try (Safetensors open = Safetensors.open(file)) {
            return open.names().stream().anyMatch(name -> open.dtype(name) == StoredDType.F64)
                    ? DType.FLOAT64
                    : DType.FLOAT32;
        }
    }
}
