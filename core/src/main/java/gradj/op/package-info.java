/**
 * Operations: each a local computation, its forward and backward side by side in one class. Book, chapter 5: the nodes
 * of a computational graph.
 */
@NullMarked
package gradj.op;

import org.jspecify.annotations.NullMarked;
