#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# Cast to text keeps eight significant digits, of float and of double alike: pi as a double becomes 3.1415927, and 123456789
# becomes 1.2345679e+08, so two keys or places that differ become one text. Nine digits are needed for a float and seventeen
# for a double: of 10,000 random numbers from [0, 1), 70 floats and all doubles are others when read back.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    public static void main(String[] args) throws Exception {
        double[] doubles = {Math.PI, 1.0 / 3, 123_456_789, 123_456_788, 16_777_217, 1e15 + 1};
        System.out.println("double " + Operator.text(new Operator("Cast").with("to", 8).run(Operator.doubles(doubles, 6))));
        float[] floats = {8_388_609.5f, 16_777_216, 123_456_792, 123_456_784, 0.1f};
        System.out.println("float " + Operator.text(new Operator("Cast").with("to", 8).run(Operator.floats(floats, 5))));
        Random random = new Random(1);
        float[] many = new float[10_000];
        double[] wide = new double[10_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = random.nextFloat();
            wide[i] = random.nextDouble();
        }
        String[] texts = (String[]) new Operator("Cast").with("to", 8).run(Operator.floats(many, many.length)).getValue();
        String[] wideTexts = (String[]) new Operator("Cast").with("to", 8).run(Operator.doubles(wide, wide.length)).getValue();
        int changed = 0;
        int changedWide = 0;
        for (int i = 0; i < many.length; i++) {
            changed += Float.parseFloat(texts[i]) != many[i] ? 1 : 0;
            changedWide += Double.parseDouble(wideTexts[i]) != wide[i] ? 1 : 0;
        }
        System.out.println(changed + " of 10000 floats and " + changedWide + " of 10000 doubles are others when read back");
    }
}
JAVA
seen <<'SEEN'
double [6] [3.1415927, 0.33333333, 1.2345679e+08, 1.2345679e+08, 16777217, 1e+15]
float [5] [8388610, 16777216, 1.2345679e+08, 1.2345678e+08, 0.1]
70 of 10000 floats and 10000 of 10000 doubles are others when read back
SEEN
