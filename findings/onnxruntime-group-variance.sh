#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# GroupNormalization takes the variance as the mean of the squares less the square of the mean, in float, as the function does
# that the ONNX standard gives with the operator: of two values 4097 and 4099, whose variance is 1, nothing is left, and the
# output is -316 and 316 in place of -1 and 1; of 728 and 728.1 it is negative, and all outputs are NaN. LayerNormalization
# and InstanceNormalization of the same values are right. Values a thousand times their spread are no rarity before the first
# normalization: pressures, years, pixels of a bright image.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    static final float[][] PAIRS = {{1, 3}, {1001, 1003}, {4097, 4099}, {728, 728.1f}};

    public static void main(String[] args) throws Exception {
        float[] one = {1};
        float[] zero = {0};
        for (float[] pair : PAIRS) {
            System.out.print(Arrays.toString(pair) + ":");
            show(" Group", new Operator("GroupNormalization")
                    .with("num_groups", 1)
                    .run(Operator.floats(pair, 1, 1, 2), Operator.floats(one, 1), Operator.floats(zero, 1)));
            show(", Instance", new Operator("InstanceNormalization")
                    .run(Operator.floats(pair, 1, 1, 2), Operator.floats(one, 1), Operator.floats(zero, 1)));
            show(", Layer", new Operator("LayerNormalization")
                    .run(Operator.floats(pair, 1, 1, 2), Operator.floats(new float[] {1, 1}, 2)));
            System.out.println();
        }
    }

    static void show(String name, OnnxTensor normal) throws Exception {
        float[] values = ((float[][][]) normal.getValue())[0][0];
        System.out.printf(Locale.ROOT, "%s %.1f %.1f", name, values[0], values[1]);
    }
}
JAVA
seen <<'SEEN'
[1.0, 3.0]: Group -1.0 1.0, Instance -1.0 1.0, Layer -1.0 1.0
[1001.0, 1003.0]: Group -1.0 1.0, Instance -1.0 1.0, Layer -1.0 1.0
[4097.0, 4099.0]: Group -316.2 316.2, Instance -1.0 1.0, Layer -1.0 1.0
[728.0, 728.1]: Group NaN NaN, Instance -1.0 1.0, Layer -1.0 1.0
SEEN
