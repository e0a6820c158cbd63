/** Learning: mini-batch, gradient, update, again. Book section 5.7.4. */
@NullMarked
package gradj.train;

import org.jspecify.annotations.NullMarked;
