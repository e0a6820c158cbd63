/** How fast gradj is, measured by JMH: operations, gradients and whole steps, and the processor's limits beside them. */
@NullMarked
package gradj.benchmarks;

import org.jspecify.annotations.NullMarked;
