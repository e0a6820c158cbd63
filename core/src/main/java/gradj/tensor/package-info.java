/**
 * Tensors: {@link gradj.tensor.Tensor} is the one type that operations and layers are written against. It checks
 * everything, then calls the backend.
 */
@NullMarked
package gradj.tensor;

import org.jspecify.annotations.NullMarked;
