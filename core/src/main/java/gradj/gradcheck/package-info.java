/**
 * The proof that gradients are right: {@link gradj.gradcheck.NumericalGradient} by central differences,
 * {@link gradj.gradcheck.GradientCheck} holds an analytic gradient against it. Book sections 4.3 and 5.7.3.
 */
@NullMarked
package gradj.gradcheck;

import org.jspecify.annotations.NullMarked;
