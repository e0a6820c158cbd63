/**
 * One short program per page of the learning path, {@code docs/learn}, along the book's chapters 5 and 6. Each prints the
 * numbers that its page explains.
 */
@NullMarked
package gradj.examples;

import org.jspecify.annotations.NullMarked;
