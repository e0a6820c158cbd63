/**
 * Layers and nets: a layer is an operation whose other inputs are parameters; a net is a chain of layers with a loss at
 * its end. Book chapter 5.
 */
@NullMarked
package gradj.nn;

import org.jspecify.annotations.NullMarked;
