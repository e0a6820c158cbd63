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
    private int position;

    BatchSampler(Sampling sampling, int samples, int batchSize, SeededRandom random) {
        this.sampling = sampling;
        this.samples = samples;
        this.random = random;
        this.order = new int[sampling == Sampling.SHUFFLED_EPOCHS ? samples : 0];
        this.batch = new int[batchSize];
        this.position = order.length;
        Arrays.setAll(order, i -> i);
    }

    /** The rows of the next batch; the array may be filled anew by the next call. */
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
        int from = position;
        position = Math.min(order.length, from + batch.length);
        return Arrays.copyOfRange(order, from, position);
    }
}
