package gradj.tensor;

import java.util.Arrays;

/**
 * The one source of random numbers: a small generator that gives the same numbers for a seed on every JDK and
 * processor.
 *
 * <p>It is xoshiro256++ (David Blackman and Sebastiano Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM
 * Transactions on Mathematical Software 47, 2021), its 256 bits of state filled from a 64-bit seed by SplitMix64 (Guy
 * Steele, Doug Lea and Christine Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). It passes the
 * usual statistical test suites, and is no source of secrets: whoever sees a few numbers can compute the next.
 *
 * <p>An instance belongs to one thread. For several threads, or for parts that must not depend on each other's order,
 * give each part a generator of its own: {@link #fork fork(partNumber)}.
 *
 * <pre>{@code
 * SeededRandom random = new SeededRandom(1);
 * double weight = 0.01 * random.nextGaussian();
 * }</pre>
 */
public final class SeededRandom {
    /*
     * Why not the JDK's: java.util.Random has 48 bits of state, whose low bits repeat early; RandomGenerator leaves the
     * algorithm of nextGaussian() to each JDK. Here every step is integer arithmetic or exact by IEEE 754 but one, the
     * logarithm of a Gaussian, and that is StrictMath's, whose bits are specified.
     */

    /** SplitMix64's increment: 2^64 divided by the golden ratio, made odd. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Names the generator for {@link #fork}; stays as it is while numbers are drawn. */
    private final long key;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    private double spareGaussian;
    private boolean hasSpareGaussian;

    /**
     * Makes the generator of a seed.
     *
     * @param seed any number; near seeds such as 1 and 2 give unrelated sequences
     */
    public SeededRandom(long seed) {
        key = seed;
        s0 = splitMix64(seed, 1);
        s1 = splitMix64(seed, 2);
        s2 = splitMix64(seed, 3);
        s3 = splitMix64(seed, 4);
    }

    /** Makes a generator of a given state, as the published answers of xoshiro256++ need it. */
    SeededRandom(long s0, long s1, long s2, long s3) {
        if ((s0 | s1 | s2 | s3) == 0) {
            throw new IllegalArgumentException("SeededRandom: a state of all zeros would give zeros for ever");
        }
        this.key = mix(mix(mix(s0) + s1) + s2) + s3;
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    /** Goes on from a {@link #state}. */
    private SeededRandom(long[] state) {
        key = state[0];
        s0 = state[1];
        s1 = state[2];
        s2 = state[3];
        s3 = state[4];
        hasSpareGaussian = state[5] != 0;
        spareGaussian = Double.longBitsToDouble(state[6]);
    }

    /** Everything that the next numbers depend on: what {@link #ofState} goes on from. */
    public long[] state() {
        return new long[] {key, s0, s1, s2, s3, hasSpareGaussian ? 1 : 0, Double.doubleToRawLongBits(spareGaussian)};
    }

    /**
     * The generator that had this state: its next numbers are the same.
     *
     * @throws IllegalArgumentException if this is no state
     */
    public static SeededRandom ofState(long... state) {
        boolean isState = state.length == 7 && (state[1] | state[2] | state[3] | state[4]) != 0;
        if (!isState) {
            throw new IllegalArgumentException(
                    "SeededRandom: expected a state of 7 numbers, of which the second to the fifth"
                            + " are not all 0, got " + Arrays.toString(state));
        }
        return new SeededRandom(state);
    }

    /** The {@code n}-th output (from 1) of SplitMix64 started at {@code seed}. */
    static long splitMix64(long seed, long n) {
        return mix(seed + n * GOLDEN);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * An independent generator for a numbered stream, such as image {@code i} of a data set.
     *
     * <p>It depends only on the seed of this generator and on {@code stream}, not on how many numbers were drawn here,
     * and this one is left as it was. Asked twice for the same stream it gives the same numbers. A fork can be forked
     * again.
     *
     * @param stream any number
     * @return a new generator, to be used by any one thread
     */
    public SeededRandom fork(long stream) {
        // Mixed before the stream is added: otherwise fork(2) of seed s would be fork(1) of seed s + GOLDEN.
        return new SeededRandom(splitMix64(mix(key ^ 0x6A09E667F3BCC909L), stream));
    }

    /** The next 64 random bits. */
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /**
     * The next whole number from 0 to {@code bound - 1}, each as likely as any other.
     *
     * @param bound how many numbers there are to choose from, at least 1
     * @throws IllegalArgumentException if {@code bound} is below 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException(
                    "nextInt: expected a bound of at least 1 (numbers 0 to bound - 1), got " + bound);
        }
        // Daniel Lemire, "Fast Random Integer Generation in an Interval", 2019: the upper half of bits x bound is the
        // number; the few lower halves that would favour some numbers are drawn again.
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long unfair = (1L << 32) % bound;
            while (low < unfair) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /** The next number from 0 (included) to 1 (excluded), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /**
     * The next number of the normal distribution with mean 0 and standard deviation 1.
     *
     * <p>Marsaglia's polar method (George Marsaglia and Thomas Bray, "A Convenient Method for Generating Normal
     * Variables", SIAM Review 6, 1964), which makes two numbers at a time: the second is kept for the next call.
     */
    public double nextGaussian() {
        if (hasSpareGaussian) {
            hasSpareGaussian = false;
            return spareGaussian;
        }
        double u;
        double v;
        double square;
        do {
            u = 2 * nextDouble() - 1;
            v = 2 * nextDouble() - 1;
            square = u * u + v * v;
        } while (square >= 1 || square == 0);
        double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spareGaussian = v * scale;
        hasSpareGaussian = true;
        return u * scale;
    }

    /**
     * Puts the numbers of an array in random order, in place, each order as likely as any other.
     *
     * @param values changed in place; may be empty
     */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
