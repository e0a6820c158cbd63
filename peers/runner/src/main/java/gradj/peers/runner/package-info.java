/** gradj as one of the engines; and the program that runs all engines in turn and compares them. */
@NullMarked
package gradj.peers.runner;

import org.jspecify.annotations.NullMarked;
