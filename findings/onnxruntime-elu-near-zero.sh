#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# Elu, Selu and Celu subtract 1 from exp(x), which has no digits left near 0: Elu of -1e-8 is 0, and of -1e-6 it is 1.3 % off,
# where the function is nearly x itself. The digits come back on the other side: of 1e-8 it is 1e-8. Between -3e-8 and 0 the
# net's slope, 1 by the formula, is 0.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        float[] x = {-1e-10f, -1e-8f, -1e-6f, 1e-8f};
        for (String type : new String[] {"Elu", "Celu", "Selu"}) {
            float[] y = (float[]) new Operator(type).run(Operator.floats(x, x.length)).getValue();
            for (int i = 0; i < x.length; i++) {
                double scale = type.equals("Selu") ? 1.0507009873554805 * (x[i] < 0 ? 1.6732632423543772 : 1) : 1;
                double exact = scale * (x[i] < 0 ? Math.expm1(x[i]) : x[i]);
                System.out.printf(Locale.ROOT, "%s of %.0e: %.3e, exact %.3e, off by %.1f %%%n", type, x[i], y[i], exact,
                        100 * Math.abs(y[i] / exact - 1));
            }
        }
    }
}
JAVA
seen <<'SEEN'
Elu of -1e-10: 0.000e+00, exact -1.000e-10, off by 100.0 %
Elu of -1e-08: 0.000e+00, exact -1.000e-08, off by 100.0 %
Elu of -1e-06: -1.013e-06, exact -1.000e-06, off by 1.3 %
Elu of 1e-08: 1.000e-08, exact 1.000e-08, off by 0.0 %
Celu of -1e-10: 0.000e+00, exact -1.000e-10, off by 100.0 %
Celu of -1e-08: 0.000e+00, exact -1.000e-08, off by 100.0 %
Celu of -1e-06: -1.013e-06, exact -1.000e-06, off by 1.3 %
Celu of 1e-08: 1.000e-08, exact 1.000e-08, off by 0.0 %
Selu of -1e-10: 0.000e+00, exact -1.758e-10, off by 100.0 %
Selu of -1e-08: 0.000e+00, exact -1.758e-08, off by 100.0 %
Selu of -1e-06: -1.781e-06, exact -1.758e-06, off by 1.3 %
Selu of 1e-08: 1.051e-08, exact 1.051e-08, off by 0.0 %
SEEN
