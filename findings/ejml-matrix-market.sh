#!/bin/sh
# org.ejml:ejml-simple:0.44.0
#
# SimpleMatrix.saveToMatrixMarket writes no numbers: each element of the file is the text ".15e", for the format lacks its "%".
# The header is right, so the file looks like one. The save returns without an error, and the matrix is lost; saveToFileCSV
# of the same class keeps all digits.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.ejml:ejml-simple:0.44.0
program <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.ejml.simple.SimpleMatrix;

class Finding {
    public static void main(String[] args) throws Exception {
        SimpleMatrix matrix = new SimpleMatrix(new double[][] {{1 / 3.0, 2}});
        Path file = Files.createTempFile("matrix", ".mtx");
        matrix.saveToMatrixMarket(file.toString());
        Files.readAllLines(file).stream().filter(line -> !line.startsWith("% ") && !line.startsWith("%=") && !line.equals("%"))
                .forEach(System.out::println);
        matrix.saveToFileCSV(file.toString());
        System.out.println("CSV: " + Files.readString(file).strip());
    }
}
JAVA
seen <<'SEEN'
%%MatrixMarket matrix array real general
        1         2
.15e
.15e
CSV: 1 2 real
0.3333333333333333 2.0
SEEN
