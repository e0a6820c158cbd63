package gradj.data;

import gradj.tensor.Tensor;

/** Some samples and what a net should make of them. */
public interface Batch {
    /** The samples, [N, ...]. */
    Tensor x();

    /** The targets, [N, ...]: labels, or numbers, as the loss takes them. */
    Tensor t();
}
