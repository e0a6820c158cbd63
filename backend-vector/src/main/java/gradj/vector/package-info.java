/**
 * The fastest on a CPU, still pure Java: {@link gradj.vector.VectorBackend} on the JDK's Vector API, for whoever adds this
 * jar to the class path and starts Java with {@code --add-modules jdk.incubator.vector}.
 */
@NullMarked
package gradj.vector;

import org.jspecify.annotations.NullMarked;
