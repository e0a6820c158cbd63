#!/bin/sh
# com.edwardraff:JSAT:0.0.9
#
# The maximum of a SparseVector starts from 0, and its minimum too, whether or not one of its elements is 0: (-1, -3, -2), with
# no zero left out, has the maximum 0, and (1, 3) the minimum 0. The DenseVector of the same numbers says -1 and 1.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only com.edwardraff:JSAT:0.0.9
program <<'JAVA'
import jsat.linear.DenseVector;
import jsat.linear.SparseVector;
import jsat.linear.Vec;

class Finding {
    public static void main(String[] args) {
        for (double[] numbers : new double[][] {{-1, -3, -2}, {1, 3}}) {
            Vec dense = new DenseVector(numbers);
            Vec sparse = new SparseVector(dense);
            System.out.println(dense + ": " + sparse.nnz() + " of " + sparse.length() + " elements stored, max "
                    + sparse.max() + " (dense " + dense.max() + "), min " + sparse.min() + " (dense " + dense.min() + ")");
        }
    }
}
JAVA
seen <<'SEEN'
[-1.0,-3.0,-2.0]: 3 of 3 elements stored, max 0.0 (dense -1.0), min -3.0 (dense -3.0)
[1.0,3.0]: 2 of 2 elements stored, max 3.0 (dense 3.0), min 0.0 (dense 1.0)
SEEN
