#!/bin/sh
# org.jblas:jblas:1.2.5
#
# argmax() starts from minus infinity and wants more: of scores that are all minus infinity, or all NaN, it is -1, and so are
# rowArgmaxs(), while max() is minus infinity, also of NaN alone. A masked row, or a diverged net, gives the class -1, which
# counts as wrong and is no index. NaN beside numbers is passed over.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only org.jblas:jblas:1.2.5
program <<'JAVA'
import java.util.Arrays;
import org.jblas.DoubleMatrix;

class Finding {
    public static void main(String[] args) {
        double no = Double.NEGATIVE_INFINITY;
        for (double[] scores : new double[][] {{no, no}, {Double.NaN, Double.NaN}, {Double.NaN, 1}, {no, 1}}) {
            DoubleMatrix matrix = new DoubleMatrix(scores);
            System.out.println(Arrays.toString(scores) + ": argmax " + matrix.argmax() + ", max " + matrix.max()
                    + ", rowArgmaxs " + Arrays.toString(matrix.transpose().rowArgmaxs()));
        }
    }
}
JAVA
seen <<'SEEN'
[-Infinity, -Infinity]: argmax -1, max -Infinity, rowArgmaxs [-1]
[NaN, NaN]: argmax -1, max -Infinity, rowArgmaxs [-1]
[NaN, 1.0]: argmax 1, max 1.0, rowArgmaxs [1]
[-Infinity, 1.0]: argmax 1, max 1.0, rowArgmaxs [1]
SEEN
