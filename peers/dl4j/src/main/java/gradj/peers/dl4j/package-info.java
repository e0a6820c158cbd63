/** The gradient by Deeplearning4j. */
@NullMarked
package gradj.peers.dl4j;

import org.jspecify.annotations.NullMarked;
