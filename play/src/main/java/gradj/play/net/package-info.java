/** The page's nets: what they learn from, how they train, and what is shown of them. */
@NullMarked
package gradj.play.net;

import org.jspecify.annotations.NullMarked;
