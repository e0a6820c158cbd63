#!/bin/sh
# java.util.Random of the JDK, 17.0.15 and 25.0.3
#
# nextGaussian(0, 1) of a java.util.Random is not nextGaussian(): the overload with mean and deviation comes from
# RandomGenerator and uses another method, so the same seed gives other normal numbers, and takes other amounts of the stream.
# Weights initialised with nextGaussian(0, s) are not s times those of nextGaussian(). nextDouble(0, 1), nextInt(0, 10) and
# nextFloat(0, 1) do agree with their short forms; nextInt(0, 8) does not agree with nextInt(8).
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/common.sh"
program <<'JAVA'
import java.util.Random;

class Finding {
    public static void main(String[] args) {
        System.out.println(new Random(1).nextGaussian() + " " + new Random(1).nextGaussian(0, 1));
        Random one = new Random(1);
        Random other = new Random(1);
        int same = 0;
        for (int i = 0; i < 10_000; i++) {
            same += one.nextGaussian() == other.nextGaussian(0, 1) ? 1 : 0;
        }
        System.out.println(same + " of 10000 equal; next int " + (one.nextInt() == other.nextInt() ? "equal" : "not equal"));
        int[] equal = new int[4];
        for (int seed = 0; seed < 1000; seed++) {
            equal[0] += new Random(seed).nextDouble() == new Random(seed).nextDouble(0, 1) ? 1 : 0;
            equal[1] += new Random(seed).nextFloat() == new Random(seed).nextFloat(0, 1) ? 1 : 0;
            equal[2] += new Random(seed).nextInt(10) == new Random(seed).nextInt(0, 10) ? 1 : 0;
            equal[3] += new Random(seed).nextInt(8) == new Random(seed).nextInt(0, 8) ? 1 : 0;
        }
        System.out.println("first numbers of 1000 seeds: double " + equal[0] + ", float " + equal[1] + ", int below 10 " + equal[2]
                + ", int below 8 " + equal[3] + " equal");
    }
}
JAVA
seen <<'SEEN'
1.561581040188955 -0.4799140850980064
0 of 10000 equal; next int not equal
first numbers of 1000 seeds: double 1000, float 1000, int below 10 1000, int below 8 125 equal
SEEN
