package gradj.spark;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Who has which row: rows are numbered through, in the order of the Dataset's partitions, and {@link Dealer} has dealt them.
 * A worker keeps its own in that order too.
 */
final class Deal implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int workers;

    /** The number of each partition's first row, and behind them how many rows there are. */
    private final int[] offsets;

    /**
     * A deal of partitions with these numbers of rows.
     *
     * @throws ArithmeticException if there are more rows than an int can count
     */
    Deal(int workers, int[] rowsOfPartitions) {
        this.workers = workers;
        this.offsets = new int[rowsOfPartitions.length + 1];
        for (int p = 0; p < rowsOfPartitions.length; p++) {
            offsets[p + 1] = Math.addExact(offsets[p], rowsOfPartitions[p]);
        }
    }

    /** N, all rows. */
    int rows() {
        return offsets[offsets.length - 1];
    }

    int workers() {
        return workers;
    }

    /** For each partition, the place of its first row among those of this worker; and behind them how many those are. */
    int[] places(int worker) {
        int[] places = new int[offsets.length];
        for (int p = 0; p + 1 < offsets.length; p++) {
            int before = firstRow(worker, p);
            int count = offsets[p + 1] - offsets[p];
            places[p + 1] = places[p] + (before >= count ? 0 : (count - before - 1) / workers + 1);
        }
        return places;
    }

    /** The first row of a partition that goes to this worker, counted in the partition. */
    private int firstRow(int worker, int partition) {
        return Math.floorMod(worker - partition, workers);
    }

    /**
     * Where a worker has those rows of a mini-batch that are its own, in the mini-batch's order.
     *
     * @param places of this worker
     * @param batch numbers of rows
     */
    int[] own(int worker, int[] places, int[] batch) {
        int[] own = new int[batch.length];
        int found = 0;
        for (int row : batch) {
            int at = Arrays.binarySearch(offsets, row);
            int partition = at < 0 ? -at - 2 : at;
            while (offsets[partition + 1] == row) { // partitions without rows begin where the next one does
                partition++;
            }
            int inPartition = row - offsets[partition];
            if (((long) partition + inPartition) % workers == worker) {
                own[found++] = places[partition] + (inPartition - firstRow(worker, partition)) / workers;
            }
        }
        return Arrays.copyOf(own, found);
    }
}
