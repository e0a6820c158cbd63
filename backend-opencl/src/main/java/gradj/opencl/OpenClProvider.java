package gradj.opencl;

import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;

/** Announces {@link OpenClBackend}. */
public final class OpenClProvider implements TensorBackendProvider {
    @Override
    public String name() {
        return OpenClBackend.NAME;
    }

    /** Below the 100 of the backend {@code java}: OpenCL computes only where it is asked for by name. */
    @Override
    public int priority() {
        return 40;
    }

    /** The first time, loads libOpenCL and asks it for its devices; compiles nothing. */
    @Override
    public Availability availability() {
        return OpenClSetup.get().availability();
    }

    @Override
    public TensorBackend create() {
        return new OpenClBackend();
    }
}
