/** Optimizers: how the parameters follow their gradients. */
@NullMarked
package gradj.optim;

import org.jspecify.annotations.NullMarked;
