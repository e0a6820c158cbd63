#!/bin/sh
# org.hipparchus:hipparchus-core:4.0.1
#
# Four types of automatic differentiation in one library, four answers for x.pow(double) at x = 0. For x.pow(1.0), the identity,
# Gradient and UnivariateDerivative1 say slope 1, DerivativeStructure says 0, UnivariateDerivative2 says NaN and its value is
# NaN as well. For x.pow(2.0) DerivativeStructure's second derivative is 0, UnivariateDerivative2's 2. x.pow(1.5) has the value
# NaN only in UnivariateDerivative2. With the int overloads, pow(1) and pow(2), DerivativeStructure is right;
# UnivariateDerivative2 gives NaN for pow(1).
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end (value, then derivatives).
. "$(dirname "$0")/common.sh"
fetch org.hipparchus:hipparchus-core:4.0.1
program <<'JAVA'
import java.util.function.Function;
import org.hipparchus.CalculusFieldElement;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.Gradient;
import org.hipparchus.analysis.differentiation.UnivariateDerivative1;
import org.hipparchus.analysis.differentiation.UnivariateDerivative2;

class Finding {
    public static void main(String[] args) {
        show(Gradient.variable(1, 0, 0.0), g -> g.getValue() + " " + g.getPartialDerivative(0));
        show(new UnivariateDerivative1(0, 1), u -> u.getValue() + " " + u.getDerivative(1));
        show(new UnivariateDerivative2(0, 1, 0), u -> u.getValue() + " " + u.getDerivative(1) + " " + u.getDerivative(2));
        show(new DSFactory(1, 2).variable(0, 0.0),
                d -> d.getValue() + " " + d.getPartialDerivative(1) + " " + d.getPartialDerivative(2));
    }

    static <T extends CalculusFieldElement<T>> void show(T zero, Function<T, String> text) {
        System.out.println(zero.getClass().getSimpleName());
        for (double p : new double[] {1, 1.5, 2}) {
            System.out.println("  pow(" + p + ") " + text.apply(zero.pow(p)));
        }
        for (int p : new int[] {1, 2}) {
            System.out.println("  pow(" + p + ") " + text.apply(zero.pow(p)));
        }
    }
}
JAVA
seen <<'SEEN'
Gradient
  pow(1.0) 0.0 1.0
  pow(1.5) 0.0 0.0
  pow(2.0) 0.0 0.0
  pow(1) 0.0 1.0
  pow(2) 0.0 0.0
UnivariateDerivative1
  pow(1.0) 0.0 1.0
  pow(1.5) 0.0 0.0
  pow(2.0) 0.0 0.0
  pow(1) 0.0 1.0
  pow(2) 0.0 0.0
UnivariateDerivative2
  pow(1.0) NaN NaN NaN
  pow(1.5) NaN NaN NaN
  pow(2.0) 0.0 0.0 2.0
  pow(1) NaN NaN NaN
  pow(2) 0.0 0.0 2.0
DerivativeStructure
  pow(1.0) 0.0 0.0 0.0
  pow(1.5) 0.0 0.0 0.0
  pow(2.0) 0.0 0.0 0.0
  pow(1) 0.0 1.0 0.0
  pow(2) 0.0 0.0 2.0
SEEN
