package gradj.spi;

/**
 * A backend's memory for one tensor: {@code size} elements of one dtype, in row-major order, on the heap or on a device.
 * Only the backend that allocated a storage looks inside it.
 */
public interface Storage {
    DType dtype();

    /** Number of elements, exactly as asked for in {@link TensorBackend#allocate}. */
    int size();
}
