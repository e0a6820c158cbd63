package gradj.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * How a net learns on Spark: the parameters that {@link GradjClassifier} and {@link GradjRegressor} have in common.
 *
 * @param <E> the estimator itself, which the setters return
 */
public interface LearningParams<E extends LearningParams<E>> extends Params {
    /** Where the estimator keeps them. */
    LearningSettings settings();

    /** This estimator. */
    E self();

    /** Units of each hidden layer, the one next to the features first; each is followed by a ReLU. */
    default IntArrayParam hiddenLayers() {
        return settings().hiddenLayers;
    }

    /** sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw. */
    default Param<String> optimizer() {
        return settings().optimizer;
    }

    /** How far a step follows the gradient. */
    default DoubleParam learningRate() {
        return settings().learningRate;
    }

    /** Rows in a mini-batch, those of all workers together. */
    default IntParam batchSize() {
        return settings().batchSize;
    }

    /** How often each row is learned from. */
    default IntParam epochs() {
        return settings().epochs;
    }

    /** Of the first weights and of the drawing of mini-batches. */
    default LongParam seed() {
        return settings().seed;
    }

    /** Tasks that learn together, all at the same time. */
    default IntParam workers() {
        return settings().workers;
    }

    /** The backend that computes, by name; empty for the best one that each executor has. */
    default Param<String> backend() {
        return settings().backend;
    }

    /** The folder for checkpoints. */
    default Param<String> checkpointDir() {
        return settings().checkpointDir;
    }

    /** Iterations from one checkpoint to the next. */
    default IntParam checkpointInterval() {
        return settings().checkpointInterval;
    }

    default int[] getHiddenLayers() {
        return getOrDefault(hiddenLayers());
    }

    default String getOptimizer() {
        return getOrDefault(optimizer());
    }

    /** The one that was set, else the usual one of the optimizer: 0.001 of adam, adamw and rmsprop, 0.1 of sgd, 0.01 of the others. */
    default double getLearningRate() {
        return isSet(learningRate())
                ? (Double) getOrDefault(learningRate())
                : OptimizerName.of(getOptimizer()).learningRate();
    }

    default int getBatchSize() {
        return (Integer) getOrDefault(batchSize());
    }

    default int getEpochs() {
        return (Integer) getOrDefault(epochs());
    }

    default long getSeed() {
        return (Long) getOrDefault(seed());
    }

    default int getWorkers() {
        return (Integer) getOrDefault(workers());
    }

    default String getBackend() {
        return getOrDefault(backend());
    }

    default String getCheckpointDir() {
        return getOrDefault(checkpointDir());
    }

    default int getCheckpointInterval() {
        return (Integer) getOrDefault(checkpointInterval());
    }

    /** None for a net without hidden layers; 50 units in one is the default. */
    default E setHiddenLayers(int... units) {
        set(hiddenLayers(), units);
        return self();
    }

    /** Default: adam. */
    default E setOptimizer(String name) {
        set(optimizer(), name);
        return self();
    }

    /** Above 0; the default is the optimizer's usual one. */
    default E setLearningRate(double rate) {
        set(learningRate(), rate);
        return self();
    }

    /** 1 or more, 100 by default. */
    default E setBatchSize(int rows) {
        set(batchSize(), rows);
        return self();
    }

    /** 1 or more, 10 by default. */
    default E setEpochs(int number) {
        set(epochs(), number);
        return self();
    }

    /** 1 by default. */
    default E setSeed(long value) {
        set(seed(), value);
        return self();
    }

    /** 1 or more, at most as many as the cluster has task slots; 1 by default. The same number gives the same bits. */
    default E setWorkers(int number) {
        set(workers(), number);
        return self();
    }

    /** As in {@code vector} or {@code java}; empty by default: each executor takes its best. */
    default E setBackend(String name) {
        set(backend(), name);
        return self();
    }

    /**
     * A folder that every executor and the driver reach, as {@code hdfs:///checkpoints} or one on a shared disk. A run that
     * loses an executor goes on from its last checkpoint there, and removes its own when it ends. Empty, the default: it begins
     * anew.
     */
    default E setCheckpointDir(String folder) {
        set(checkpointDir(), folder);
        return self();
    }

    /** 1 or more, 1000 by default. */
    default E setCheckpointInterval(int iterations) {
        set(checkpointInterval(), iterations);
        return self();
    }
}
