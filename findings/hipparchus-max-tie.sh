#!/bin/sh
# org.hipparchus:hipparchus-core:4.0.1
#
# FastMath.max and FastMath.min of two differentiable values that are equal take the derivative of the second argument, for
# every type: max(x, 3x) at 0 has slope 3, max(3x, x) slope 1. So max(x, 0.0), the usual ReLU, has slope 0 at 0 and
# max(zero, x) with zero a constant of the same type has slope 1. Swapping the arguments changes a gradient.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.hipparchus:hipparchus-core:4.0.1
program <<'JAVA'
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.Derivative;
import org.hipparchus.analysis.differentiation.Gradient;
import org.hipparchus.analysis.differentiation.UnivariateDerivative1;
import org.hipparchus.util.FastMath;

class Finding {
    public static void main(String[] args) {
        show(Gradient.variable(1, 0, 0.0));
        show(new UnivariateDerivative1(0, 1));
        show(new DSFactory(1, 1).variable(0, 0.0));
    }

    static <T extends Derivative<T>> void show(T x) {
        T zero = x.newInstance(0);
        System.out.println(x.getClass().getSimpleName()
                + ": max(x, 3x) " + slope(FastMath.max(x, x.multiply(3))) + ", max(3x, x) " + slope(FastMath.max(x.multiply(3), x))
                + ", min(x, 3x) " + slope(FastMath.min(x, x.multiply(3))) + ", min(3x, x) " + slope(FastMath.min(x.multiply(3), x))
                + ", max(x, 0.0) " + slope(FastMath.max(x, 0.0))
                + ", max(x, zero) " + slope(FastMath.max(x, zero)) + ", max(zero, x) " + slope(FastMath.max(zero, x)));
    }

    static <T extends Derivative<T>> double slope(T y) {
        return y.getPartialDerivative(1);
    }
}
JAVA
seen <<'SEEN'
Gradient: max(x, 3x) 3.0, max(3x, x) 1.0, min(x, 3x) 3.0, min(3x, x) 1.0, max(x, 0.0) 0.0, max(x, zero) 0.0, max(zero, x) 1.0
UnivariateDerivative1: max(x, 3x) 3.0, max(3x, x) 1.0, min(x, 3x) 3.0, min(3x, x) 1.0, max(x, 0.0) 0.0, max(x, zero) 0.0, max(zero, x) 1.0
DerivativeStructure: max(x, 3x) 3.0, max(3x, x) 1.0, min(x, 3x) 3.0, min(3x, x) 1.0, max(x, 0.0) 0.0, max(x, zero) 0.0, max(zero, x) 1.0
SEEN
