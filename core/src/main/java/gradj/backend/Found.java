package gradj.backend;

import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider on the class path. It is asked for no more than is needed, because the availability of a native backend may
 * take a fraction of a second to find out; whatever it throws becomes an answer and hides no other provider.
 */
final class Found {
    private static final int MOST_PROVIDERS = 100;
    private static final String MEND = "remove its jar from the class path or replace it by a version for this gradj";

    private final String name;
    private final String version;
    private final int priority;
    private final Supplier<Availability> asked;
    private final Supplier<TensorBackend> creation;
    private @Nullable Availability answer;

    private Found(
            String name, String version, int priority, Supplier<Availability> asked, Supplier<TensorBackend> creation) {
        this.name = name;
        this.version = version;
        this.priority = priority;
        this.asked = asked;
        this.creation = creation;
    }

    /** Every provider, the one of the highest priority first. */
    static List<Found> all() {
        List<Found> all = new ArrayList<>();
        Iterator<TensorBackendProvider> providers =
                ServiceLoader.load(TensorBackendProvider.class).iterator();
        // A class path that cannot be read at all fails again at every call: some failures must be enough.
        while (all.size() < MOST_PROVIDERS) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                all.add(of(providers.next()));
            } catch (ServiceConfigurationError | LinkageError failure) {
                all.add(broken("unknown", failure));
            }
        }
        all.sort(Comparator.comparingInt((Found found) -> found.priority).reversed());
        return all;
    }

    private static Found of(TensorBackendProvider provider) {
        try {
            String name = Objects.requireNonNull(provider.name(), "its name is null");
            String version = provider.getClass().getPackage().getImplementationVersion();
            return new Found(
                    name,
                    version == null ? "unknown" : version,
                    provider.priority(),
                    () -> Objects.requireNonNull(provider.availability(), "its availability is null"),
                    provider::create);
        } catch (RuntimeException | LinkageError failure) {
            return broken(provider.getClass().getName(), failure);
        }
    }

    private static Found broken(String name, Throwable failure) {
        Supplier<TensorBackend> creation = () -> {
            throw new IllegalStateException(failure);
        };
        return new Found(name, "unknown", Integer.MIN_VALUE, () -> brokenBy(failure), creation);
    }

    private static Availability brokenBy(Throwable failure) {
        String cause = failure.getCause() == null ? "" : ", caused by " + failure.getCause();
        return Availability.no("its provider is broken: " + failure + cause, MEND);
    }

    String name() {
        return name;
    }

    int priority() {
        return priority;
    }

    boolean isAvailable() {
        return availability().isAvailable();
    }

    /** Asks the provider, once. */
    private Availability availability() {
        if (answer == null) {
            try {
                answer = asked.get();
            } catch (RuntimeException | LinkageError failure) {
                answer = brokenBy(failure);
            }
        }
        return answer;
    }

    Candidate candidate() {
        return new Candidate(name, version, priority, availability());
    }

    /** The same, not available after all. */
    Candidate candidateThatFailed(Throwable failure) {
        String mend = "see the failure; the other backends still work";
        return new Candidate(name, version, priority, Availability.no("it failed to start: " + failure, mend));
    }

    TensorBackend create() {
        return Objects.requireNonNull(creation.get(), "its backend is null");
    }
}
