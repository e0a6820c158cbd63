package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Adam;
import gradj.tensor.Tensors;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.util.List;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the estimator learns, beside a single machine. */
class GradjClassifierTest {
    private static final int ROWS = 203;
    private static final List<Row> CLOUDS = Samples.clouds(ROWS);

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.local();
    }

    private static GradjClassifier classifier() {
        return new GradjClassifier()
                .setHiddenLayers(8)
                .setBatchSize(20)
                .setEpochs(5)
                .setLearningRate(0.01)
                .setSeed(3);
    }

    private static Network single() {
        Tensors tensors = Backends.float32();
        double[][] x =
                CLOUDS.stream().map(row -> ((Vector) row.get(1)).toArray()).toArray(double[][]::new);
        int[] t = CLOUDS.stream().mapToInt(row -> (int) row.getDouble(0)).toArray();
        Dataset data = new Dataset(tensors.matrix(x), tensors.oneHot(Samples.CLASSES, t));
        Network net = Network.sequence(tensors, 3)
                .affine(Samples.FEATURES, 8)
                .relu()
                .affine(8, Samples.CLASSES)
                .softmaxCrossEntropy();
        new Trainer(net, new Adam(0.01), new TrainingPlan(55, 20, Sampling.SHUFFLED_EPOCHS, 3)).train(data, data);
        return net;
    }

    private static void assertNear(Network expected, Network found, float tolerance) {
        assertEquals(expected.parameters().size(), found.parameters().size());
        for (int i = 0; i < expected.parameters().size(); i++) {
            Parameter parameter = expected.parameters().get(i);
            assertArrayEquals(
                    parameter.value().toFloatArray(),
                    found.parameters().get(i).value().toFloatArray(),
                    tolerance,
                    parameter.name());
        }
    }

    @Test
    void oneWorkerLearnsBitForBitWhatASingleMachineLearns() {
        GradjClassificationModel model = classifier().fit(Samples.of(spark, CLOUDS));
        assertNear(single(), model.network(), 0);
    }

    @Test
    void twoWorkersLearnTheSameToRounding() {
        GradjClassificationModel model = classifier().setWorkers(2).fit(Samples.of(spark, CLOUDS));
        assertNear(single(), model.network(), 1e-4f);
        double accuracy = new MulticlassClassificationEvaluator()
                .setMetricName("accuracy")
                .evaluate(model.transform(Samples.of(spark, CLOUDS)));
        assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    }
}
