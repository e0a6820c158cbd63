package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as they are dealt out, and where each worker finds its own. */
class DealTest {
    /** Skewed, with empty ones at the beginning, in the middle and at the end. */
    private static final int[] PARTITIONS = {0, 5, 0, 0, 31, 1, 2, 0, 3, 0};

    private static Iterator<Row> rows(int partition, int first) {
        return IntStream.range(0, PARTITIONS[partition])
                .mapToObj(i -> Samples.row(first + i, Vectors.dense(first + i, -1)))
                .iterator();
    }

    /** The row with number r has the label r: so what a worker has at each place shows which row it is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void everyRowIsAtItsPlaceWithOneWorker(int workers) {
        Deal deal = new Deal(workers, PARTITIONS);
        Dealer dealer = new Dealer(workers, true);
        float[][] labels = new float[workers][];
        for (int w = 0; w < workers; w++) {
            int[] places = deal.places(w);
            labels[w] = new float[places[PARTITIONS.length]];
            Arrays.fill(labels[w], -1);
        }
        int first = 0;
        for (int p = 0; p < PARTITIONS.length; p++) {
            for (Iterator<Chunk> chunks = dealer.deal(p, rows(p, first)); chunks.hasNext(); ) {
                Chunk chunk = chunks.next();
                assertEquals(2, chunk.width());
                int place = deal.places(chunk.worker)[p] + chunk.first;
                System.arraycopy(chunk.labels, 0, labels[chunk.worker], place, chunk.rows());
            }
            first += PARTITIONS[p];
        }
        assertEquals(42, deal.rows());
        int[] batch = IntStream.range(0, 42).map(i -> 41 - i).toArray();
        List<Integer> found = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            int most = (42 + workers - 1) / workers + PARTITIONS.length;
            assertTrue(labels[w].length <= most, labels[w].length + " rows of worker " + w);
            int[] own = deal.own(w, deal.places(w), batch);
            assertEquals(labels[w].length, own.length);
            int previous = 42;
            for (int place : own) {
                int row = (int) labels[w][place];
                assertTrue(row < previous, "in the batch's order");
                previous = row;
                found.add(row);
            }
        }
        assertEquals(
                IntStream.range(0, 42).boxed().toList(), found.stream().sorted().toList());
    }

    @Test
    void moreRowsThanAnIntCountsAreRefused() {
        assertThrows(ArithmeticException.class, () -> new Deal(2, new int[] {Integer.MAX_VALUE, 1}));
    }

    /** 300,000 features: a row is more than a chunk. */
    @Test
    void wideRowsAreChunksOfTheirOwn() {
        Row wide = Samples.row(1, Vectors.sparse(300_000, new int[] {7, 299_999}, new double[] {2, 3}));
        List<Chunk> chunks = new ArrayList<>();
        new Dealer(1, true).deal(0, List.of(wide, wide).iterator()).forEachRemaining(chunks::add);
        assertEquals(2, chunks.size());
        assertArrayEquals(
                new int[] {0, 1}, chunks.stream().mapToInt(c -> c.first).toArray());
        for (Chunk chunk : chunks) {
            float[] expected = new float[300_000];
            expected[7] = 2;
            expected[299_999] = 3;
            assertArrayEquals(expected, chunk.features());
        }
    }
}
