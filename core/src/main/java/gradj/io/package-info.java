/** Files: safetensors, and writing that leaves a whole file whatever happens. */
@NullMarked
package gradj.io;

import org.jspecify.annotations.NullMarked;
