package gradj.backend;

import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A provider that was found. It is asked for no more than is needed, because the availability of a native backend may take
 * a fraction of a second to find out, and loads its library; whatever it throws becomes an answer and hides no other
 * provider.
 */
final class DiscoveredProvider {
    private static final String REMEDY = "remove its jar from the class path or replace it by a version for this gradj";

    private final String name;
    private final @Nullable Class<?> type;
    private final int priority;
    private final boolean isHarmless;
    private final Supplier<Availability> asked;
    private final Supplier<TensorBackend> creation;
    private @Nullable Availability answer;

    private DiscoveredProvider(
            String name,
            @Nullable Class<?> type,
            int priority,
            boolean isHarmless,
            Supplier<Availability> asked,
            Supplier<TensorBackend> creation) {
        this.name = name;
        this.type = type;
        this.priority = priority;
        this.isHarmless = isHarmless;
        this.asked = asked;
        this.creation = creation;
    }

    static DiscoveredProvider of(TensorBackendProvider provider) {
        try {
            return new DiscoveredProvider(
                    Objects.requireNonNull(provider.name(), "its name is null"),
                    provider.getClass(),
                    provider.priority(),
                    !provider.mayLoadNativeCode(),
                    () -> Objects.requireNonNull(provider.availability(), "its availability is null"),
                    provider::create);
        } catch (RuntimeException | LinkageError failure) {
            return broken(provider.getClass().getName(), failure);
        }
    }

    static DiscoveredProvider broken(String name, Throwable failure) {
        return unavailable(name, Integer.MIN_VALUE, brokenBy(failure));
    }

    static DiscoveredProvider unavailable(String name, int priority, String reason, String remedy) {
        return unavailable(name, priority, Availability.no(reason, remedy));
    }

    private static DiscoveredProvider unavailable(String name, int priority, Availability no) {
        return new DiscoveredProvider(name, null, priority, true, () -> no, () -> {
            throw new IllegalStateException(no.toString());
        });
    }

    private static Availability brokenBy(Throwable failure) {
        String cause = failure.getCause() == null ? "" : ", caused by " + failure.getCause();
        return Availability.no("its provider is broken: " + failure + cause, REMEDY);
    }

    String name() {
        return name;
    }

    /** Read from its jar when somebody wants to see it: a first read takes a fresh JVM 5 ms. */
    private String version() {
        return type == null ? "unknown" : Origin.versionOf(type);
    }

    int priority() {
        return priority;
    }

    boolean isAvailable() {
        return ask().isAvailable();
    }

    /** Asks the provider, once. */
    synchronized Availability ask() {
        Availability known = answer;
        if (known == null) {
            try {
                known = asked.get();
            } catch (RuntimeException | LinkageError failure) {
                known = brokenBy(failure);
            }
            answer = known;
        }
        return known;
    }

    /** What is known already, or does no harm to ask: no native code is loaded for it. */
    synchronized Availability known() {
        Availability known = answer;
        return known == null && !isHarmless ? Availability.notAsked() : ask();
    }

    Candidate candidate() {
        return new Candidate(name, version(), priority, known());
    }

    /** The same, not available after all. */
    Candidate candidateThatFailed(Throwable failure) {
        String remedy = "see the failure; the other backends still work";
        return new Candidate(name, version(), priority, Availability.no("it failed to start: " + failure, remedy));
    }

    TensorBackend create() {
        return Objects.requireNonNull(creation.get(), "its backend is null");
    }
}
