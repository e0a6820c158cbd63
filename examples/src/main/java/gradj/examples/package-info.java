/**
 * One short program per page of the learning path, {@code docs/learn}, along the book's chapter 5. Each prints the numbers
 * that its page explains.
 */
@NullMarked
package gradj.examples;

import org.jspecify.annotations.NullMarked;
