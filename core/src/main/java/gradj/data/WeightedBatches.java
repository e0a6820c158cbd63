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
        requireWeights(all.toDoubleArray());
    }

    private static void requireWeights(double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "weight of sample " + i + ": expected a finite number, 0 or above, got " + weights[i]);
            }
            sum += weights[i];
        }
        if (sum == 0 && weights.length > 0) {
            throw new IllegalArgumentException("all samples weigh 0: expected a weight above 0 of one or more");
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

    @Override
    public Tensor targets(int... rows) {
        return samples.targets(rows);
    }

    private record WeightedBatch(Tensor x, Tensor t, Optional<Tensor> weights) implements Batch {}
}
