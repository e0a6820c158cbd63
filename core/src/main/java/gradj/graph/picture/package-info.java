/**
 * Pictures of graphs, without any program to lay them out: {@link gradj.graph.picture.GraphPicture} gives SVG, DOT,
 * Mermaid or a table. On the way from graph to SVG: {@code DiagramReader}, {@code Folding}, {@code Layering},
 * {@code Columns}, {@code Ordering}, {@code Coordinates}, {@code Layout}, {@code SvgWriter}.
 */
@NullMarked
package gradj.graph.picture;

import org.jspecify.annotations.NullMarked;
