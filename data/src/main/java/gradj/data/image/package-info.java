/** Pictures: read safely, made grey and scaled by one rule, and learned from as folders, one for each class. */
@NullMarked
package gradj.data.image;

import org.jspecify.annotations.NullMarked;
