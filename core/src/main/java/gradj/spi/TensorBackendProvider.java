package gradj.spi;

/**
 * Announces a backend to {@link java.util.ServiceLoader}. Constructing a provider and asking it anything but
 * {@link #create} must be cheap, must not load native code and must not throw.
 */
public interface TensorBackendProvider {
    /** The name users choose the backend by: short, lower case, unique ({@code java}, {@code vector}, {@code jblas}). */
    String name();

    /** Without an explicit choice, the available backend of the highest priority is taken; below 0 never. */
    int priority();

    /** Whether the backend can run here. Never throws. */
    Availability availability();

    /** Makes the backend; called at most once per process, and only when it is available. */
    TensorBackend create();
}
