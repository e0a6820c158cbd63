#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# Sigmoid is right to a fixed distance, not in proportion, in float64 too: at -37 and everywhere below it is exactly 0, where a
# double can hold 8.5e-17 and, at -700, 9.9e-305, and its log is minus infinity in place of the score. In float it is off by
# more than a tenth from about -17 on. Exp and Softplus of the same scores are right, so 1 / (1 + exp(-x)) as three operators
# is accurate where the one operator made for it is not.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        double[] scores = {-10, -30, -37, -40, -700};
        double[] sigmoid = (double[]) new Operator("Sigmoid").run(Operator.doubles(scores, scores.length)).getValue();
        double[] exp = (double[]) new Operator("Exp").run(Operator.doubles(scores, scores.length)).getValue();
        for (int i = 0; i < scores.length; i++) {
            double exact = Math.exp(scores[i]) / (1 + Math.exp(scores[i]));
            System.out.println("double " + scores[i] + ": " + (isNear(sigmoid[i], exact) ? "right" : "" + sigmoid[i])
                    + ", of Exp " + (isNear(exp[i] / (1 + exp[i]), exact) ? "right" : "wrong"));
        }
        float[] narrow = {-10, -20, -40, -80};
        float[] sigmoids = (float[]) new Operator("Sigmoid").run(Operator.floats(narrow, narrow.length)).getValue();
        float[] exps = (float[]) new Operator("Exp").run(Operator.floats(narrow, narrow.length)).getValue();
        for (int i = 0; i < narrow.length; i++) {
            double exact = Math.exp(narrow[i]) / (1 + Math.exp(narrow[i]));
            System.out.println("float " + narrow[i] + ": " + (isNear(sigmoids[i], exact) ? "right" : "wrong") + ", of Exp "
                    + (isNear(exps[i] / (1 + exps[i]), exact) ? "right" : "wrong"));
        }
    }

    /** Within one per cent. */
    static boolean isNear(double value, double exact) {
        return Math.abs(value - exact) <= 0.01 * exact;
    }
}
JAVA
seen <<'SEEN'
double -10.0: right, of Exp right
double -30.0: right, of Exp right
double -37.0: 0.0, of Exp right
double -40.0: 0.0, of Exp right
double -700.0: 0.0, of Exp right
float -10.0: right, of Exp right
float -20.0: wrong, of Exp right
float -40.0: wrong, of Exp right
float -80.0: wrong, of Exp right
SEEN
