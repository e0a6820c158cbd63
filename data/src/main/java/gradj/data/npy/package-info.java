/** Arrays in NumPy's files, {@code .npy} and {@code .npz}. */
@NullMarked
package gradj.data.npy;

import org.jspecify.annotations.NullMarked;
