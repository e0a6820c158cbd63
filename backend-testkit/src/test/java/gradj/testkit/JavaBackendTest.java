package gradj.testkit;

import gradj.backend.JavaBackend;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The pure-Java backend, alone and with threads. */
class JavaBackendTest {
    @Nested
    class OneThread extends JavaConformance {
        private static final TensorBackend BACKEND = new JavaBackend(1);

        @Override
        protected TensorBackend backend() {
            return BACKEND;
        }
    }

    @Nested
    class ThreeThreads extends JavaConformance {
        private static final TensorBackend BACKEND = new JavaBackend(3);

        @Override
        protected TensorBackend backend() {
            return BACKEND;
        }
    }

    abstract static class JavaConformance extends BackendConformance {
        @Override
        protected Optional<TensorBackendProvider> provider() {
            return Optional.of(new JavaBackend.Provider());
        }

        @Override
        protected Optional<TensorBackend> newBackend(int threads) {
            return Optional.of(new JavaBackend(threads));
        }
    }
}
