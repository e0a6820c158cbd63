/** Pages that are one file: no server, nothing from the network, and nothing runs in them but what they bring. */
@NullMarked
package gradj.cli.page;

import org.jspecify.annotations.NullMarked;
