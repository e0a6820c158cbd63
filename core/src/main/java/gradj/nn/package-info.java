/**
 * Layers, losses and nets: a layer is an operation whose other inputs are parameters, and a chain of layers is one too; a net
 * is a layer and a loss. Book chapters 5 and 6.
 */
@NullMarked
package gradj.nn;

import org.jspecify.annotations.NullMarked;
