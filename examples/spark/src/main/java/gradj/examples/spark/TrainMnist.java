package gradj.examples.spark;

import gradj.spark.GradjClassificationModel;
import gradj.spark.GradjClassifier;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Trains a net on MNIST where Spark runs: {@code TrainMnist FOLDER [WORKERS [MODEL]]}. Every executor reads the folder. */
public final class TrainMnist {
    private TrainMnist() {}

    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("usage: TrainMnist FOLDER [WORKERS [MODEL]]");
            System.exit(2);
        }
        String folder = arguments[0];
        int workers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        try (SparkSession spark = SparkSession.builder().appName("gradj: MNIST").getOrCreate()) {
            Dataset<Row> train = MnistRows.images(spark, folder, true, workers).cache();
            System.out.println(train.count() + " images to learn from");

            long start = System.nanoTime();
            GradjClassificationModel model = classifier(workers).fit(train);
            double seconds = (System.nanoTime() - start) / 1e9;

            double accuracy = new MulticlassClassificationEvaluator()
                    .setMetricName("accuracy")
                    .evaluate(model.transform(MnistRows.images(spark, folder, false, workers)));
            System.out.println("loss of each epoch: " + Arrays.toString(model.epochLosses()));
            System.out.printf(
                    Locale.ROOT, "%d workers, fit in %.1f s, test accuracy %.4f%n", workers, seconds, accuracy);
            if (arguments.length > 2) {
                model.write().overwrite().save(arguments[2]);
            }
        } catch (Exception e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** The best of 75 settings by the worst of three seeds on the last 10,000 training images; the test set had no say. */
    static GradjClassifier classifier(int workers) {
        return new GradjClassifier()
                .setHiddenLayers(50)
                .setLearningRate(0.005)
                .setBatchSize(250)
                .setEpochs(12)
                .setWorkers(workers);
    }
}
