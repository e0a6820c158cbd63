package gradj.data;

import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/**
 * Samples and their labels as tensors.
 *
 * @param x the samples, [N, D]
 * @param t the labels, one-hot rows [N, C]
 */
public record Dataset(Tensor x, Tensor t) {
    public Dataset {
        if (x.shape().rank() != 2
                || t.shape().rank() != 2
                || x.shape().length(0) != t.shape().length(0)) {
            throw new ShapeException(
                    "Dataset",
                    "expected samples [N, D] and labels [N, C], got " + x.shape() + " and " + t.shape(),
                    x.shape(),
                    t.shape());
        }
    }

    /** Images as rows of numbers from 0 to 1, labels as one-hot rows of the images' classes. */
    public static Dataset of(LabeledImages images, Tensors tensors) {
        return of(images, images.classes(), tensors);
    }

    /**
     * Images as rows of numbers from 0 to 1, labels as one-hot rows of this many classes: those that the net has.
     *
     * @throws IllegalArgumentException if a label lies outside 0 ... classes - 1
     */
    public static Dataset of(LabeledImages images, int classes, Tensors tensors) {
        int[] classNumbers = new int[images.count()];
        for (int i = 0; i < classNumbers.length; i++) {
            classNumbers[i] = images.label(i);
        }
        Tensor x = tensors.rows(images.count(), images.pixelsPerImage(), images::pixels);
        return new Dataset(x, tensors.oneHot(classes, classNumbers));
    }

    /** N, the number of samples. */
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
        return new Dataset(x.rows(0, count), t.rows(0, count));
    }

    /** The samples with these numbers, copied: a mini-batch. */
    public Dataset batch(int... rows) {
        return new Dataset(x.gatherRows(rows), t.gatherRows(rows));
    }
}
