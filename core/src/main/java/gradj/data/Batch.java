package gradj.data;

import gradj.tensor.Tensor;
import java.util.Optional;

/** Some samples and what a net should make of them. */
public interface Batch {
    /** The samples, [N, ...]. */
    Tensor x();

    /** The targets, [N, ...]: labels, or numbers, as the loss takes them. */
    Tensor t();

    /** How much each sample counts, [N]; empty if all count the same, which is the default. */
    default Optional<Tensor> weights() {
        return Optional.empty();
    }
}
