/** The gradient by the Deep Java Library with PyTorch. */
@NullMarked
package gradj.peers.djl;

import org.jspecify.annotations.NullMarked;
