package gradj.examples.spark;

import gradj.data.LabeledImages;
import gradj.data.Mnist;
import gradj.spark.GradjClassificationModel;
import gradj.spark.GradjClassifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Trains a net on MNIST where Spark runs: {@code TrainMnist FOLDER [WORKERS [MODEL]]}. Every executor reads the folder. */
public final class TrainMnist {
    private static final StructType COLUMNS =
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());

    private TrainMnist() {}

    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("usage: TrainMnist FOLDER [WORKERS [MODEL]]");
            System.exit(2);
        }
        String folder = arguments[0];
        int workers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        try (SparkSession spark = SparkSession.builder().appName("gradj: MNIST").getOrCreate()) {
            Dataset<Row> train = images(spark, folder, true, workers).cache();
            System.out.println(train.count() + " images to learn from");

            long start = System.nanoTime();
            GradjClassificationModel model = new GradjClassifier()
                    .setHiddenLayers(50)
                    .setLearningRate(0.002)
                    .setBatchSize(150)
                    .setEpochs(6)
                    .setWorkers(workers)
                    .fit(train);
            double seconds = (System.nanoTime() - start) / 1e9;

            double accuracy = new MulticlassClassificationEvaluator()
                    .setMetricName("accuracy")
                    .evaluate(model.transform(images(spark, folder, false, workers)));
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

    /** Pixels from 0 to 1. Each partition reads the files itself, and takes its part of them. */
    private static Dataset<Row> images(SparkSession spark, String folder, boolean isTraining, int partitions) {
        return spark.createDataFrame(
                new JavaSparkContext(spark.sparkContext())
                        .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
                        .flatMap(part ->
                                rows(folder, isTraining, part, partitions).iterator()),
                COLUMNS);
    }

    private static Stream<Row> rows(String folder, boolean isTraining, int part, int parts) {
        LabeledImages images = isTraining
                ? Mnist.folder(Path.of(folder)).train()
                : Mnist.folder(Path.of(folder)).test();
        int from = (int) ((long) images.count() * part / parts);
        int to = (int) ((long) images.count() * (part + 1) / parts);
        return IntStream.range(from, to).mapToObj(i -> {
            float[] pixels = new float[images.pixelsPerImage()];
            images.pixels(i, pixels, 0);
            double[] row = new double[pixels.length];
            Arrays.setAll(row, j -> pixels[j]);
            return RowFactory.create((double) images.label(i), Vectors.dense(row));
        });
    }
}
