#!/bin/sh
# dev.ludovic.netlib:blas:3.0.4
#
# The Java BLAS of netlib takes the Euclidean norm as the root of the plain sum of squares, where the reference BLAS scales:
# snrm2 of two values of 1e-30 is 0, of two values of 1e30 infinite; dnrm2 the same at 1e-200 and 1e200. Both are finite,
# ordinary numbers whose norm fits easily. A gradient norm taken so reads 0 (or infinity) long before the gradient does.
# With the incubator's vector module and without it the results are the same.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch dev.ludovic.netlib:blas:3.0.4
program <<'JAVA'
import dev.ludovic.netlib.blas.JavaBLAS;

class Finding {
    public static void main(String[] args) {
        JavaBLAS blas = JavaBLAS.getInstance();
        for (float x : new float[] {1e-30f, 1e-20f, 1, 1e19f, 1e20f, 1e30f}) {
            System.out.println("snrm2 of (" + x + ", " + x + ") = " + blas.snrm2(2, new float[] {x, x}, 1));
        }
        for (double x : new double[] {1e-200, 1e-150, 1, 1e153, 1e200}) {
            System.out.println("dnrm2 of (" + x + ", " + x + ") = " + blas.dnrm2(2, new double[] {x, x}, 1));
        }
    }
}
JAVA
seen <<'SEEN'
snrm2 of (1.0E-30, 1.0E-30) = 0.0
snrm2 of (1.0E-20, 1.0E-20) = 1.4142097E-20
snrm2 of (1.0, 1.0) = 1.4142135
snrm2 of (1.0E19, 1.0E19) = 1.4142135E19
snrm2 of (1.0E20, 1.0E20) = Infinity
snrm2 of (1.0E30, 1.0E30) = Infinity
dnrm2 of (1.0E-200, 1.0E-200) = 0.0
dnrm2 of (1.0E-150, 1.0E-150) = 1.4142135623730952E-150
dnrm2 of (1.0, 1.0) = 1.4142135623730951
dnrm2 of (1.0E153, 1.0E153) = 1.414213562373095E153
dnrm2 of (1.0E200, 1.0E200) = Infinity
SEEN
cp "$work/seen" "$work/first"
seen --add-modules=jdk.incubator.vector <"$work/first"
