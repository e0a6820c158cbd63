/** Data: from files or the program's own pen to tensors that a net learns from. */
@NullMarked
package gradj.data;

import org.jspecify.annotations.NullMarked;
