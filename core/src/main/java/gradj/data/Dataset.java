package gradj.data;

import gradj.op.Labels;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Objects;

/** Samples and their labels as tensors: x [N, D], and t [N, C], a distribution over two classes or more in each row. */
public final class Dataset implements Batches, Batch {
    private final Tensor x;
    private final Tensor t;

    /**
     * Samples with these labels. Each row of t is a single 1 (one-hot), or shares from 0 to 1 with the sum 1; all of t is
     * read once to see that.
     *
     * @param x the samples, [N, D]
     * @param t the labels, one-hot rows [N, C]
     * @throws ShapeException if the shapes do not fit, or C is 1: one class leaves nothing to learn, use two
     * @throws IllegalArgumentException if a row of labels is no distribution
     */
    public Dataset(Tensor x, Tensor t) {
        this(x, t, false);
    }

    /** Labels that are known to be right are not read again: a mini-batch is made in every step. */
    private Dataset(Tensor x, Tensor t, boolean areLabelsRight) {
        if (x.shape().rank() != 2
                || t.shape().rank() != 2
                || x.shape().length(0) != t.shape().length(0)) {
            throw new ShapeException(
                    "Dataset",
                    "expected samples [N, D] and labels [N, C], got " + x.shape() + " and " + t.shape(),
                    x.shape(),
                    t.shape());
        }
        if (!areLabelsRight) {
            Labels.requireDistributions(t);
        }
        this.x = x;
        this.t = t;
    }

    /** Images as rows of numbers from 0 to 1, labels as one-hot rows of the images' classes. */
    public static Dataset of(LabeledImages images, Tensors tensors) {
        return of(images, images.classes(), tensors);
    }

    /**
     * Images as rows of numbers from 0 to 1, labels as one-hot rows of this many classes: those that the net has.
     *
     * @throws IllegalArgumentException if a label lies outside 0 ... classes - 1, or there are fewer classes than two
     */
    public static Dataset of(LabeledImages images, int classes, Tensors tensors) {
        int[] classNumbers = new int[images.count()];
        for (int i = 0; i < classNumbers.length; i++) {
            classNumbers[i] = images.label(i);
        }
        Labels.requireClasses("labels", Shape.of(images.count(), classes));
        Tensor t = tensors.oneHot(classes, classNumbers);
        return new Dataset(tensors.rows(images.count(), images.pixelsPerImage(), images::pixels), t, true);
    }

    /** The samples, [N, D]. */
    @Override
    public Tensor x() {
        return x;
    }

    /** The labels, [N, C]. */
    @Override
    public Tensor t() {
        return t;
    }

    /** N, the number of samples. */
    @Override
    public int size() {
        return x.shape().length(0);
    }

    /** D, the numbers in a sample. */
    public int features() {
        return x.shape().length(1);
    }

    /** C, the classes. */
    public int classes() {
        return t.shape().length(1);
    }

    /** The first samples, copied. */
    public Dataset first(int count) {
        return new Dataset(x.rows(0, count), t.rows(0, count), true);
    }

    /** The samples with these numbers, copied: a mini-batch. */
    @Override
    public Dataset batch(int... rows) {
        return new Dataset(x.gatherRows(rows), t.gatherRows(rows), true);
    }

    @Override
    public Tensor targets(int... rows) {
        return t.gatherRows(rows);
    }

    /** Whether the other one has the same two tensors. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Dataset dataset && x.equals(dataset.x) && t.equals(dataset.t);
    }

    @Override
    public int hashCode() {
        return Objects.hash(x, t);
    }

    @Override
    public String toString() {
        return "Dataset[x=" + x + ", t=" + t + "]";
    }
}
