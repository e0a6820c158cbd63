/** The command line: {@code gradj train}, {@code gradj check}, {@code gradj backends}. */
@NullMarked
package gradj.cli;

import org.jspecify.annotations.NullMarked;
