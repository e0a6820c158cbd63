package gradj.testkit.guide;

import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;

/** Announces {@link SmallBackend}. */
public final class SmallProvider implements TensorBackendProvider {
    @Override
    public String name() {
        return "small";
    }

    @Override
    public int priority() {
        return -1; // never chosen unasked
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public TensorBackend create() {
        return new SmallBackend();
    }
}
