#!/bin/sh
# net.mikera:vectorz:0.67.0
#
# Some functions that Vectorz offers for nets have a false derivative beside them: that of LOG10 is 1 / x, without the factor
# 1 / ln(10); that of CBRT and of every power, taken from the output as in back propagation, uses the exponent p - 1 with the
# wrong root, so that the slope of the cube root at 800 is 22280 in place of 0.0039, and that of the cube at 2 is 5.3 in place
# of 12; SIN and COS give for it the arc sine and arc cosine of the output, as if they gave the angle back. Each says of itself
# that it has the derivative. LOGISTIC, TANH and SQRT are right.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch net.mikera:vectorz:0.67.0
program <<'JAVA'
import java.util.Locale;
import mikera.vectorz.Op;
import mikera.vectorz.Ops;
import mikera.vectorz.ops.Power;

class Finding {
    public static void main(String[] args) {
        show("LOG10", Ops.LOG10, 2);
        show("LOG10", Ops.LOG10, 40);
        show("CBRT", Ops.CBRT, 2);
        show("CBRT", Ops.CBRT, 800);
        show("cube", Power.create(3), 0.5);
        show("cube", Power.create(3), 2);
        show("SIN", Ops.SIN, 0.5);
        show("COS", Ops.COS, 0.5);
        show("LOGISTIC", Ops.LOGISTIC, 2);
        show("TANH", Ops.TANH, 0.5);
        show("SQRT", Ops.SQRT, 2);
    }

    static void show(String name, Op function, double x) {
        double h = 1e-5;
        double slope = (function.apply(x + h) - function.apply(x - h)) / (2 * h);
        System.out.printf(Locale.ROOT, "%s at %.1f: slope %.4f, derivative %.4f (%b), from the output %.4f (%b)%n", name, x,
                slope, function.derivative(x), function.hasDerivative(), function.derivativeForOutput(function.apply(x)),
                function.hasDerivativeForOutput());
    }
}
JAVA
seen <<'SEEN'
LOG10 at 2.0: slope 0.2171, derivative 0.5000 (true), from the output 0.7401 (true)
LOG10 at 40.0: slope 0.0109, derivative 0.0250 (true), from the output 0.2015 (true)
CBRT at 2.0: slope 0.2100, derivative 0.2100 (true), from the output 7.5595 (true)
CBRT at 800.0: slope 0.0039, derivative 0.0039 (true), from the output 22279.6264 (true)
cube at 0.5: slope 0.7500, derivative 0.7500 (true), from the output 0.0208 (true)
cube at 2.0: slope 12.0000, derivative 12.0000 (true), from the output 5.3333 (true)
SIN at 0.5: slope 0.8776, derivative 0.8776 (true), from the output 0.5000 (true)
COS at 0.5: slope -0.4794, derivative -0.4794 (true), from the output 0.5000 (true)
LOGISTIC at 2.0: slope 0.1050, derivative 0.1050 (true), from the output 0.1050 (true)
TANH at 0.5: slope 0.7864, derivative 0.7864 (true), from the output 0.7864 (true)
SQRT at 2.0: slope 0.3536, derivative 0.3536 (true), from the output 0.3536 (true)
SEEN
