package gradj.jblas;

import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.testkit.BackendConformance;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract of a backend, on jblas. */
@Tag("once")
class JblasConformanceTest extends BackendConformance {
    @BeforeAll
    static void needsTheNativeLibrary() {
        NativeLibrary.require();
    }

    @Override
    protected TensorBackend backend() {
        return new JblasBackend();
    }

    @Override
    protected Optional<TensorBackendProvider> provider() {
        return Optional.of(new JblasProvider());
    }

    @Override
    protected Optional<TensorBackend> newBackend(int threads) {
        return Optional.of(new JblasBackend());
    }
}
