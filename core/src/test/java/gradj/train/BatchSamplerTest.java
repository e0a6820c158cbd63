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
}
