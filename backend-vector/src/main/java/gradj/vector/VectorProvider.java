package gradj.vector;

import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;

/** Announces {@link VectorBackend}. Itself it uses nothing of the Vector API, which may not be there. */
public final class VectorProvider implements TensorBackendProvider {
    @Override
    public String name() {
        return "vector";
    }

    /** Above the 100 of the backend {@code java}: where it can run, it is the one chosen. */
    @Override
    public int priority() {
        return 200;
    }

    @Override
    public Availability availability() {
        return VectorSupport.availability();
    }

    @Override
    public boolean mayLoadNativeCode() {
        return false;
    }

    @Override
    public TensorBackend create() {
        return new VectorBackend();
    }
}
