#!/bin/sh
# org.apache.commons:commons-math3:3.6.1
#
# The order of differentiation asked for spoils values at 0. With order 1, DerivativeStructure gives 0 and slope 1 for x.pow(1.0),
# 0 and slope 0 for x.pow(1.5); with order 2 the value itself is NaN for both, and with order 3 for x.pow(2.0) too. x.pow(0.0)
# is NaN at every order, while x.pow(0) is 1. x.pow(y) with x = 0 and y = 2 has the value 0 but NaN for both slopes (both are 0).
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end (value, then derivatives).
. "$(dirname "$0")/common.sh"
fetch org.apache.commons:commons-math3:3.6.1
program <<'JAVA'
import java.util.Arrays;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;

class Finding {
    public static void main(String[] args) {
        DerivativeStructure x = new DerivativeStructure(2, 1, 0, 0.0);
        DerivativeStructure y = new DerivativeStructure(2, 1, 1, 2.0);
        System.out.println("x^y " + Arrays.toString(x.pow(y).getAllDerivatives()));
        for (int order = 1; order <= 3; order++) {
            DerivativeStructure z = new DerivativeStructure(1, order, 0, 0.0);
            for (double p : new double[] {0, 1, 1.5, 2, 3}) {
                System.out.println("order " + order + ", pow(" + p + ") " + Arrays.toString(z.pow(p).getAllDerivatives()));
            }
        }
        DerivativeStructure z = new DerivativeStructure(1, 3, 0, 0.0);
        for (int p : new int[] {0, 1, 2}) {
            System.out.println("order 3, pow(" + p + ") " + Arrays.toString(z.pow(p).getAllDerivatives()));
        }
    }
}
JAVA
seen <<'SEEN'
x^y [0.0, NaN, NaN]
order 1, pow(0.0) [NaN, NaN]
order 1, pow(1.0) [0.0, 1.0]
order 1, pow(1.5) [0.0, 0.0]
order 1, pow(2.0) [0.0, 0.0]
order 1, pow(3.0) [0.0, 0.0]
order 2, pow(0.0) [NaN, NaN, NaN]
order 2, pow(1.0) [NaN, NaN, NaN]
order 2, pow(1.5) [NaN, NaN, NaN]
order 2, pow(2.0) [0.0, 0.0, 2.0]
order 2, pow(3.0) [0.0, 0.0, 0.0]
order 3, pow(0.0) [NaN, NaN, NaN, NaN]
order 3, pow(1.0) [NaN, NaN, NaN, NaN]
order 3, pow(1.5) [NaN, NaN, NaN, NaN]
order 3, pow(2.0) [NaN, NaN, NaN, NaN]
order 3, pow(3.0) [0.0, 0.0, 0.0, 6.0]
order 3, pow(0) [1.0, 0.0, 0.0, 0.0]
order 3, pow(1) [0.0, 1.0, 0.0, 0.0]
order 3, pow(2) [0.0, 0.0, 2.0, 0.0]
SEEN
