package gradj.backend;

import gradj.spi.Availability;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds the backends that are here, from any thread, and chooses one: the one asked for by argument, else by the system property
 * {@code gradj.backend}, else by the environment variable {@code GRADJ_BACKEND}, else the available one of the highest
 * priority. What is asked for and cannot be had is an error, never silently replaced.
 *
 * <p>A backend is shared by all who ask for it. Whoever closes it takes it from them and loses its tensors; the next one
 * who asks gets a new one.
 */
public final class Backends {

    /**
     * One instance of each backend per process, so that tensors made in different places can be mixed; a new one takes the
     * place of one that is closed or whose device failed.
     */
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
        if (asked.isBlank()) {
            return best();
        }
        return get(asked, byProperty.isBlank() ? ", which GRADJ_BACKEND asks for" : ", which -Dgradj.backend asks for");
    }

    /**
     * The backend of this name.
     *
     * @throws BackendUnavailableException if there is none, or it cannot run here
     */
    public static TensorBackend get(String name) {
        return get(name, "");
    }

    private static TensorBackend get(String name, String source) {
        Optional<DiscoveredProvider> known = named(name, Providers.known());
        Optional<DiscoveredProvider> asked = known.isPresent() ? known : named(name, Providers.all());
        if (asked.isEmpty()) {
            throw unavailable(name, "there is no backend " + (name.isBlank() ? '"' + name + '"' : name) + source);
        }
        if (!asked.get().isAvailable()) {
            throw unavailable(name, "backend " + name + source + (source.isEmpty() ? "" : ",") + " cannot run here");
        }
        return create(asked.get());
    }

    private static Optional<DiscoveredProvider> named(String name, List<DiscoveredProvider> all) {
        return all.stream().filter(found -> found.name().equals(name)).findFirst();
    }

    /** Asks from the highest priority down and stops at the first that runs. */
    private static TensorBackend best() {
        List<Candidate> passedOver = new ArrayList<>();
        for (DiscoveredProvider found : Providers.known()) {
            if (found.priority() < 0) {
                continue;
            }
            if (!found.isAvailable()) {
                passedOver.add(found.candidate());
                continue;
            }
            try {
                return announce(create(found), passedOver);
            } catch (BackendUnavailableException failure) {
                log().log(System.Logger.Level.WARNING, "{0}; trying the next one", failure.getMessage());
            }
        }
        throw unavailable("", "no backend can run here");
    }

    private static TensorBackend announce(TensorBackend backend, List<Candidate> passedOver) {
        if (ANNOUNCED.compareAndSet(false, true)) {
            log().log(System.Logger.Level.INFO, "{0}", announcement(backend, passedOver));
        }
        return backend;
    }

    /** One line: what computes, how to have another, and which better ones are here but cannot run, with what fixes it. */
    static String announcement(TensorBackend backend, List<Candidate> passedOver) {
        StringBuilder line = new StringBuilder("backend ")
                .append(backend.name())
                .append(" on ")
                .append(backend.device().description())
                .append(", by priority; -Dgradj.backend=NAME chooses another");
        for (Candidate better : passedOver) {
            Availability no = better.availability();
            line.append("; ")
                    .append(better.name())
                    .append(" is here and comes first, but cannot run: ")
                    .append(no.reason())
                    .append(" (")
                    .append(no.remedy())
                    .append(')');
        }
        return line.toString().replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * Closes every backend that was made here: ends its threads, frees its memory, on a device too, and forgets it. For the
     * end of an application whose process goes on, as in a web server: when its context is destroyed. Who asks for a backend
     * again gets a new one, which takes no tensors, nor nets, made before.
     */
    public static void close() {
        synchronized (CREATED) {
            CREATED.values().forEach(Backends::free);
            CREATED.clear();
            Providers.forget();
        }
    }

    /**
     * Every backend found, the one that would be chosen first. One whose answer would load native code is
     * {@linkplain Availability#notAsked not asked}, unless it was asked before.
     */
    public static List<Candidate> candidates() {
        return Providers.all().stream().map(DiscoveredProvider::candidate).toList();
    }

    /**
     * Asks every backend found whether it can run here, which may load native libraries, for the rest of the process: for
     * programs that exist to compare backends. From then on {@link #candidates} and {@link #report} tell of all of them.
     */
    public static void askAll() {
        Providers.all().forEach(DiscoveredProvider::ask);
    }

    /**
     * Every backend found, with what it runs on; starts each that is known to run. Loads no native code: what would is told
     * after {@link #askAll}, or when it was asked for by name before.
     */
    public static List<BackendReport> report() {
        return Providers.all().stream().map(Backends::report).toList();
    }

    private static BackendReport report(DiscoveredProvider found) {
        if (!found.known().isAvailable()) {
            return new BackendReport(found.candidate(), Optional.empty(), List.of());
        }
        try {
            TensorBackend backend = create(found);
            List<DType> dtypes =
                    Arrays.stream(DType.values()).filter(backend::supports).toList();
            return new BackendReport(found.candidate(), Optional.of(backend.device()), dtypes);
        } catch (BackendUnavailableException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return new BackendReport(found.candidateThatFailed(cause), Optional.empty(), List.of());
        }
    }

    private static TensorBackend create(DiscoveredProvider found) {
        String name = found.name();
        synchronized (CREATED) {
            TensorBackend existing = CREATED.get(name);
            if (existing != null) {
                if (existing.isUsable()) {
                    return existing;
                }
                CREATED.remove(name);
                free(existing);
            }
            try {
                TensorBackend backend = found.create();
                CREATED.put(name, backend);
                return backend;
            } catch (RuntimeException | LinkageError failure) {
                BackendUnavailableException unavailable =
                        unavailable(name, "backend " + name + " failed to start: " + failure);
                unavailable.initCause(failure);
                throw unavailable;
            }
        }
    }

    /** Closes a backend, so that its memory is there for the next; one that is closed stays so. A failure hides no other. */
    private static void free(TensorBackend backend) {
        try {
            backend.close();
        } catch (RuntimeException | LinkageError failure) {
            log().log(System.Logger.Level.WARNING, "backend " + backend.name() + " cannot be closed", failure);
        }
    }

    private static BackendUnavailableException unavailable(String name, String problem) {
        return new BackendUnavailableException(name, problem, candidates());
    }

    /** Not a constant: where nothing is logged, a fresh JVM saves the 30 ms that its logging takes to begin. */
    private static System.Logger log() {
        return System.getLogger(Backends.class.getName());
    }
}
