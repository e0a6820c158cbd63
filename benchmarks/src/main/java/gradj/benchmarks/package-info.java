/** How fast gradj is: products, gradients and the processor's limit beside them, measured by JMH. */
@NullMarked
package gradj.benchmarks;

import org.jspecify.annotations.NullMarked;
