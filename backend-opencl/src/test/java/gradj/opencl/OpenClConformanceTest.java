package gradj.opencl;

import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.testkit.BackendConformance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a backend, on the device that OpenCL gives. */
class OpenClConformanceTest extends BackendConformance {
    private static @Nullable OpenClBackend backend;

    @BeforeAll
    static void start() {
        OpenClDevices.require();
        backend = new OpenClBackend();
    }

    @AfterAll
    static void close() {
        if (backend != null) {
            backend.close();
        }
    }

    @Override
    protected TensorBackend backend() {
        return backend;
    }

    @Override
    protected Optional<TensorBackendProvider> provider() {
        return Optional.of(new OpenClProvider());
    }

    @Override
    protected Optional<TensorBackend> newBackend(int threads) {
        return Optional.of(new OpenClBackend());
    }
}
