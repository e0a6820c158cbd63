/** One short program per section of the book's chapter 5. Each prints the numbers that the section derives. */
@NullMarked
package gradj.examples;

import org.jspecify.annotations.NullMarked;
