package gradj.backend;

import gradj.spi.Availability;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds the backends on the class path and chooses one: the one asked for by argument, else by the system property
 * {@code gradj.backend}, else by the environment variable {@code GRADJ_BACKEND}, else the available one of the highest
 * priority. What is asked for and cannot be had is an error, never silently replaced.
 */
public final class Backends {
    private static final System.Logger LOG = System.getLogger(Backends.class.getName());

    private static final int MOST_PROVIDERS = 100;

    /** One instance of each backend per process, so that tensors made in different places can be mixed. */
    private static final Map<String, TensorBackend> CREATED = new LinkedHashMap<>();

    /** An implicit choice is told once. */
    private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

    private Backends() {}

    /** Makes float32 tensors on the chosen backend: what nets train with. */
    public static Tensors float32() {
        return new Tensors(get(), DType.FLOAT32);
    }

    /** Makes float64 tensors on the chosen backend: what gradients are checked with. */
    public static Tensors float64() {
        return new Tensors(get(), DType.FLOAT64);
    }

    /**
     * The backend that property or environment ask for, else the best one available.
     *
     * @throws BackendUnavailableException if the one asked for cannot be had
     */
    public static TensorBackend get() {
        String byProperty = System.getProperty("gradj.backend", "");
        String asked = byProperty.isBlank() ? System.getenv().getOrDefault("GRADJ_BACKEND", "") : byProperty;
        return asked.isBlank() ? best() : get(asked);
    }

    /**
     * The backend of this name.
     *
     * @throws BackendUnavailableException if there is none, or it cannot run here
     */
    public static TensorBackend get(String name) {
        List<Found> all = find();
        for (Found found : all) {
            if (found.candidate.name().equals(name)) {
                if (!found.candidate.availability().isAvailable()) {
                    throw unavailable(name, "backend " + name + " cannot run here", all);
                }
                return create(found, all);
            }
        }
        throw unavailable(name, "there is no backend " + name, all);
    }

    private static TensorBackend best() {
        List<Found> all = find();
        Found best = all.stream()
                .filter(found -> found.candidate.availability().isAvailable() && found.candidate.priority() >= 0)
                .max(Comparator.comparingInt(found -> found.candidate.priority()))
                .orElseThrow(() -> unavailable("", "no backend can run here", all));
        TensorBackend backend = create(best, all);
        if (ANNOUNCED.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "backend {0} on {1}, by priority; -Dgradj.backend=NAME chooses another",
                    backend.name(),
                    backend.device().description());
        }
        return backend;
    }

    /** Every backend found, the one that would be chosen first. */
    public static List<Candidate> candidates() {
        return candidates(find());
    }

    private static TensorBackend create(Found found, List<Found> all) {
        String name = found.candidate.name();
        synchronized (CREATED) {
            TensorBackend existing = CREATED.get(name);
            if (existing != null) {
                return existing;
            }
            try {
                TensorBackend backend = found.provider.create();
                CREATED.put(name, backend);
                return backend;
            } catch (RuntimeException | LinkageError failure) {
                BackendUnavailableException unavailable =
                        unavailable(name, "backend " + name + " failed to start: " + failure, all);
                unavailable.initCause(failure);
                throw unavailable;
            }
        }
    }

    private static BackendUnavailableException unavailable(String name, String problem, List<Found> all) {
        return new BackendUnavailableException(name, problem, candidates(all));
    }

    private static List<Candidate> candidates(List<Found> all) {
        return all.stream()
                .map(Found::candidate)
                .sorted(Comparator.comparingInt(Candidate::priority).reversed())
                .toList();
    }

    /** What is known of a provider, with the provider itself. */
    private record Found(Candidate candidate, TensorBackendProvider provider) {}

    /** Asks every provider; one that fails is listed with its failure and hides no other. */
    private static List<Found> find() {
        List<Found> all = new ArrayList<>();
        Iterator<TensorBackendProvider> providers =
                ServiceLoader.load(TensorBackendProvider.class).iterator();
        // A class path that cannot be read at all fails again at every call: some failures must be enough.
        while (all.size() < MOST_PROVIDERS) {
            TensorBackendProvider provider;
            try {
                if (!providers.hasNext()) {
                    return all;
                }
                provider = providers.next();
            } catch (ServiceConfigurationError | LinkageError failure) {
                all.add(broken("unknown", failure));
                continue;
            }
            all.add(ask(provider));
        }
        return all;
    }

    private static Found ask(TensorBackendProvider provider) {
        try {
            String name = Objects.requireNonNull(provider.name(), "its name is null");
            Availability availability = Objects.requireNonNull(provider.availability(), "its availability is null");
            return new Found(new Candidate(name, provider.priority(), availability), provider);
        } catch (RuntimeException | LinkageError failure) {
            return broken(provider.getClass().getName(), failure);
        }
    }

    private static Found broken(String name, Throwable failure) {
        String cause = failure.getCause() == null ? "" : ", caused by " + failure.getCause();
        String mend = "remove its jar from the class path or replace it by a version for this gradj";
        Availability no = Availability.no("its provider is broken: " + failure + cause, mend);
        return new Found(new Candidate(name, Integer.MIN_VALUE, no), new BrokenProvider(name, no));
    }

    /** Stands for a provider that could not be made or asked. */
    private record BrokenProvider(String name, Availability availability) implements TensorBackendProvider {
        @Override
        public int priority() {
            return Integer.MIN_VALUE;
        }

        @Override
        public TensorBackend create() {
            throw new IllegalStateException(availability.toString());
        }
    }
}
