package gradj.data;

import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import java.util.Optional;

/** Samples that count differently. */
record WeightedBatches(Batches samples, Tensor all) implements Batches {
    WeightedBatches {
        if (!all.shape().equals(Shape.of(samples.size()))) {
            throw new ShapeException(
                    "weights",
                    "expected one of each of the " + samples.size() + " samples, got " + all.shape(),
                    all.shape());
        }
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public Batch batch(int... rows) {
        Batch batch = samples.batch(rows);
        return new WeightedBatch(batch.x(), batch.t(), Optional.of(Rows.of(all, rows)));
    }

    private record WeightedBatch(Tensor x, Tensor t, Optional<Tensor> weights) implements Batch {}
}
