package gradj.spark;

import gradj.nn.Loss;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.Vector;
import org.jspecify.annotations.Nullable;

/**
 * The net of a model. It travels to the executors as the bytes of its file, and is made there once for each task, on the
 * backend that the executor has.
 */
final class TrainedNet implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] file;
    private final int features;
    private final int outputs;
    private transient volatile @Nullable Network net;

    /**
     * The net of this file.
     *
     * @throws IllegalArgumentException if it takes no rows of numbers
     */
    TrainedNet(byte[] file) {
        this.file = file;
        Network made = NetworkBytes.network(file);
        net = made;
        List<Parameter> parameters = made.parameters();
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("expected a net that has learned something, got one without parameters");
        }
        features = parameters.get(0).value().shape().length(0);
        outputs = scores(new double[features]).length;
    }

    byte[] file() {
        return file;
    }

    int features() {
        return features;
    }

    /** Scores of a row. */
    int outputs() {
        return outputs;
    }

    Loss loss() {
        return net().loss();
    }

    /** The net itself. */
    Network net() {
        Network known = net;
        if (known == null) {
            known = NetworkBytes.network(file);
            net = known;
        }
        return known;
    }

    /** The scores of one row. */
    double[] scores(Vector row) {
        if (row.size() != features) {
            throw new IllegalArgumentException(
                    "the net was trained on rows of " + features + " features, got one of " + row.size());
        }
        return scores(row.toArray());
    }

    private double[] scores(double[] row) {
        Network here = net();
        Tensor like = Objects.requireNonNull(here.parameters().get(0)).value();
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = new Tensors(like.backend(), like.dtype()).of(Shape.of(1, row.length), row);
            return here.predict(x).toDoubleArray();
        }
    }
}
