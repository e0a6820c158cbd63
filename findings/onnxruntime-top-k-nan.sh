#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# One NaN makes TopK miss larger numbers: the two largest of [1, NaN, 2] are 1 and NaN, neither of them the 2, while those of
# [NaN, 1, 2] are NaN and 2, and those of [1, 2, NaN] 2 and 1. So a beam or a vote over scores of which one is NaN depends on
# where it stands. ArgMax takes NaN for the largest wherever it stands, ReduceMax (on x86-64) only where it stands first, and
# Hardmax of [NaN, 1, 2] marks nothing.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        float nan = Float.NaN;
        for (float[] scores : new float[][] {{nan, 1, 2}, {1, nan, 2}, {1, 2, nan}}) {
            OnnxTensor[] largest = new Operator("TopK")
                    .runAll(2, Operator.floats(scores, 3), Operator.longs(new long[] {2}, 1));
            System.out.println(Arrays.toString(scores)
                    + ": TopK " + Operator.text(largest[0]) + " at " + Operator.text(largest[1])
                    + ", ArgMax " + Operator.text(new Operator("ArgMax").run(Operator.floats(scores, 3)))
                    + ", ReduceMax " + Operator.text(new Operator("ReduceMax").run(Operator.floats(scores, 3)))
                    + ", Hardmax " + Operator.text(new Operator("Hardmax").run(Operator.floats(scores, 3))));
        }
    }
}
JAVA
seen <<'SEEN'
[NaN, 1.0, 2.0]: TopK [2] [NaN, 2.0] at [2] [0, 2], ArgMax [1] [0], ReduceMax [1] [NaN], Hardmax [3] [0.0, 0.0, 0.0]
[1.0, NaN, 2.0]: TopK [2] [1.0, NaN] at [2] [0, 1], ArgMax [1] [1], ReduceMax [1] [2.0], Hardmax [3] [0.0, 0.0, 1.0]
[1.0, 2.0, NaN]: TopK [2] [2.0, 1.0] at [2] [1, 0], ArgMax [1] [2], ReduceMax [1] [2.0], Hardmax [3] [0.0, 1.0, 0.0]
SEEN
