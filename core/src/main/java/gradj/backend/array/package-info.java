/**
 * The array backend: {@link gradj.backend.array.ArrayBackend}, complete in pure Java on Java arrays, which backends on
 * arrays extend; its kernels; and the threads that share a loop. Nobody but backends needs it.
 */
@NullMarked
package gradj.backend.array;

import org.jspecify.annotations.NullMarked;
