#!/bin/sh
# org.jblas:jblas:1.2.5
#
# FloatMatrix sums in float, one element after the other: 33,554,432 ones have the sum 16,777,216 and the mean 0.5, and a
# million times 0.1 has a mean that is 1 % off. Not only data: a column of activations or a batch's losses is as long.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only org.jblas:jblas:1.2.5
program <<'JAVA'
import java.util.Arrays;
import org.jblas.FloatMatrix;

class Finding {
    public static void main(String[] args) {
        FloatMatrix ones = FloatMatrix.ones(1 << 25, 1);
        System.out.println("33554432 ones: sum " + ones.sum() + ", mean " + ones.mean());
        float[] tenths = new float[1 << 20];
        Arrays.fill(tenths, 0.1f);
        System.out.println("1048576 times 0.1: mean " + new FloatMatrix(tenths).mean() + ", as a row "
                + new FloatMatrix(1, tenths.length, tenths).rowMeans().get(0));
    }
}
JAVA
seen <<'SEEN'
33554432 ones: sum 1.6777216E7, mean 0.5
1048576 times 0.1: mean 0.10098633, as a row 0.10098633
SEEN
