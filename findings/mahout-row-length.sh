#!/bin/sh
# org.apache.mahout:mahout-math:0.13.0
#
# A row of a DenseMatrix is a view that sees each change of the matrix and remembers its length all the same: after the row 3, 4
# was asked for its length and the matrix has 0 in place of the 3, the row reads 0, 4, its norm stays 5, its unit vector has the
# length 0.8, and its squared distance from its own copy is 9. A change through the row forgets the length, as it should.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.apache.mahout:mahout-math:0.13.0
program <<'JAVA'
import org.apache.mahout.math.DenseMatrix;
import org.apache.mahout.math.Matrix;
import org.apache.mahout.math.Vector;

class Finding {
    public static void main(String[] args) {
        Matrix weights = new DenseMatrix(new double[][] {{3, 4}, {1, 2}});
        Vector row = weights.viewRow(0);
        show("at first", row);
        weights.set(0, 0, 0);
        show("after matrix.set", row);
        row.set(0, 0);
        show("after row.set", row);
    }

    static void show(String when, Vector row) {
        System.out.println(when + ": " + row.get(0) + " " + row.get(1) + ", norm " + row.norm(2) + ", unit vector "
                + row.normalize().get(0) + " " + row.normalize().get(1) + ", squared distance from its copy "
                + row.getDistanceSquared(row.clone()));
    }
}
JAVA
seen <<'SEEN'
at first: 3.0 4.0, norm 5.0, unit vector 0.6 0.8, squared distance from its copy 0.0
after matrix.set: 0.0 4.0, norm 5.0, unit vector 0.0 0.8, squared distance from its copy 9.0
after row.set: 0.0 4.0, norm 4.0, unit vector 0.0 1.0, squared distance from its copy 0.0
SEEN
