package gradj.testkit;

import gradj.backend.JavaBackend;
import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.function.Supplier;

/** A provider that is wrong on purpose: nobody finds it, and it answers what it is told to. */
record WrongProvider(String name, Supplier<Availability> answer) implements TensorBackendProvider {
    /** Looks for its native library in {@code availability()} and lets the failure through. */
    static WrongProvider throwing() {
        return new WrongProvider("java", () -> {
            throw new UnsatisfiedLinkError("no blas in java.library.path");
        });
    }

    /** Says no, but neither why nor what fixes it. */
    static WrongProvider withoutReason() {
        return new WrongProvider("java", () -> Availability.no("", ""));
    }

    /** Announces a backend of another name. */
    static WrongProvider misnamed() {
        return new WrongProvider("other", Availability::yes);
    }

    /** Right in all but that no service file names it. */
    static WrongProvider unlisted() {
        return new WrongProvider("java", Availability::yes);
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return answer.get();
    }

    @Override
    public TensorBackend create() {
        return new JavaBackend();
    }
}
