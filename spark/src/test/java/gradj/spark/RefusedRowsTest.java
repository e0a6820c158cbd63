package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be learned from, or not with this cluster: the driver says it in a line, and no task fails for it. */
class RefusedRowsTest {
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.local();
    }

    /** 20 rows of three classes in two partitions. */
    private static List<Row> good() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(Samples.row(i % 3, Vectors.dense(i, 1)));
        }
        return rows;
    }

    private static GradjClassifier classifier() {
        return new GradjClassifier().setWorkers(2).setEpochs(1);
    }

    static Stream<Arguments> wrongRows() {
        return Stream.of(
                Arguments.of(
                        Samples.row(0, Vectors.dense(1, 2, 3)), "row 13 has 3 features, expected 2 as in the rows"),
                Arguments.of(Samples.row(0, Vectors.sparse(1, new int[0], new double[0])), "row 13 has 1 features"),
                Arguments.of(Samples.row(0, Vectors.dense(1, Double.NaN)), "row 13 has the feature NaN in column 1"),
                Arguments.of(
                        Samples.row(0, Vectors.sparse(2, new int[] {0}, new double[] {Double.NEGATIVE_INFINITY})),
                        "row 13 has the feature -Infinity in column 0"),
                Arguments.of(Samples.row(0, Vectors.dense(1e39, 0)), "row 13 has the feature 1.0E39 in column 0"),
                Arguments.of(Samples.row(Double.NaN, Vectors.dense(1, 2)), "row 13 has the label NaN"),
                Arguments.of(
                        Samples.row(-1, Vectors.dense(1, 2)), "row 13 has the label -1.0: expected a class number"),
                Arguments.of(Samples.row(1.5, Vectors.dense(1, 2)), "row 13 has the label 1.5"),
                Arguments.of(Samples.row(3e9, Vectors.dense(1, 2)), "row 13 has the label 3.0E9"),
                Arguments.of(Samples.row(5, Vectors.dense(1, 2)), "expected each class from 0 to 5 in some row"),
                Arguments.of(RowFactory.create(null, Vectors.dense(1, 2)), "row 13 has the label null"),
                Arguments.of(RowFactory.create(1.0, null), "row 13 has null in place of features"));
    }

    @ParameterizedTest
    @MethodSource("wrongRows")
    void theFirstWrongRowIsNamed(Row wrong, String message) {
        List<Row> rows = good();
        rows.set(13, wrong);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> classifier().fit(Samples.of(spark, rows)));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void aRegressionRefusesNumbersThatAreNone() {
        List<Row> rows = good();
        rows.set(2, Samples.row(Double.POSITIVE_INFINITY, Vectors.dense(1, 2)));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new GradjRegressor().fit(Samples.of(spark, rows)));
        assertTrue(refused.getMessage().startsWith("row 2 has the label Infinity"), refused.getMessage());
    }

    private static String refusal(Dataset<Row> data) {
        return assertThrows(IllegalArgumentException.class, () -> classifier().fit(data))
                .getMessage();
    }

    @Test
    void noRowsAreRefused() {
        assertEquals(
                "expected rows to learn from, the Dataset has none",
                refusal(Samples.of(spark, good()).filter("label > 5")));
    }

    @Test
    void oneClassIsRefused() {
        assertEquals(
                "expected labels of two classes or more, all rows are of class 0: there is nothing to learn",
                refusal(Samples.of(spark, good()).filter("label = 0")));
    }

    @Test
    void classesFromOneOnAreRefused() {
        String refused = refusal(Samples.of(spark, good()).filter("label > 0"));
        assertTrue(refused.startsWith("expected each class from 0 to 2 in some row, found none of class 0"), refused);
    }

    @Test
    void moreWorkersThanSlotsAreRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> classifier().setWorkers(3).fit(Samples.of(spark, good())));
        assertEquals(
                "workers: 3 are to learn at the same time, local[2] has slots for 2 tasks: set workers to at most that, or"
                        + " give the cluster more executors or cores",
                refused.getMessage());
    }

    @Test
    void aNetThatDivergesIsNoFailureOfTheCluster() {
        IllegalStateException diverged = assertThrows(
                IllegalStateException.class,
                () -> classifier()
                        .setOptimizer("sgd")
                        .setLearningRate(1e30)
                        .setEpochs(3)
                        .setBatchSize(5)
                        .fit(Samples.of(spark, good())));
        String message = diverged.getMessage();
        assertTrue(message.startsWith("the training on Spark cannot go on: the loss became "), message);
        assertTrue(
                message.contains(" in iteration ") && message.contains("a smaller learning rate than 1.0E30"), message);
    }

    @Test
    void aBackendThatNoExecutorHasIsNamed() {
        IllegalStateException missing = assertThrows(
                IllegalStateException.class,
                () -> classifier().setBackend("tpu").fit(Samples.of(spark, good())));
        assertTrue(missing.getMessage().contains("there is no backend tpu"), missing.getMessage());
    }

    @Test
    void aFolderInWhichNothingCanBeWrittenIsToldAtOnce(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> classifier().setCheckpointDir(file.toString()).fit(Samples.of(spark, good())));
        assertTrue(
                refused.getMessage().startsWith("checkpointDir " + file + ": no checkpoint can be written there"),
                refused.getMessage());
    }
}
