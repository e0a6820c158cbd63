package gradj.spi;

/**
 * What a backend runs on, as {@code gradj backends} shows it.
 *
 * @param description the kind of device, such as {@code CPU} or {@code GPU}; what else there is to say of it follows
 *     behind a colon and a space, and is shown in a line of its own
 * @param threads threads that one operation may use; 0 where the word has no meaning
 * @param simd the SIMD width in words, such as {@code 512 bits} or {@code chosen by the JIT}; empty where it has no meaning
 */
public record DeviceInfo(String description, int threads, String simd) {}
