/**
 * A page to play with, and the server that computes what it shows. The browser draws and asks; everything is computed here.
 *
 * <p>{@code gradj.play} speaks HTTP; {@code gradj.play.graph} answers for the page's graphs, {@code gradj.play.net} trains its
 * nets; neither of these two knows of HTTP.
 */
@NullMarked
package gradj.play;

import org.jspecify.annotations.NullMarked;
