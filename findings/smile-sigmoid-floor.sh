#!/bin/sh
# com.github.haifengl:smile-core:3.1.1 (GPL-3.0; the last line that runs on Java 17)
#
# The sigmoid of Smile's networks never falls below 2.3195e-16: from -36 downwards it returns its value at -36, and from 36
# upwards its value at 36, which is not 1. So p and 1 - p never reach 0, two scores of -40 and -1000 are the same probability,
# and the log of it stops at -36. The double itself could go down to 4.9e-324.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only com.github.haifengl:smile-core:3.1.1 com.github.haifengl:smile-base:3.1.1 org.slf4j:slf4j-api:2.0.12
program <<'JAVA'
import smile.base.mlp.OutputFunction;
import smile.math.MathEx;

class Finding {
    public static void main(String[] args) {
        for (double x : new double[] {-1000, -40, -36, -35, 35, 36, 40, 1000}) {
            double[] y = {x};
            OutputFunction.SIGMOID.f(y);
            System.out.println(x + " -> " + y[0] + " " + (y[0] == MathEx.sigmoid(x)));
        }
    }
}
JAVA
seen <<'SEEN'
-1000.0 -> 2.319522830243569E-16 true
-40.0 -> 2.319522830243569E-16 true
-36.0 -> 2.319522830243569E-16 true
-35.0 -> 6.305116760146985E-16 true
35.0 -> 0.9999999999999993 true
36.0 -> 0.9999999999999998 true
40.0 -> 0.9999999999999998 true
1000.0 -> 0.9999999999999998 true
SEEN
