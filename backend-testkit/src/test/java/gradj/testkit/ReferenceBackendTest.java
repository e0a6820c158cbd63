package gradj.testkit;

import gradj.backend.ReferenceBackend;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** The reference backend overrides nothing optional: this also tests the default compositions. */
@Tag("once")
class ReferenceBackendTest extends BackendConformance {
    private static final TensorBackend BACKEND = new ReferenceBackend();

    @Override
    protected TensorBackend backend() {
        return BACKEND;
    }

    @Override
    protected Optional<TensorBackendProvider> provider() {
        return Optional.of(new ReferenceBackend.Provider());
    }

    @Override
    protected Optional<TensorBackend> newBackend(int threads) {
        return Optional.of(new ReferenceBackend());
    }
}
