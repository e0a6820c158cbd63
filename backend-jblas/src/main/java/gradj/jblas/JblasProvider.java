package gradj.jblas;

import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;

/** Announces {@link JblasBackend}. */
public final class JblasProvider implements TensorBackendProvider {
    @Override
    public String name() {
        return "jblas";
    }

    /**
     * Below the 100 of the backend {@code java}, which is always there: jblas runs only where it is asked for by name.
     */
    @Override
    public int priority() {
        return 50;
    }

    /** The first time, loads the native library and multiplies two numbers by it: nothing less tells the truth. */
    @Override
    public Availability availability() {
        return JblasLibrary.availability();
    }

    @Override
    public TensorBackend create() {
        return new JblasBackend();
    }
}
