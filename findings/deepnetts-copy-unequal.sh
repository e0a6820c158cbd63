#!/bin/sh
# com.deepnetts:deepnetts-core:1.13.2
#
# A Tensor never equals its copy: copy() makes one of four dimensions whatever the original has, with the same numbers of
# rows and columns, and equals compares the dimensions. So the test that one would write first, "the copy is equal", fails,
# and a tensor that was copied is no key. The comparison with a tolerance in turn lets NaN pass: it is
# within 0.1 of 5.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
fetch only com.deepnetts:deepnetts-core:1.13.2
program <<'JAVA'
import deepnetts.util.Tensor;

class Finding {
    public static void main(String[] args) {
        Tensor[] tensors = {new Tensor(1f, 2f), new Tensor(2, 2, new float[] {1, 2, 3, 4}), new Tensor(1, 2, 2, new float[] {1, 2, 3, 4})};
        for (Tensor tensor : tensors) {
            Tensor copy = tensor.copy();
            System.out.println(tensor + ": " + tensor.getDimensions() + " dimensions, its copy " + copy.getDimensions()
                    + ", equal: " + tensor.equals(copy));
        }
        System.out.println("(3, 4) and another (3, 4) equal: " + new Tensor(3f, 4f).equals(new Tensor(3f, 4f)));
        System.out.println("(NaN, 1) and (5, 1) within 0.1: " + new Tensor(Float.NaN, 1f).equals(new Tensor(5f, 1f), 0.1f));
    }
}
JAVA
seen <<'SEEN'
[1.0, 2.0]: 1 dimensions, its copy 4, equal: false
[1.0, 2.0; 3.0, 4.0]: 2 dimensions, its copy 4, equal: false
[1.0, 2.0; 3.0, 4.0]: 3 dimensions, its copy 4, equal: false
(3, 4) and another (3, 4) equal: true
(NaN, 1) and (5, 1) within 0.1: true
SEEN
