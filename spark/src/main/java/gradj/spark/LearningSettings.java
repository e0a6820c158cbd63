package gradj.spark;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The parameters of {@link LearningParams}, made for one estimator, with their defaults. */
public final class LearningSettings implements Serializable {
    private static final long serialVersionUID = 1L;

    final IntArrayParam hiddenLayers;
    final Param<String> optimizer;
    final DoubleParam learningRate;
    final IntParam batchSize;
    final IntParam epochs;
    final LongParam seed;
    final IntParam workers;
    final Param<String> backend;
    final Param<String> checkpointDir;
    final IntParam checkpointInterval;

    LearningSettings(Params owner) {
        hiddenLayers = new IntArrayParam(
                owner,
                "hiddenLayers",
                "units of each hidden layer, first the one next to the features (each > 0)",
                (SerializableFunction<int[], Object>)
                        units -> Arrays.stream(units).allMatch(number -> number > 0));
        optimizer = new Param<>(
                owner, "optimizer", "the optimizer: " + OptimizerName.ALL, (SerializableFunction<String, Object>)
                        OptimizerName::isKnown);
        learningRate = new DoubleParam(
                owner,
                "learningRate",
                "how far a step follows the gradient (> 0); if not set, the optimizer's usual one",
                (SerializableFunction<Object, Object>)
                        rate -> (Double) rate > 0 && (Double) rate < Double.POSITIVE_INFINITY);
        batchSize = positive(owner, "batchSize", "rows in a mini-batch, of all workers together (> 0)");
        epochs = positive(owner, "epochs", "how often each row is learned from (> 0)");
        seed = new LongParam(owner, "seed", "seed of the first weights and of the mini-batches");
        workers = positive(owner, "workers", "tasks that learn together, all at the same time (> 0)");
        backend = new Param<>(owner, "backend", "the backend that computes; empty for each executor's best");
        checkpointDir = new Param<>(
                owner, "checkpointDir", "folder for checkpoints that driver and executors reach; empty for none");
        checkpointInterval = positive(owner, "checkpointInterval", "iterations from one checkpoint to the next (> 0)");
        owner.setDefault(hiddenLayers, new int[] {50});
        owner.setDefault(optimizer, "adam");
        owner.setDefault(batchSize, 100);
        owner.setDefault(epochs, 10);
        owner.setDefault(seed, 1L);
        owner.setDefault(workers, 1);
        owner.setDefault(backend, "");
        owner.setDefault(checkpointDir, "");
        owner.setDefault(checkpointInterval, 1000);
    }

    private static IntParam positive(Params owner, String name, String meaning) {
        return new IntParam(owner, name, meaning, ParamValidators.gt(0));
    }
}
