#!/bin/sh
# org.tensorflow:ndarray:1.0.0
#
# Of the two half-width layouts of TensorFlow for Java, FLOAT16 rounds to the nearest value (ties to even) and BFLOAT16 cuts the
# lower 16 bits off: every inexact bfloat16 is too small in magnitude, by up to a whole unit in its last place. The largest
# float stays finite in BFLOAT16, where rounding would make it infinite, and becomes infinite in FLOAT16. Weights converted so
# shrink on average.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch org.tensorflow:ndarray:1.0.0
program <<'JAVA'
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.ShortDataBuffer;
import org.tensorflow.ndarray.buffer.layout.DataLayouts;
import org.tensorflow.ndarray.buffer.layout.FloatDataLayout;

class Finding {
    public static void main(String[] args) {
        show("FLOAT16", DataLayouts.FLOAT16, new float[] {1 + 0.4f / 1024, 1 + 0.6f / 1024, 1 + 1.5f / 1024, Float.MAX_VALUE});
        show("BFLOAT16", DataLayouts.BFLOAT16, new float[] {1 + 0.4f / 128, 1 + 0.6f / 128, 1 + 1.5f / 128, Float.MAX_VALUE});
        java.util.Random random = new java.util.Random(1);
        int smaller = 0;
        for (int i = 0; i < 10_000; i++) {
            float x = random.nextFloat();
            smaller += through(DataLayouts.BFLOAT16, x) < x ? 1 : 0;
        }
        System.out.println(smaller > 9_900 ? "nearly all of 10000 numbers shrink" : smaller + " of 10000 numbers shrink");
    }

    static void show(String name, FloatDataLayout<ShortDataBuffer> layout, float[] values) {
        for (float x : values) {
            System.out.println(name + " " + x + " -> " + through(layout, x));
        }
    }

    static float through(FloatDataLayout<ShortDataBuffer> layout, float x) {
        ShortDataBuffer bits = DataBuffers.ofShorts(1);
        layout.applyTo(bits).setFloat(x, 0);
        return layout.applyTo(bits).getFloat(0);
    }
}
JAVA
seen <<'SEEN'
FLOAT16 1.0003906 -> 1.0
FLOAT16 1.0005859 -> 1.0009766
FLOAT16 1.0014648 -> 1.0019531
FLOAT16 3.4028235E38 -> Infinity
BFLOAT16 1.003125 -> 1.0
BFLOAT16 1.0046875 -> 1.0
BFLOAT16 1.0117188 -> 1.0078125
BFLOAT16 3.4028235E38 -> 3.3895314E38
nearly all of 10000 numbers shrink
SEEN
