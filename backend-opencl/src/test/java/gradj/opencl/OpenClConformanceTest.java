package gradj.opencl;

import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.testkit.BackendConformance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract of a backend, on the device that OpenCL gives; the device's driver compiles, whatever the JDK. */
@Tag("once")
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
        return threads == 1
                ? Optional.of(new OpenClBackend())
                : Optional.empty(); // the device's threads are the driver's
    }
}
