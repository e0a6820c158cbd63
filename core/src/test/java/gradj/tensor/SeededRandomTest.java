package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

    @Test
    void givesThePublishedNumbersOfXoshiro256PlusPlus() {
        SeededRandom random = new SeededRandom(1, 2, 3, 4);
        long[] expected = {
            41943041L,
            58720359L,
            3588806011781223L,
            3591011842654386L,
            Long.parseUnsignedLong("9228616714210784205"),
            Long.parseUnsignedLong("9973669472204895162"),
            Long.parseUnsignedLong("14011001112246962877"),
            Long.parseUnsignedLong("12406186145184390807"),
            Long.parseUnsignedLong("15849039046786891736"),
            Long.parseUnsignedLong("10450023813501588000")
        };
        assertArrayEquals(
                expected, LongStream.generate(random::nextLong).limit(10).toArray());
    }

    @Test
    void seedsWithThePublishedNumbersOfSplitMix64() {
        long[] expected = {
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L,
            Long.parseUnsignedLong("16408922859458223821")
        };
        assertArrayEquals(
                expected,
                LongStream.rangeClosed(1, 5)
                        .map(n -> SeededRandom.splitMix64(1234567, n))
                        .toArray());
        SeededRandom bySeed = new SeededRandom(1234567);
        SeededRandom byState = new SeededRandom(expected[0], expected[1], expected[2], expected[3]);
        for (int i = 0; i < 10; i++) {
            assertEquals(byState.nextLong(), bySeed.nextLong());
        }
    }

    @Test
    void refusesTheStateThatWouldGiveOnlyZeros() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> new SeededRandom(0, 0, 0, 0));
        assertEquals("SeededRandom: a state of all zeros would give zeros for ever", thrown.getMessage());
    }

    /** Weights and drawn digits of every published result hang on these bits: a change here changes them all. */
    @Test
    void keepsTheBitsOfItsGaussians() {
        SeededRandom random = new SeededRandom(1);
        long hash = 0;
        for (int i = 0; i < 10_000; i++) {
            hash = 31 * hash + Double.doubleToLongBits(random.nextGaussian());
        }
        assertEquals(-7971365629733741196L, hash);
    }

    @Test
    void gaussiansHaveTheMomentsOfTheNormalDistribution() {
        SeededRandom random = new SeededRandom(42);
        int n = 1_000_000;
        double sum = 0;
        double square = 0;
        double cube = 0;
        double fourth = 0;
        int beyondThree = 0;
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            sum += x;
            square += x * x;
            cube += x * x * x;
            fourth += x * x * x * x;
            beyondThree += Math.abs(x) > 3 ? 1 : 0;
        }
        // Each tolerance is four standard errors: sqrt(1, 2, 15, 96) / sqrt(n), and sqrt(p / n) for the tail.
        assertEquals(0, sum / n, 0.004);
        assertEquals(1, square / n, 0.0057);
        assertEquals(0, cube / n, 0.0155);
        assertEquals(3, fourth / n, 0.0392);
        assertEquals(0.0026998, beyondThree / (double) n, 0.00021);
    }

    @Test
    void doublesFillTheUnitInterval() {
        SeededRandom random = new SeededRandom(7);
        int[] counts = new int[100];
        for (int i = 0; i < 1_000_000; i++) {
            double x = random.nextDouble();
            assertTrue(x >= 0 && x < 1);
            counts[(int) (x * 100)]++;
        }
        assertUniform(counts, 1_000_000);
    }

    @Test
    void wholeNumbersAreEquallyLikely() {
        for (int bound : new int[] {1, 2, 3, 7, 10, 100, 784}) {
            SeededRandom random = new SeededRandom(bound);
            int[] counts = new int[bound];
            for (int i = 0; i < 500_000; i++) {
                counts[random.nextInt(bound)]++;
            }
            assertUniform(counts, 500_000);
        }
    }

    /**
     * 2^32 / bound is 2 2/3: without the rejection a third of the numbers would come twice where the others come
     * thrice.
     */
    @Test
    void wholeNumbersOfALargeBoundAreNotBiased() {
        int bound = 3 << 29;
        SeededRandom random = new SeededRandom(11);
        int[] residues = new int[3];
        int[] thirds = new int[3];
        for (int i = 0; i < 600_000; i++) {
            int x = random.nextInt(bound);
            assertTrue(x >= 0 && x < bound);
            residues[x % 3]++;
            thirds[x / (1 << 29)]++;
        }
        assertUniform(residues, 600_000);
        assertUniform(thirds, 600_000);
        assertTrue(random.nextInt(Integer.MAX_VALUE) >= 0);
    }

    @Test
    void refusesABoundBelowOne() {
        SeededRandom random = new SeededRandom(1);
        for (int bound : new int[] {0, -1, Integer.MIN_VALUE}) {
            IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> random.nextInt(bound));
            assertEquals(
                    "nextInt: expected a bound of at least 1 (numbers 0 to bound - 1), got " + bound,
                    thrown.getMessage());
        }
    }

    @Test
    void aForkNeitherDisturbsNorDependsOnTheOrder() {
        SeededRandom random = new SeededRandom(5);
        SeededRandom untouched = new SeededRandom(5);
        long first = random.fork(3).nextLong();
        assertEquals(untouched.nextLong(), random.nextLong());
        random.nextGaussian();
        assertEquals(first, random.fork(3).nextLong());
        assertEquals(first, new SeededRandom(5).fork(3).nextLong());
        assertNotEquals(first, new SeededRandom(6).fork(3).nextLong());
        assertNotEquals(
                new SeededRandom(5).fork(1).fork(2).nextLong(),
                new SeededRandom(5).fork(2).fork(1).nextLong());
    }

    @Test
    void forksAreIndependent() {
        Set<Long> seen = new HashSet<>();
        int[] counts = new int[100];
        double product = 0;
        int n = 100_000;
        for (int seed = 0; seed < 10; seed++) {
            SeededRandom parent = new SeededRandom(seed);
            for (int stream = 0; stream < n / 10; stream++) {
                SeededRandom fork = parent.fork(stream);
                SeededRandom next = parent.fork(stream + 1);
                double x = fork.nextDouble();
                counts[(int) (100 * x)]++;
                product += (x - 0.5) * (next.nextDouble() - 0.5);
                assertTrue(seen.add(fork.nextLong()), "two forks draw the same numbers");
            }
        }
        assertUniform(counts, n);
        // The correlation of neighbours has a standard error of 1 / sqrt(n); 12 turns the covariance into it.
        assertEquals(0, 12 * product / n, 4 / Math.sqrt(n));
    }

    @Test
    void shufflesEveryOrderEquallyOften() {
        SeededRandom random = new SeededRandom(9);
        int[] counts = new int[24];
        for (int i = 0; i < 240_000; i++) {
            int[] values = {0, 1, 2, 3};
            random.shuffle(values);
            int rank = 0;
            for (int a = 0; a < 4; a++) {
                int smaller = 0;
                for (int b = a + 1; b < 4; b++) {
                    smaller += values[b] < values[a] ? 1 : 0;
                }
                rank = rank * (4 - a) + smaller;
            }
            counts[rank]++;
        }
        assertUniform(counts, 240_000);
    }

    @Test
    void aShuffleKeepsTheValues() {
        int[] values = IntStream.range(0, 1000).toArray();
        new SeededRandom(3).shuffle(values);
        assertNotEquals(-1, Arrays.mismatch(values, IntStream.range(0, 1000).toArray()), "still in order");
        assertArrayEquals(
                IntStream.range(0, 1000).toArray(),
                Arrays.stream(values).sorted().toArray());
        new SeededRandom(3).shuffle(new int[0]);
    }

    /**
     * Chi square within four standard deviations of what equally likely cells give: mean cells - 1, variance twice
     * that.
     */
    private static void assertUniform(int[] counts, int total) {
        double expected = total / (double) counts.length;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        int freedom = counts.length - 1;
        assertTrue(
                chiSquare <= freedom + 4 * Math.sqrt(2.0 * freedom) + 1e-9,
                "chi square " + chiSquare + " with " + freedom + " degrees of freedom");
    }
}
