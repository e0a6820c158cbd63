#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# MeanVarianceNormalization of a channel whose values are all the same is NaN, 0 / 0, where the function that the ONNX standard
# gives with the operator adds 1e-9 to the deviation and so gives 0. One black image in a batch is such a channel.
# LayerNormalization and GroupNormalization give 0.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        for (float value : new float[] {0, 1, 100_000}) {
            float[] channel = {value, value, value, value};
            System.out.println(value + " four times: MeanVariance "
                    + Operator.text(new Operator("MeanVarianceNormalization").run(Operator.floats(channel, 1, 1, 2, 2)))
                    + ", Layer "
                    + Operator.text(new Operator("LayerNormalization")
                            .run(Operator.floats(channel, 1, 4), Operator.floats(new float[] {1, 1, 1, 1}, 4)))
                    + ", Group "
                    + Operator.text(new Operator("GroupNormalization")
                            .with("num_groups", 1)
                            .run(Operator.floats(channel, 1, 1, 4), Operator.floats(new float[] {1}, 1),
                                    Operator.floats(new float[] {0}, 1))));
        }
    }
}
JAVA
seen <<'SEEN'
0.0 four times: MeanVariance [1, 1, 2, 2] [[[[NaN, NaN], [NaN, NaN]]]], Layer [1, 4] [[0.0, 0.0, 0.0, 0.0]], Group [1, 1, 4] [[[0.0, 0.0, 0.0, 0.0]]]
1.0 four times: MeanVariance [1, 1, 2, 2] [[[[NaN, NaN], [NaN, NaN]]]], Layer [1, 4] [[0.0, 0.0, 0.0, 0.0]], Group [1, 1, 4] [[[0.0, 0.0, 0.0, 0.0]]]
100000.0 four times: MeanVariance [1, 1, 2, 2] [[[[NaN, NaN], [NaN, NaN]]]], Layer [1, 4] [[0.0, 0.0, 0.0, 0.0]], Group [1, 1, 4] [[[0.0, 0.0, 0.0, 0.0]]]
SEEN
