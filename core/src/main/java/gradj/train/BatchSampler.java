package gradj.train;

import gradj.tensor.SeededRandom;
import java.util.Arrays;

/** Draws the row numbers of one mini-batch after the other. */
final class BatchSampler {
    private final Sampling sampling;
    private final int samples;
    private final SeededRandom random;
    private final int[] order;
    private final int[] batch;

    /** The last batch of an epoch. */
    private final int[] rest;

    private int position;

    BatchSampler(Sampling sampling, int samples, int batchSize, SeededRandom random) {
        this.sampling = sampling;
        this.samples = samples;
        this.random = random;
        this.order = new int[sampling == Sampling.SHUFFLED_EPOCHS ? samples : 0];
        this.batch = new int[batchSize];
        this.rest = new int[order.length % batchSize];
        this.position = order.length;
        Arrays.setAll(order, i -> i);
    }

    /** The rows of the next batch; the array will be filled anew by a later call. */
    int[] next() {
        if (sampling == Sampling.WITH_REPLACEMENT) {
            for (int i = 0; i < batch.length; i++) {
                batch[i] = random.nextInt(samples);
            }
            return batch;
        }
        if (position == order.length) {
            random.shuffle(order);
            position = 0;
        }
        int[] rows = order.length - position < batch.length ? rest : batch;
        System.arraycopy(order, position, rows, 0, rows.length);
        position += rows.length;
        return rows;
    }
}
