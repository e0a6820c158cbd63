#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# Range adds delta again and again, in the type of the output, where the standard has start + i * delta: of a grid of 100,000
# floats with a step of 0.1 the last is 1.4 too small, of a million 958 too large, where the standard's own formula in float has
# 9999.9 and 99999.9. The ninth element is the first that differs. A grid of places or times made in a model drifts so, without
# a word.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        float[] short0 = range(0, 1, 0.1f);
        System.out.println("0 to 1 by 0.1: " + Arrays.toString(short0));
        for (int length : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            float[] grid = range(0, (length - 0.5f) * 0.1f, 0.1f);
            int last = grid.length - 1;
            System.out.println(grid.length + " elements: the last " + grid[last] + ", by the standard " + last * 0.1f);
        }
    }

    static float[] range(float start, float limit, float delta) throws Exception {
        OnnxTensor[] scalars = {scalar(start), scalar(limit), scalar(delta)};
        return (float[]) new Operator("Range").run(scalars).getValue();
    }

    static OnnxTensor scalar(float value) throws Exception {
        return Operator.floats(new float[] {value});
    }
}
JAVA
seen <<'SEEN'
0 to 1 by 0.1: [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.70000005, 0.8000001, 0.9000001]
1000 elements: the last 99.89905, by the standard 99.9
10000 elements: the last 999.8029, by the standard 999.9
100000 elements: the last 9998.457, by the standard 9999.9
1000000 elements: the last 100958.24, by the standard 99999.9
SEEN
