package gradj.spi;

/**
 * Announces a backend to {@link java.util.ServiceLoader}. Constructing a provider and asking its name and
 * priority must be cheap and load no native code. Nothing but {@link #create} may throw.
 */
public interface TensorBackendProvider {
    /** The name users choose the backend by: short, lower case, unique ({@code java}, {@code vector}, {@code jblas}). */
    String name();

    /** Without an explicit choice, the available backend of the highest priority is taken; below 0 never. */
    int priority();

    /**
     * Whether the backend can run here; may load native code to find out, within a fraction of a second, and remembers
     * the answer. Asked only of backends that were asked for by name or whose turn it is by priority, and for error messages
     * where it {@linkplain #mayLoadNativeCode loads none}. Never throws.
     */
    Availability availability();

    /**
     * Whether {@link #availability} may load native code: that changes the process for good, so that no report and no error
     * message does it. True where a provider does not say.
     */
    default boolean mayLoadNativeCode() {
        return true;
    }

    /**
     * Makes the backend; called only when it is available, and again only after the one made before is closed or has failed
     * ({@link TensorBackend#isUsable}).
     */
    TensorBackend create();
}
