#!/bin/sh
# org.apache.mahout:mahout-math:0.13.0
#
# The norms of an order other than 1, 2 and infinity are taken without magnitudes: of -1, 2 the third norm is 1.913, the cube
# root of 7, in place of 2.080, of -2, 2 it is 0, and of -1, -2 it is NaN; normalize(3) divides by it. The orders 1, 2 and 4 are
# right.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.apache.mahout:mahout-math:0.13.0
program <<'JAVA'
import java.util.Locale;
import org.apache.mahout.math.DenseVector;
import org.apache.mahout.math.Vector;

class Finding {
    public static void main(String[] args) {
        for (double[] values : new double[][] {{1, 2}, {-1, 2}, {-2, 2}, {-1, -2}}) {
            Vector vector = new DenseVector(values);
            for (int order : new int[] {1, 2, 3, 4}) {
                double sum = Math.pow(Math.abs(values[0]), order) + Math.pow(Math.abs(values[1]), order);
                double exact = Math.pow(sum, 1.0 / order);
                System.out.printf(Locale.ROOT, "%s, order %d: %.3f, exact %.3f%n", vector, order, vector.norm(order), exact);
            }
        }
        System.out.println("normalize(3) of -2, 2: " + new DenseVector(new double[] {-2, 2}).normalize(3));
    }
}
JAVA
seen <<'SEEN'
{0:1.0,1:2.0}, order 1: 3.000, exact 3.000
{0:1.0,1:2.0}, order 2: 2.236, exact 2.236
{0:1.0,1:2.0}, order 3: 2.080, exact 2.080
{0:1.0,1:2.0}, order 4: 2.031, exact 2.031
{0:-1.0,1:2.0}, order 1: 3.000, exact 3.000
{0:-1.0,1:2.0}, order 2: 2.236, exact 2.236
{0:-1.0,1:2.0}, order 3: 1.913, exact 2.080
{0:-1.0,1:2.0}, order 4: 2.031, exact 2.031
{0:-2.0,1:2.0}, order 1: 4.000, exact 4.000
{0:-2.0,1:2.0}, order 2: 2.828, exact 2.828
{0:-2.0,1:2.0}, order 3: 0.000, exact 2.520
{0:-2.0,1:2.0}, order 4: 2.378, exact 2.378
{0:-1.0,1:-2.0}, order 1: 3.000, exact 3.000
{0:-1.0,1:-2.0}, order 2: 2.236, exact 2.236
{0:-1.0,1:-2.0}, order 3: NaN, exact 2.080
{0:-1.0,1:-2.0}, order 4: 2.031, exact 2.031
normalize(3) of -2, 2: {0:-Infinity,1:Infinity}
SEEN
