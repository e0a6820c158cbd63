/** Tensors that stay on a GPU or another OpenCL device: {@link gradj.opencl.OpenClBackend}, by Aparapi. */
@NullMarked
package gradj.opencl;

import org.jspecify.annotations.NullMarked;
