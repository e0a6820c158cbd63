/** The page's graphs: the book's, and those of formulas, with values that can be changed. */
@NullMarked
package gradj.play.graph;

import org.jspecify.annotations.NullMarked;
