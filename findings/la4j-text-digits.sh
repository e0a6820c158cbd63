#!/bin/sh
# org.la4j:la4j:0.6.0
#
# Matrix.toMatrixMarket() and toCSV() write three decimal places, like toString(): 1/3 comes back as 0.333, and 1e-4 as 0.
# Both formats are for exchange; fromMatrixMarket and fromCSV read what others wrote in full. A
# NumberFormat of one's own, given to them, keeps the digits.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only org.la4j:la4j:0.6.0
program <<'JAVA'
import org.la4j.Matrix;

class Finding {
    public static void main(String[] args) {
        Matrix matrix = Matrix.from2DArray(new double[][] {{1 / 3.0, 1e-4}, {123456.789012, -2}});
        System.out.println(matrix.toMatrixMarket());
        Matrix read = Matrix.fromMatrixMarket(matrix.toMatrixMarket());
        System.out.println("read again: " + read.get(0, 0) + " " + read.get(0, 1) + " " + read.get(1, 0));
        read = Matrix.fromCSV(matrix.toCSV());
        System.out.println("by CSV: " + read.get(0, 0) + " " + read.get(0, 1) + " " + read.get(1, 0));
        System.out.println("of others: " + Matrix.fromCSV("0.3333333333333333, 1.0E-4").get(0, 0));
    }
}
JAVA
seen <<'SEEN'
%%MatrixMarket matrix array real general
2 2
0.333
0.000
123456.789
-2.000

read again: 0.333 0.0 123456.789
by CSV: 0.333 0.0 123456.789
of others: 0.3333333333333333
SEEN
