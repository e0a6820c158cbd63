package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.tensor.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSamplerTest {
    private static List<int[]> draw(Sampling sampling, int samples, int batchSize, int batches, long seed) {
        BatchSampler sampler = new BatchSampler(sampling, samples, batchSize, new SeededRandom(seed));
        List<int[]> drawn = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            drawn.add(sampler.next().clone());
        }
        return drawn;
    }

    @Test
    void shuffledEpochsVisitEverySampleOnce() {
        List<int[]> batches = draw(Sampling.SHUFFLED_EPOCHS, 10, 4, 6, 3);
        assertEquals(
                List.of(4, 4, 2, 4, 4, 2),
                batches.stream().map(batch -> batch.length).toList());
        int[][] epochs = new int[2][];
        for (int epoch = 0; epoch < 2; epoch++) {
            int[] rows = batches.subList(3 * epoch, 3 * epoch + 3).stream()
                    .flatMapToInt(Arrays::stream)
                    .toArray();
            epochs[epoch] = rows.clone();
            Arrays.sort(rows);
            assertArrayEquals(IntStream.range(0, 10).toArray(), rows, "epoch " + epoch);
        }
        assertFalse(Arrays.equals(epochs[0], epochs[1]), "each epoch has an order of its own");
    }

    @Test
    void aBatchIsNeverLargerThanTheEpoch() {
        assertEquals(
                List.of(3, 3),
                draw(Sampling.SHUFFLED_EPOCHS, 3, 100, 2, 1).stream()
                        .map(batch -> batch.length)
                        .toList());
    }

    /** 60,000 draws of 6 numbers: each comes 10,000 times, give or take five standard deviations of 91. */
    @Test
    void drawsWithReplacementEvenly() {
        int[] counts = new int[6];
        for (int[] batch : draw(Sampling.WITH_REPLACEMENT, 6, 100, 600, 5)) {
            assertEquals(100, batch.length);
            for (int row : batch) {
                counts[row]++;
            }
        }
        for (int count : counts) {
            assertTrue(Math.abs(count - 10_000) < 5 * 92, Arrays.toString(counts));
        }
    }

    @Test
    void theSeedDecides() {
        for (Sampling sampling : Sampling.values()) {
            int[][] first = draw(sampling, 100, 30, 5, 9).toArray(int[][]::new);
            assertArrayEquals(first, draw(sampling, 100, 30, 5, 9).toArray(int[][]::new));
            assertFalse(Arrays.deepEquals(first, draw(sampling, 100, 30, 5, 10).toArray(int[][]::new)));
        }
    }

    /** 20,000 samples are 79 blocks of 256, the last one of 32, in five windows. */
    @Test
    void shuffledBlocksVisitEverySampleOnceAndFewBlocksAtATime() {
        int samples = 20_000;
        BatchSampler sampler = new BatchSampler(Sampling.SHUFFLED_BLOCKS, samples, 100, 3);
        List<int[]> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 2; epoch++) {
            int[] rows = new int[samples];
            for (int i = 0; i < samples; i += 100) {
                System.arraycopy(sampler.next(), 0, rows, i, 100);
            }
            epochs.add(rows);
            assertArrayEquals(
                    IntStream.range(0, samples).toArray(),
                    Arrays.stream(rows).sorted().toArray());
            for (int from = 0; from < samples; from += 4096) {
                long blocks = Arrays.stream(rows, from, Math.min(samples, from + 4096))
                        .map(row -> row / 256)
                        .distinct()
                        .count();
                assertTrue(blocks <= 17, blocks + " blocks from " + from + " on"); // one of them begun or ended
            }
            // Mixed: neighbours in the order are seldom neighbours in the file. By chance 1 in 4096 is.
            long neighbours = IntStream.range(1, samples)
                    .filter(i -> rows[i] == rows[i - 1] + 1)
                    .count();
            assertTrue(neighbours < 30, neighbours + " neighbours");
        }
        assertFalse(Arrays.equals(epochs.get(0), epochs.get(1)), "each epoch has an order of its own");
    }

    @Test
    void blocksGoOnFromWhereAnotherSamplerWas() {
        BatchSampler undisturbed = new BatchSampler(Sampling.SHUFFLED_BLOCKS, 1000, 64, 7);
        for (int i = 0; i < 21; i++) {
            undisturbed.next(); // into the second epoch
        }
        BatchSampler resumed = new BatchSampler(Sampling.SHUFFLED_BLOCKS, 1000, 64, 8);
        resumed.restore(undisturbed.randomState(), undisturbed.order(), undisturbed.position());
        for (int i = 0; i < 40; i++) {
            assertArrayEquals(undisturbed.next(), resumed.next(), "batch " + i);
        }
    }
}
