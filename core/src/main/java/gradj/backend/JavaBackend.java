package gradj.backend;

import gradj.backend.array.ArrayBackend;
import gradj.backend.array.Parallel;
import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;

/** The backend that is always there: plain Java on Java arrays, no flag, no module, no native code. */
public final class JavaBackend extends ArrayBackend {
    /** With as many threads as the system property {@code gradj.threads} says, or as there are processors. */
    public JavaBackend() {
        this(Parallel.configuredThreads());
    }

    /** With this many threads inside an operation, 1 or more; the results do not depend on the number. */
    public JavaBackend(int threads) {
        super("java", threads);
    }

    /** Announces {@link JavaBackend}. */
    public static final class Provider implements TensorBackendProvider {
        @Override
        public String name() {
            return "java";
        }

        @Override
        public int priority() {
            return 100;
        }

        @Override
        public Availability availability() {
            return Availability.yes();
        }

        @Override
        public boolean mayLoadNativeCode() {
            return false;
        }

        @Override
        public TensorBackend create() {
            return new JavaBackend();
        }
    }
}
