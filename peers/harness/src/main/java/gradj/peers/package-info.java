/** What every engine shares: the problem, the clock, and the line that tells the result. */
@NullMarked
package gradj.peers;

import org.jspecify.annotations.NullMarked;
