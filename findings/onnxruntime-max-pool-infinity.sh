#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# The maximum of a window that holds only minus infinity, as a mask leaves it, is -3.4028235e38 in MaxPool along one axis and in
# GlobalMaxPool, and minus infinity in MaxPool along two axes; with padding there, both stand in one output. To ask for the
# second output, the places, changes the first to minus infinity. Windows of NaN give -3.4028235e38 too, a number that none of
# them holds. In float64 all is minus infinity, and so is ReduceMax.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        OnnxTensor line = filled(Float.NEGATIVE_INFINITY, 1, 1, 4);
        OnnxTensor image = filled(Float.NEGATIVE_INFINITY, 1, 1, 4, 4);
        show("MaxPool", new Operator("MaxPool").withList("kernel_shape", 2).run(line));
        show("MaxPool with places", new Operator("MaxPool").withList("kernel_shape", 2).runAll(2, line)[0]);
        show("MaxPool of two axes", pool2().run(image));
        show("MaxPool of two axes, padded", pool2().withList("pads", 1, 1, 1, 1).withList("strides", 2, 2).run(image));
        show("GlobalMaxPool", new Operator("GlobalMaxPool").run(image));
        show("ReduceMax", new Operator("ReduceMax").run(image));
        double[] wide = new double[4];
        Arrays.fill(wide, Double.NEGATIVE_INFINITY);
        show("float64 MaxPool", new Operator("MaxPool").withList("kernel_shape", 2).run(Operator.doubles(wide, 1, 1, 4)));
        show("MaxPool of NaN", new Operator("MaxPool").withList("kernel_shape", 2).run(filled(Float.NaN, 1, 1, 4)));
    }

    static Operator pool2() {
        return new Operator("MaxPool").withList("kernel_shape", 2, 2);
    }

    static OnnxTensor filled(float value, long... shape) throws Exception {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, value);
        return Operator.floats(values, shape);
    }

    static void show(String name, OnnxTensor maximum) throws Exception {
        System.out.println(name + ": " + Operator.text(maximum));
    }
}
JAVA
seen <<'SEEN'
MaxPool: [1, 1, 3] [[[-3.4028235E38, -3.4028235E38, -3.4028235E38]]]
MaxPool with places: [1, 1, 3] [[[-Infinity, -Infinity, -Infinity]]]
MaxPool of two axes: [1, 1, 3, 3] [[[[-Infinity, -Infinity, -Infinity], [-Infinity, -Infinity, -Infinity], [-Infinity, -Infinity, -Infinity]]]]
MaxPool of two axes, padded: [1, 1, 3, 3] [[[[-3.4028235E38, -Infinity, -3.4028235E38], [-3.4028235E38, -Infinity, -3.4028235E38], [-3.4028235E38, -Infinity, -3.4028235E38]]]]
GlobalMaxPool: [1, 1, 1, 1] [[[[-3.4028235E38]]]]
ReduceMax: [1, 1, 1, 1] [[[[-Infinity]]]]
float64 MaxPool: [1, 1, 3] [[[-Infinity, -Infinity, -Infinity]]]
MaxPool of NaN: [1, 1, 3] [[[-3.4028235E38, -3.4028235E38, -3.4028235E38]]]
SEEN
