package gradj.spark;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Some rows of one partition of the Dataset on their way to a worker; or the first row of a partition that cannot be meant.
 * A plain class, no record: Spark's Kryo refuses those.
 */
final class Chunk implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The worker that they are dealt to. */
    final int worker;

    /** Of the Dataset. */
    final int partition;

    /** The number of the first one among those of the partition that go to this worker. */
    final int first;

    /** [rows, width], row by row. */
    final float[] features;

    /** [rows] */
    final float[] labels;

    /** Why the row with number {@link #first} of the partition cannot be learned from; empty if there is no such row. */
    final String problem;

    Chunk(int worker, int partition, int first, float[] features, float[] labels) {
        this(worker, partition, first, features, labels, "");
    }

    private Chunk(int worker, int partition, int first, float[] features, float[] labels, String problem) {
        this.worker = worker;
        this.partition = partition;
        this.first = first;
        this.features = features;
        this.labels = labels;
        this.problem = problem;
    }

    static Chunk ofProblem(int partition, int row, String problem) {
        return new Chunk(0, partition, row, new float[0], new float[0], problem);
    }

    int rows() {
        return labels.length;
    }

    int width() {
        return labels.length == 0 ? 0 : features.length / labels.length;
    }

    /** What the driver must know before the training begins. */
    Summary summary(boolean hasClasses) {
        Summary summary = new Summary();
        summary.partition = partition;
        summary.rows = rows();
        summary.width = width();
        summary.problemRow = first;
        summary.problem = problem;
        if (hasClasses) {
            for (float label : labels) {
                summary.classes.set((int) label);
            }
        }
        return summary;
    }

    /** A chunk without its rows. */
    static final class Summary implements Serializable {
        private static final long serialVersionUID = 1L;

        int partition;
        int rows;
        int width;
        int problemRow;
        String problem = "";

        /** The class numbers that occur. */
        final BitSet classes = new BitSet();
    }
}
