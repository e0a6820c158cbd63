package gradj.backend;

import gradj.spi.TensorBackendProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.WeakHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every provider of this process. {@code java} and {@code reference} are core's own and need no search. The others are
 * looked for by gradj's own class loader, by its module layer, then by the thread's context class loader: in a thread of a
 * common pool or an OSGi bundle, the last of these knows nothing of the application. What was found once stays found for
 * every thread, until {@link Backends#close}.
 */
final class Providers {
    private static final int MOST_PROVIDERS = 100;
    private static final String SERVICES = "META-INF/services/" + TensorBackendProvider.class.getName();

    /** What a gradj module announces, for the case that a fat jar has lost its announcement. */
    private record Module(String backend, String provider, int priority) {}

    private static final List<Module> MODULES = List.of(
            new Module("vector", "gradj.vector.VectorProvider", 200),
            new Module("jblas", "gradj.jblas.JblasProvider", 50),
            new Module("opencl", "gradj.opencl.OpenClProvider", 40));

    /** By the name of the provider's class. */
    private static final Map<String, DiscoveredProvider> FOUND = new LinkedHashMap<>();

    /** A search reads every jar: some 100 us, too long for each request of a server. */
    private static final Set<ClassLoader> SEARCHED = Collections.newSetFromMap(new WeakHashMap<>());

    private Providers() {}

    /** Those found by now, the one of the highest priority first; searches where this thread's loader is a new one. */
    static List<DiscoveredProvider> known() {
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        synchronized (FOUND) {
            boolean isNew = FOUND.isEmpty() || (context != null && !SEARCHED.contains(context));
            return isNew ? all() : sorted(FOUND.values());
        }
    }

    /** Every provider, searched for anew; also those that are broken or not announced. */
    static List<DiscoveredProvider> all() {
        List<DiscoveredProvider> all;
        synchronized (FOUND) {
            add(new JavaBackend.Provider());
            add(new ReferenceBackend.Provider());
            Map<String, DiscoveredProvider> broken = new LinkedHashMap<>();
            @Nullable ClassLoader own = Providers.class.getClassLoader();
            search(ServiceLoader.load(TensorBackendProvider.class, own), own, broken);
            @Nullable ModuleLayer layer = Providers.class.getModule().getLayer();
            if (layer != null) {
                search(ServiceLoader.load(layer, TensorBackendProvider.class), own, broken);
            }
            @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context != null) {
                SEARCHED.add(context);
            }
            if (context != null && context != own) {
                search(ServiceLoader.load(TensorBackendProvider.class, context), context, broken);
            }
            all = new ArrayList<>(FOUND.values());
            all.addAll(broken.values());
            all.addAll(unannounced(own));
        }
        return sorted(all);
    }

    private static List<DiscoveredProvider> sorted(Collection<DiscoveredProvider> found) {
        List<DiscoveredProvider> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(DiscoveredProvider::priority).reversed());
        return sorted;
    }

    /** Holds no class of any application any more. */
    static void forget() {
        synchronized (FOUND) {
            FOUND.clear();
            SEARCHED.clear();
        }
    }

    private static void add(TensorBackendProvider provider) {
        String type = provider.getClass().getName();
        if (!FOUND.containsKey(type)) {
            FOUND.put(type, DiscoveredProvider.of(provider));
        }
    }

    private static void search(
            ServiceLoader<TensorBackendProvider> services,
            @Nullable ClassLoader loader,
            Map<String, DiscoveredProvider> broken) {
        Spliterator<ServiceLoader.Provider<TensorBackendProvider>> providers =
                services.stream().spliterator();
        // A class path that cannot be read at all fails again at every call: some failures must be enough.
        for (int i = 0; i < MOST_PROVIDERS; i++) {
            try {
                boolean isOver = !providers.tryAdvance(provider -> {
                    if (!FOUND.containsKey(provider.type().getName())) {
                        add(provider.get());
                    }
                });
                if (isOver) {
                    return;
                }
            } catch (ServiceConfigurationError | LinkageError failure) {
                // The message of ServiceLoader for a class that implements another class loader's interface.
                Matcher other = Pattern.compile("(\\S+) not a subtype").matcher(String.valueOf(failure.getMessage()));
                if (!other.find()) {
                    broken.putIfAbsent(failure.toString(), DiscoveredProvider.broken("unknown", failure));
                } else if (!FOUND.containsKey(other.group(1))) {
                    broken.putIfAbsent(failure.toString(), noSubtype(other.group(1), loader, failure));
                }
            } catch (RuntimeException failure) {
                // What a provider throws comes wrapped, so this is the loader's: that of a web application which was
                // stopped answers so, in a thread that was not. To ask again would be to be told again.
                broken.putIfAbsent(failure.toString(), refusal(failure));
                return;
            }
        }
    }

    // ------------------------------------------------------------------------------------ what cannot be right

    private static DiscoveredProvider refusal(RuntimeException failure) {
        return DiscoveredProvider.unavailable(
                "unknown",
                Integer.MIN_VALUE,
                "this thread's context class loader cannot be searched: " + failure,
                "start the thread anew, or set its context class loader to that of the application");
    }

    private static DiscoveredProvider noSubtype(String provider, @Nullable ClassLoader loader, Throwable failure) {
        return otherCopy(provider, loader)
                .map(other -> DiscoveredProvider.unavailable(
                        provider,
                        Integer.MIN_VALUE,
                        "it belongs to a second copy of gradj, " + other + "; this one is "
                                + Origin.of(TensorBackendProvider.class),
                        "keep gradj-core and its backends in one place: all in the application, or all in the"
                                + " container's shared folder"))
                .orElseGet(() -> DiscoveredProvider.broken(provider, failure));
    }

    /** Where the copy of gradj comes from that this class implements; empty if it implements none. */
    private static Optional<String> otherCopy(String provider, @Nullable ClassLoader loader) {
        try {
            Class<?> type = Class.forName(provider, false, loader);
            Class<?> theirs = Class.forName(TensorBackendProvider.class.getName(), false, type.getClassLoader());
            return theirs != TensorBackendProvider.class && theirs.isAssignableFrom(type)
                    ? Optional.of(Origin.of(theirs))
                    : Optional.empty();
        } catch (ClassNotFoundException | LinkageError unknown) {
            return Optional.empty();
        }
    }

    /** Modules whose classes are here, and whose announcement is not. */
    private static Collection<DiscoveredProvider> unannounced(@Nullable ClassLoader loader) {
        List<DiscoveredProvider> unannounced = new ArrayList<>();
        for (Module module : MODULES) {
            if (!FOUND.containsKey(module.provider) && isHere(module.provider, loader)) {
                unannounced.add(DiscoveredProvider.unavailable(
                        module.backend,
                        module.priority,
                        "its classes are here, but no " + SERVICES + " names " + module.provider
                                + ": lost when jars were merged into one",
                        "merge the files of META-INF/services when you build the jar: the shade plugin's"
                                + " ServicesResourceTransformer, Gradle shadow's mergeServiceFiles()"));
            }
        }
        return unannounced;
    }

    private static boolean isHere(String provider, @Nullable ClassLoader loader) {
        try {
            return TensorBackendProvider.class.isAssignableFrom(Class.forName(provider, false, loader));
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
