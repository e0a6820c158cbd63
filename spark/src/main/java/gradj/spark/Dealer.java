package gradj.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * Deals the rows of each partition out to the workers, one row each in turn: row j of partition p goes to worker
 * (p + j) mod W. However skewed the partitions are, workers then have as many rows as each other, but for a handful; and who has
 * which row follows from the numbers alone.
 *
 * <p>Rows are a label and features, as a vector. They become float32 here, and what no net can learn from is found here.
 */
final class Dealer implements Serializable {
    private static final long serialVersionUID = 1L;

    /** 1 MB. */
    private static final int CHUNK_ELEMENTS = 1 << 18;

    /** More make a last layer that nobody means: labels are then no class numbers. */
    static final int MOST_CLASSES = 1_000_000;

    private final int workers;
    private final boolean hasClasses;

    /**
     * Deals rows to this many workers.
     *
     * @param hasClasses whether labels must be class numbers
     */
    Dealer(int workers, boolean hasClasses) {
        this.workers = workers;
        this.hasClasses = hasClasses;
    }

    /** The chunks of a partition; one that has a problem is the last one. */
    Iterator<Chunk> deal(int partition, Iterator<Row> rows) {
        return new Dealing(partition, rows);
    }

    private final class Dealing implements Iterator<Chunk> {
        private final int partition;
        private final Iterator<Row> rows;
        private final List<Hand> hands = new ArrayList<>();
        private final Deque<Chunk> ready = new ArrayDeque<>();
        private int row;
        private boolean isOver;

        private Dealing(int partition, Iterator<Row> rows) {
            this.partition = partition;
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && !isOver) {
                if (!rows.hasNext()) {
                    isOver = true;
                    hands.forEach(hand -> hand.finish(ready));
                } else {
                    take(rows.next());
                    row++;
                }
            }
            return !ready.isEmpty();
        }

        @Override
        public Chunk next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void take(Row next) {
            String problem = problem(next);
            if (problem.isEmpty()) {
                Vector features = next.getAs(1);
                if (hands.isEmpty()) {
                    for (int worker = 0; worker < workers; worker++) {
                        hands.add(new Hand(worker, partition, features.size()));
                    }
                }
                Hand hand = hands.get((int) (((long) partition + row) % workers));
                problem = hand.add(features, (float) next.getDouble(0));
                hand.finishIfFull(ready);
            }
            if (!problem.isEmpty()) {
                isOver = true;
                ready.add(Chunk.ofProblem(partition, row, problem));
            }
        }

        private String problem(Row next) {
            if (next.isNullAt(1)) {
                return "has null in place of features: drop such rows (df.na().drop()) or fill them (Imputer)";
            } else if (next.isNullAt(0)) {
                return "has the label null: drop such rows (df.na().drop())";
            }
            double label = next.getDouble(0);
            int width = ((Vector) next.getAs(1)).size();
            if (!hands.isEmpty() && width != hands.get(0).width) {
                return "has " + width + " features, expected " + hands.get(0).width
                        + " as in the rows before: make each row's vector by the same VectorAssembler";
            } else if (hasClasses && !(label >= 0 && label < MOST_CLASSES && label == Math.rint(label))) {
                return "has the label " + label
                        + ": expected a class number, 0, 1, 2, ...: number the labels by StringIndexer";
            } else if (!Float.isFinite((float) label)) {
                return "has the label " + label + ": expected a finite number within float32";
            }
            return "";
        }
    }

    /** The rows of one worker until they are a chunk. */
    private static final class Hand {
        private final int worker;
        private final int partition;
        private final int width;
        private final int most;

        /** Rows in the chunks before this one. */
        private int first;

        private int rows;
        private float[] features;
        private float[] labels;

        private Hand(int worker, int partition, int width) {
            this.worker = worker;
            this.partition = partition;
            this.width = width;
            this.most = Math.max(1, CHUNK_ELEMENTS / Math.max(1, width));
            this.labels = new float[Math.min(16, most)];
            this.features = new float[labels.length * width];
        }

        /** Adds a row; what is wrong with it, or nothing. */
        private String add(Vector vector, float label) {
            if (rows == labels.length) {
                int larger = Math.min(most, 2 * rows);
                labels = Arrays.copyOf(labels, larger);
                features = Arrays.copyOf(features, larger * width);
            }
            int at = rows * width;
            if (vector instanceof SparseVector sparse) {
                int[] indices = sparse.indices();
                double[] values = sparse.values();
                for (int i = 0; i < indices.length; i++) {
                    features[at + indices[i]] = (float) values[i];
                }
            } else {
                double[] values = ((DenseVector) vector).values();
                for (int i = 0; i < width; i++) {
                    features[at + i] = (float) values[i];
                }
            }
            for (int i = 0; i < width; i++) {
                if (!Float.isFinite(features[at + i])) {
                    return "has the feature " + vector.apply(i) + " in column " + i
                            + ": expected finite numbers within float32: fill them (Imputer), or leave such rows out";
                }
            }
            labels[rows++] = label;
            return "";
        }

        private void finishIfFull(Deque<Chunk> ready) {
            if (rows == most) {
                finish(ready);
            }
        }

        private void finish(Deque<Chunk> ready) {
            if (rows > 0) {
                ready.add(Chunk.of(
                        worker, partition, first, Arrays.copyOf(features, rows * width), Arrays.copyOf(labels, rows)));
                first += rows;
                rows = 0;
                Arrays.fill(features, 0); // of a sparse vector only what is not 0 is written
            }
        }
    }
}
