package gradj.spi;

/**
 * What a backend runs on, as {@code gradj backends} shows it.
 *
 * @param description the device in words, such as {@code CPU} or a GPU's name
 * @param threads threads that one operation may use; 0 where the word has no meaning
 * @param simd the SIMD width in words, such as {@code 512 bits} or {@code chosen by the JIT}; empty where it has no meaning
 */
public record DeviceInfo(String description, int threads, String simd) {}
