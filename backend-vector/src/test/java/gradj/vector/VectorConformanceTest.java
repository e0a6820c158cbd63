package gradj.vector;

import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.testkit.BackendConformance;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a backend, on the Vector API; the build runs it once for each width of vectors. */
class VectorConformanceTest extends BackendConformance {
    @BeforeAll
    static void takeVectors() throws InterruptedException {
        CompiledKernels.await();
    }

    private static final TensorBackend BACKEND = new VectorBackend();

    @Override
    protected TensorBackend backend() {
        return BACKEND;
    }

    @Override
    protected Optional<TensorBackendProvider> provider() {
        return Optional.of(new VectorProvider());
    }

    @Override
    protected Optional<TensorBackend> newBackend(int threads) {
        return Optional.of(new VectorBackend(threads));
    }
}
