package gradj.examples.spark;

import gradj.data.LabeledImages;
import gradj.data.Mnist;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** MNIST's images as rows of Spark. */
final class MnistRows {
    private static final StructType COLUMNS =
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());

    private MnistRows() {}

    /** Pixels from 0 to 1. Each partition reads the files itself, and takes its part of them. */
    static Dataset<Row> images(SparkSession spark, String folder, boolean isTraining, int partitions) {
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
