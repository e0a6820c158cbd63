package gradj.testkit.guide;

import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.testkit.BackendConformance;
import java.util.Optional;

class SmallBackendTest extends BackendConformance {
    private static final TensorBackend BACKEND = new SmallBackend();

    @Override
    protected TensorBackend backend() {
        return BACKEND;
    }

    @Override
    protected Optional<TensorBackendProvider> provider() {
        return Optional.of(new SmallProvider());
    }

    @Override
    protected Optional<TensorBackend> newBackend(int threads) {
        return Optional.of(new SmallBackend());
    }
}
