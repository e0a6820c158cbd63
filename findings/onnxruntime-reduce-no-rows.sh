#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# A reduction of a batch of no rows forgets a negative axis: of the shape [0, 5], with keepdims, axis -1 gives [0, 5] where
# axis 1 gives the right [0, 1], and without keepdims [0, 5] in place of [0]. Axis -2 is the same as axis 0, but gives [0, 5]
# too: five sums of nothing, zeros, are lost. Nothing is said, and any other number of rows is right. ArgMax does the same.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        for (String type : new String[] {"ReduceSum", "ReduceMean", "ReduceMax"}) {
            for (int keep : new int[] {1, 0}) {
                for (int axis : new int[] {1, -1, 0, -2}) {
                    OnnxTensor sum = new Operator(type)
                            .with("keepdims", keep)
                            .run(Operator.floats(new float[0], 0, 5), Operator.longs(new long[] {axis}, 1));
                    System.out.println(type + (keep == 1 ? " keepdims" : "") + " axis " + axis + ": " + Operator.text(sum));
                }
            }
        }
        for (int axis : new int[] {1, -1}) {
            OnnxTensor places = new Operator("ArgMax").with("axis", axis).run(Operator.floats(new float[0], 0, 5));
            System.out.println("ArgMax keepdims axis " + axis + ": " + Operator.text(places));
        }
        for (int axis : new int[] {1, -1, 0, -2}) {
            OnnxTensor sum = new Operator("ReduceSum")
                    .run(Operator.floats(new float[] {1, 2, 3, 4, 5}, 1, 5), Operator.longs(new long[] {axis}, 1));
            System.out.println("one row, ReduceSum keepdims axis " + axis + ": " + Operator.text(sum));
        }
    }
}
JAVA
seen <<'SEEN'
ReduceSum keepdims axis 1: [0, 1] nothing
ReduceSum keepdims axis -1: [0, 5] nothing
ReduceSum keepdims axis 0: [1, 5] [[0.0, 0.0, 0.0, 0.0, 0.0]]
ReduceSum keepdims axis -2: [0, 5] nothing
ReduceSum axis 1: [0] nothing
ReduceSum axis -1: [0, 5] nothing
ReduceSum axis 0: [5] [0.0, 0.0, 0.0, 0.0, 0.0]
ReduceSum axis -2: [0, 5] nothing
ReduceMean keepdims axis 1: [0, 1] nothing
ReduceMean keepdims axis -1: [0, 5] nothing
ReduceMean keepdims axis 0: [1, 5] [[0.0, 0.0, 0.0, 0.0, 0.0]]
ReduceMean keepdims axis -2: [0, 5] nothing
ReduceMean axis 1: [0] nothing
ReduceMean axis -1: [0, 5] nothing
ReduceMean axis 0: [5] [0.0, 0.0, 0.0, 0.0, 0.0]
ReduceMean axis -2: [0, 5] nothing
ReduceMax keepdims axis 1: [0, 1] nothing
ReduceMax keepdims axis -1: [0, 5] nothing
ReduceMax keepdims axis 0: [1, 5] [[-Infinity, -Infinity, -Infinity, -Infinity, -Infinity]]
ReduceMax keepdims axis -2: [0, 5] nothing
ReduceMax axis 1: [0] nothing
ReduceMax axis -1: [0, 5] nothing
ReduceMax axis 0: [5] [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity]
ReduceMax axis -2: [0, 5] nothing
ArgMax keepdims axis 1: [0, 1] nothing
ArgMax keepdims axis -1: [0, 5] nothing
one row, ReduceSum keepdims axis 1: [1, 1] [[15.0]]
one row, ReduceSum keepdims axis -1: [1, 1] [[15.0]]
one row, ReduceSum keepdims axis 0: [1, 5] [[1.0, 2.0, 3.0, 4.0, 5.0]]
one row, ReduceSum keepdims axis -2: [1, 5] [[1.0, 2.0, 3.0, 4.0, 5.0]]
SEEN
