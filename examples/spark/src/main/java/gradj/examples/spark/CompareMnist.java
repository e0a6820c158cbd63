package gradj.examples.spark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One fit of MNIST by one engine, timed: {@code CompareMnist FOLDER gradj|perceptron SEED}. The session stands, the rows are cached. */
public final class CompareMnist {
    private static final int WORKERS = 2;

    private CompareMnist() {}

    public static void main(String[] arguments) throws IOException {
        String folder = arguments[0];
        String engine = arguments[1];
        long seed = Long.parseLong(arguments[2]);
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (SparkSession spark = SparkSession.builder().appName("gradj: MNIST").getOrCreate()) {
            Dataset<Row> train = MnistRows.images(spark, folder, true, WORKERS).cache();
            train.count();

            long cpu = process.getProcessCpuTime();
            long start = System.nanoTime();
            Model<?> model = engine.equals("gradj")
                    ? TrainMnist.classifier(WORKERS).setSeed(seed).fit(train)
                    : perceptron().setSeed(seed).fit(train);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (process.getProcessCpuTime() - cpu) / 1e9;

            double accuracy = new MulticlassClassificationEvaluator()
                    .setMetricName("accuracy")
                    .evaluate(model.transform(MnistRows.images(spark, folder, false, WORKERS)));
            System.out.printf(
                    Locale.ROOT,
                    "{\"engine\": \"%s\", \"seed\": %d, \"seconds\": %.2f, \"cpuSeconds\": %.2f, \"testAccuracy\": %.4f}%n",
                    engine,
                    seed,
                    seconds,
                    cpuSeconds,
                    accuracy);
        }
    }

    /** The same net, but for its sigmoid in the place of the ReLU, with its own solver; more iterations than 100 made it no better. */
    private static MultilayerPerceptronClassifier perceptron() {
        return new MultilayerPerceptronClassifier()
                .setLayers(new int[] {784, 50, 10})
                .setMaxIter(100);
    }
}
