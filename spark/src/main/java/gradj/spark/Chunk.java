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

    /** [rows, width], row by row: the number of each feature in {@link #values}; empty if there are too many different ones. */
    final byte[] codes;

    /** The different features; of a chunk without codes all of them, [rows, width]. */
    final float[] values;

    /** [rows] */
    final float[] labels;

    /** Why the row with number {@link #first} of the partition cannot be learned from; empty if there is no such row. */
    final String problem;

    private Chunk(int worker, int partition, int first, byte[] codes, float[] values, float[] labels, String problem) {
        this.worker = worker;
        this.partition = partition;
        this.first = first;
        this.codes = codes;
        this.values = values;
        this.labels = labels;
        this.problem = problem;
    }

    /** Rows with these features and labels. A byte for each feature, where that is possible, makes the shuffle a quarter. */
    static Chunk of(int worker, int partition, int first, float[] features, float[] labels) {
        Dictionary dictionary = new Dictionary();
        byte[] codes = new byte[features.length];
        for (int i = 0; i < features.length; i++) {
            int code = dictionary.code(features[i]);
            if (code < 0) {
                return new Chunk(worker, partition, first, new byte[0], features, labels, "");
            }
            codes[i] = (byte) code;
        }
        return new Chunk(worker, partition, first, codes, dictionary.values(), labels, "");
    }

    static Chunk ofProblem(int partition, int row, String problem) {
        return new Chunk(0, partition, row, new byte[0], new float[0], new float[0], problem);
    }

    boolean isCoded() {
        return codes.length > 0;
    }

    /** All features, [rows, width]. */
    float[] features() {
        if (!isCoded()) {
            return values;
        }
        float[] features = new float[codes.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = values[codes[i] & 0xff];
        }
        return features;
    }

    int rows() {
        return labels.length;
    }

    int width() {
        return labels.length == 0 ? 0 : (isCoded() ? codes.length : values.length) / labels.length;
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
