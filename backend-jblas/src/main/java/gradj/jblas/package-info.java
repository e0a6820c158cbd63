/** Matrix products by native BLAS: {@link gradj.jblas.JblasBackend}, for whoever adds this jar to the class path. */
@NullMarked
package gradj.jblas;

import org.jspecify.annotations.NullMarked;
