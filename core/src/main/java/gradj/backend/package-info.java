/**
 * Backends: {@link gradj.backend.Backends} finds and chooses them, {@link gradj.backend.JavaBackend} is the one in pure
 * Java, {@link gradj.backend.ReferenceBackend} the slow truth for tests.
 */
@NullMarked
package gradj.backend;

import org.jspecify.annotations.NullMarked;
