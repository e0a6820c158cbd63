#!/bin/sh
# com.deepnetts:deepnetts-core:1.13.2
#
# The activation TANH takes (e^2x - 1) / (e^2x + 1) in float. From 44.4 on both are infinite and the quotient is NaN, while
# very negative scores give -1 as they should: one large score, and the net's output is NaN. Near 0 the subtraction loses
# digits: tanh(1e-5) keeps three, tanh(1e-8) is 0. The derivative is asked for by the output, 1 - y^2, and is right.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only com.deepnetts:deepnetts-core:1.13.2
program <<'JAVA'
import deepnetts.net.layers.activation.ActivationFunction;
import deepnetts.net.layers.activation.ActivationType;

class Finding {
    public static void main(String[] args) {
        ActivationFunction tanh = ActivationFunction.create(ActivationType.TANH);
        for (float x : new float[] {-100, -45, 1e-8f, 1e-5f, 1, 44, 45, 100}) {
            System.out.println("tanh(" + x + ") = " + tanh.getValue(x) + ", Math.tanh: " + (float) Math.tanh(x));
        }
    }
}
JAVA
seen <<'SEEN'
tanh(-100.0) = -1.0, Math.tanh: -1.0
tanh(-45.0) = -1.0, Math.tanh: -1.0
tanh(1.0E-8) = 0.0, Math.tanh: 1.0E-8
tanh(1.0E-5) = 1.001348E-5, Math.tanh: 1.0E-5
tanh(1.0) = 0.7615942, Math.tanh: 0.7615942
tanh(44.0) = 1.0, Math.tanh: 1.0
tanh(45.0) = NaN, Math.tanh: 1.0
tanh(100.0) = NaN, Math.tanh: 1.0
SEEN
