/**
 * The seam: what a compute backend is. {@link gradj.spi.TensorBackend} says all that one must do;
 * {@link gradj.spi.TensorBackendProvider} announces it.
 */
@NullMarked
package gradj.spi;

import org.jspecify.annotations.NullMarked;
