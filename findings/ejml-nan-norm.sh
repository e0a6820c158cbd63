#!/bin/sh
# org.ejml:ejml-ddense:0.44.0
#
# Norms lose NaN: the largest absolute value and the infinity norm pass it over, the Frobenius norm is NaN where a number stands
# beside it, and all three are 0 for a matrix that is nothing but NaN. elementMax is NaN if NaN stands first, else passes it
# over. A test of convergence by the norm of a difference calls a diverged matrix converged.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.ejml:ejml-ddense:0.44.0
program <<'JAVA'
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

class Finding {
    public static void main(String[] args) {
        double no = Double.NaN;
        for (double[] v : new double[][] {{no, 1}, {1, no}, {no, no}}) {
            DMatrixRMaj column = new DMatrixRMaj(2, 1, true, v);
            System.out.println("(" + v[0] + ", " + v[1] + "): normF " + NormOps_DDRM.normF(column) + ", normPInf "
                    + NormOps_DDRM.normPInf(column) + ", elementMaxAbs " + CommonOps_DDRM.elementMaxAbs(column)
                    + ", elementMax " + CommonOps_DDRM.elementMax(column));
        }
    }
}
JAVA
seen <<'SEEN'
(NaN, 1.0): normF NaN, normPInf 1.0, elementMaxAbs 1.0, elementMax NaN
(1.0, NaN): normF NaN, normPInf 1.0, elementMaxAbs 1.0, elementMax 1.0
(NaN, NaN): normF 0.0, normPInf 0.0, elementMaxAbs 0.0, elementMax NaN
SEEN
