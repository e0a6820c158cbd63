package gradj.train;

import gradj.tensor.SeededRandom;
import java.util.Arrays;

/** Draws the row numbers of one mini-batch after the other; belongs to one thread. */
public final class BatchSampler {
    /** Neighbours in a file: 200 kB of the smallest images in use. */
    private static final int BLOCK = 256;

    /** What is mixed, 16 blocks: enough that a batch of 100 has samples of each of them. */
    private static final int WINDOW = 16 * BLOCK;

    private final Sampling sampling;
    private final int samples;
    private SeededRandom random;
    private final int[] order;
    private final int[] batch;

    /** The last batch of an epoch. */
    private final int[] rest;

    private int position;

    // This sampler's rows of each batch: first, first + parts, first + 2 parts, ...
    private int first;
    private int parts = 1;

    /**
     * The same seed draws the same batches everywhere.
     *
     * @param samples how many there are, 1 or more
     * @param batchSize how many of them are in a batch, 1 or more
     */
    public BatchSampler(Sampling sampling, int samples, int batchSize, long seed) {
        this(sampling, samples, batchSize, new SeededRandom(seed));
    }

    BatchSampler(Sampling sampling, int samples, int batchSize, SeededRandom random) {
        if (samples < 1 || batchSize < 1) {
            throw new IllegalArgumentException("sampler: expected 1 sample or more and batches of 1 or more, got "
                    + samples + " and " + batchSize);
        }
        this.sampling = sampling;
        this.samples = samples;
        this.random = random;
        this.order = new int[sampling.takesEachOnce() ? samples : 0];
        this.batch = new int[batchSize];
        this.rest = new int[order.length % batchSize];
        this.position = order.length;
        Arrays.setAll(order, i -> i);
    }

    /**
     * Leaves to this sampler one of several equal parts of each batch: machines that have the same seed and each another part
     * learn from the same batches together. A batch of fewer rows than parts leaves some parts empty.
     *
     * @param part from 0 to parts - 1
     * @return this sampler
     */
    public BatchSampler shard(int part, int ofParts) {
        if (part < 0 || part >= ofParts) {
            throw new IllegalArgumentException("shard: expected a part from 0 to " + (ofParts - 1) + ", got " + part);
        }
        first = part;
        parts = ofParts;
        return this;
    }

    /** The generator, as {@link SeededRandom#state} gives it. */
    long[] randomState() {
        return random.state();
    }

    /** The rows in the order of this epoch; none where each is drawn independently. */
    int[] order() {
        return order.clone();
    }

    /** How many of them this epoch has taken. */
    int position() {
        return position;
    }

    /**
     * Goes on from where another sampler of the same samples was.
     *
     * @throws IllegalArgumentException if that was a sampler of others
     */
    void restore(long[] randomState, int[] ordered, int taken) {
        boolean[] seen = new boolean[order.length];
        boolean isOrder = ordered.length == order.length && taken >= 0 && taken <= order.length;
        for (int i = 0; isOrder && i < ordered.length; i++) {
            isOrder = ordered[i] >= 0 && ordered[i] < seen.length && !seen[ordered[i]];
            if (isOrder) {
                seen[ordered[i]] = true;
            }
        }
        if (!isOrder) {
            throw new IllegalArgumentException("sampler: expected an order of " + order.length + " samples");
        }
        random = SeededRandom.ofState(randomState);
        System.arraycopy(ordered, 0, order, 0, order.length);
        position = taken;
    }

    /** The rows of the next batch; the array may be filled anew by a later call. */
    public int[] next() {
        int[] rows = nextOfAll();
        if (parts == 1) {
            return rows;
        }
        int[] own = new int[(rows.length - first + parts - 1) / parts];
        for (int i = 0; i < own.length; i++) {
            own[i] = rows[first + i * parts];
        }
        return own;
    }

    private int[] nextOfAll() {
        if (sampling == Sampling.WITH_REPLACEMENT) {
            for (int i = 0; i < batch.length; i++) {
                batch[i] = random.nextInt(samples);
            }
            return batch;
        }
        if (position == order.length) {
            if (sampling == Sampling.SHUFFLED_BLOCKS) {
                shuffleBlocks();
            } else {
                random.shuffle(order);
            }
            position = 0;
        }
        int[] rows = order.length - position < batch.length ? rest : batch;
        System.arraycopy(order, position, rows, 0, rows.length);
        position += rows.length;
        return rows;
    }

    /** Blocks in random order, and the rows of some blocks at a time in random order among themselves. */
    private void shuffleBlocks() {
        int[] blocks = new int[(samples + BLOCK - 1) / BLOCK];
        Arrays.setAll(blocks, i -> i);
        random.shuffle(blocks);
        int end = 0;
        for (int block : blocks) {
            long last = Math.min(samples, (block + 1L) * BLOCK);
            for (int row = block * BLOCK; row < last; row++) {
                order[end++] = row;
            }
        }
        for (int from = 0; from < samples; from += WINDOW) {
            int[] window = Arrays.copyOfRange(order, from, Math.min(samples, from + WINDOW));
            random.shuffle(window);
            System.arraycopy(window, 0, order, from, window.length);
            if (samples - from <= WINDOW) { // from + WINDOW might be no int
                break;
            }
        }
    }
}
