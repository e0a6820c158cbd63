#!/bin/sh
# jdk.incubator.vector of JDK 17.0.15 and 25.0.3, on x86
#
# A comparison of vectors of two lanes is never compiled: DoubleVector.SPECIES_128 and FloatVector.SPECIES_64 can be added and
# multiplied in registers, but `compare` and `blend` make objects for good, 17 times as long for a whole loop as plain scalar code,
# where four lanes and more do not. The preferred species has two lanes of double wherever vectors have 128 bits. Of the hot loop
# nothing tells but its speed and the bytes that it allocates.
#
# Seen on 2026-11-29 with an AMD EPYC (AVX-512): the lines at the end.
. "$(dirname "$0")/common.sh"
program <<'JAVA'
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

class Finding {
    static final double[] X = new double[1024];
    static final double[] Y = new double[1024];

    static class Two {
        static void add() {
            for (int i = 0; i < 1024; i += 2) {
                var x = DoubleVector.fromArray(DoubleVector.SPECIES_128, X, i);
                x.add(x).intoArray(Y, i);
            }
        }

        static void clip() {
            for (int i = 0; i < 1024; i += 2) {
                var x = DoubleVector.fromArray(DoubleVector.SPECIES_128, X, i);
                x.blend(0.5, x.compare(VectorOperators.GT, 0.5)).intoArray(Y, i);
            }
        }
    }

    static class Four {
        static void clip() {
            for (int i = 0; i < 1024; i += 4) {
                var x = DoubleVector.fromArray(DoubleVector.SPECIES_256, X, i);
                x.blend(0.5, x.compare(VectorOperators.GT, 0.5)).intoArray(Y, i);
            }
        }
    }

    public static void main(String[] args) {
        show("two lanes, add", Two::add);
        show("two lanes, compare and blend", Two::clip);
        show("four lanes, compare and blend", Four::clip);
    }

    static void show(String name, Runnable loop) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 30_000; i++) {
            loop.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        loop.run();
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        System.out.println(name + ": " + (bytes == 0 ? "no objects" : bytes > 10_000 ? "objects" : "some objects"));
    }
}
JAVA
seen --add-modules jdk.incubator.vector <<'SEEN'
two lanes, add: no objects
two lanes, compare and blend: objects
four lanes, compare and blend: no objects
SEEN
