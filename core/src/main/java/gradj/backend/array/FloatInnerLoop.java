package gradj.backend.array;

/** The loop that all the time of a large matrix product goes into: adds rows times numbers to rows of sums. */
final class FloatInnerLoop {
    /*
     * Why this loop. C2 turns a loop over arrays into SIMD when every operand is an array of its own read at the same
     * index; rows of one array at varying offsets stay scalar (they might overlap what is stored). So panels of op(B)
     * are copied into row arrays, and the innermost loop `add` adds 3 of them, each times a number of A, to 2 rows of
     * sums. GFLOP/s of that loop in single precision over 512 and 112 columns (2-core AVX-512 machine, peak of a core
     * 118; JDK 17 | JDK 25):
     *
     *     sums x rows   multiply and add      Math.fma
     *     1 x 4         62 32 | 63 34         63 31 | 64 34
     *     1 x 6          9  9 | 66 33         68 35 | 68 37
     *     2 x 2         68 37 | 69 39         67 35 | 69 36
     *     2 x 3         76 33 | 77 39         85 48 | 87 48, but 14 on JDK 17 depending on what it is inlined into
     *     2 x 4         12 12 | 80 39         14 14 | 90 50
     *     3 x 3         13 13 | 83 42         14 14 | 92 51
     *
     * 2 x 3 with multiply and add is the fastest that both JDKs vectorise wherever it is inlined. JDK 17 does not unroll,
     * and so not vectorise, a loop of more than 60 nodes of its graph (LoopUnrollLimit; with 80, it vectorises 3 x 3 as
     * well), and the larger ones come to more or less than that depending on what is around them. In the whole product
     * Math.fma would give 12 % on JDK 25 and cost a factor of 4 on JDK 17; without it, nothing here depends on the
     * processor having that instruction.
     *
     * A loop spends up to 16 scalar turns on aligning its stores and as many on the rest, so the long dimension of C is
     * the one to run along: a tall narrow product is computed as its transpose. It also pays to have all rows at the
     * same place in a cache line (1 x 4 over 512: 63 instead of 48): they are allocated in one go, each a whole number
     * of lines long with its header of 16 bytes. Which place it is, a Java program can neither choose nor ask, and for
     * narrow products it matters: with 100 columns both ends together take 4 turns or 20, and one thread takes 210 or
     * 320 us for 100x50x784, the same for as long as its rows stay where they are.
     */

    private FloatInnerLoop() {}

    /**
     * Adds rows {@code from} to {@code to} of {@code r} to its rows {@code sum} and {@code sum + 1}, {@code width} numbers
     * of each. Their factors lie in the left operand, those of the first from {@code at0} on, those of the second from
     * {@code at1} on. When the number of rows is no multiple of 3, what is missing is added times 0: it must be finite.
     * Taking the two rows of sums as parameters instead of reading them from {@code r} costs 5 to 10 % on both JDKs.
     */
    static void addGroup(FloatOperands o, int at0, int at1, float[][] r, int from, int to, int sum, int width) {
        float[] x = o.left;
        float[] sum0 = r[sum];
        float[] sum1 = r[sum + 1];
        float alpha = o.alpha;
        int step = o.leftColumn;
        int p = from;
        for (; p + 3 <= to; p += 3) {
            float a00 = alpha * x[at0];
            float a01 = alpha * x[at0 + step];
            float a02 = alpha * x[at0 + 2 * step];
            float a10 = alpha * x[at1];
            float a11 = alpha * x[at1 + step];
            float a12 = alpha * x[at1 + 2 * step];
            add(sum0, sum1, r[p], r[p + 1], r[p + 2], a00, a01, a02, a10, a11, a12, width);
            at0 += 3 * step;
            at1 += 3 * step;
        }
        if (p < to) {
            boolean two = p + 2 == to;
            float a01 = two ? alpha * x[at0 + step] : 0;
            float a11 = two ? alpha * x[at1 + step] : 0;
            add(sum0, sum1, r[p], r[p + 1], r[p + 2], alpha * x[at0], a01, 0, alpha * x[at1], a11, 0, width);
        }
    }

    /** Reading both sums before storing one of them is part of it; see the top. */
    private static void add(
            float[] sum0,
            float[] sum1,
            float[] b0,
            float[] b1,
            float[] b2,
            float a00,
            float a01,
            float a02,
            float a10,
            float a11,
            float a12,
            int width) {
        for (int j = 0; j < width; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float y0 = sum0[j];
            float y1 = sum1[j];
            sum0[j] = y0 + a00 * x0 + a01 * x1 + a02 * x2;
            sum1[j] = y1 + a10 * x0 + a11 * x1 + a12 * x2;
        }
    }
}
