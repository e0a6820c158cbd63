/**
 * Computational graphs: {@link gradj.graph.Graph} computes as it is built, {@link gradj.graph.Node#backward} passes
 * gradients back through it, {@link gradj.graph.NamedGraph} has the graphs of the book's chapter 5 ready made, and
 * {@code gradj.graph.picture} draws any of them.
 */
@NullMarked
package gradj.graph;

import org.jspecify.annotations.NullMarked;
