package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.io.NetworkFile;
import gradj.nn.Network;
import gradj.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Among the other stages of spark.ml, in files, and beside gradj without Spark. */
@Tag("once")
class PipelineTest {
    private static final String[] COLOURS = {"red", "green", "blue"};

    private static SparkSession spark;
    private static Dataset<Row> flowers;
    private static PipelineModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = Sessions.local();
        flowers = flowers().coalesce(1).cache();
        model = pipeline(classifier().setWorkers(2)).fit(flowers);
    }

    /** Three colours with a length and a width each, of quite different sizes. */
    private static Dataset<Row> flowers() {
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            int c = i % 3;
            rows.add(RowFactory.create(COLOURS[c], 100.0 * c + 20 * random.nextGaussian(), random.nextGaussian() - c));
        }
        return spark.createDataFrame(
                rows,
                new StructType()
                        .add("colour", DataTypes.StringType)
                        .add("length", DataTypes.DoubleType)
                        .add("width", DataTypes.DoubleType));
    }

    private static GradjClassifier classifier() {
        return new GradjClassifier()
                .setFeaturesCol("scaled")
                .setHiddenLayers(6)
                .setLearningRate(0.05)
                .setBatchSize(30)
                .setEpochs(8);
    }

    private static Pipeline pipeline(PipelineStage last) {
        return new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCol("colour").setOutputCol("label"),
            new VectorAssembler().setInputCols(new String[] {"length", "width"}).setOutputCol("raw"),
            new StandardScaler().setInputCol("raw").setOutputCol("scaled").setWithMean(true),
            last
        });
    }

    private static double accuracy(Dataset<Row> predictions) {
        return new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predictions);
    }

    private static GradjClassificationModel net(PipelineModel pipeline) {
        return (GradjClassificationModel) pipeline.stages()[3];
    }

    private static double[][] probabilities(Dataset<Row> predictions) {
        return predictions.select("probability").collectAsList().stream()
                .map(row -> ((Vector) row.get(0)).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void predictsWithAllColumns() {
        Dataset<Row> predictions = model.transform(flowers);
        double accuracy = accuracy(predictions);
        assertTrue(accuracy > 0.9, "accuracy " + accuracy);
        for (Row row :
                predictions.select("rawPrediction", "probability", "prediction").collectAsList()) {
            double[] scores = ((Vector) row.get(0)).toArray();
            double[] shares = ((Vector) row.get(1)).toArray();
            assertEquals(1, Arrays.stream(shares).sum(), 1e-12);
            assertEquals(Math.exp(scores[1] - scores[0]), shares[1] / shares[0], 1e-9 * shares[1] / shares[0]);
            assertEquals(((Vector) row.get(1)).argmax(), (int) row.getDouble(2));
        }
        assertEquals(3, net(model).numClasses());
        assertEquals(2, net(model).numFeatures());
        double[] losses = net(model).epochLosses();
        assertEquals(8, losses.length);
        assertTrue(losses[7] < losses[0] / 2, Arrays.toString(losses));
    }

    /** A tenth of the rows has one colour only: the indexer's metadata says that there are three. */
    @Test
    void theMetadataOfTheLabelsSayHowManyClassesThereAre() {
        Dataset<Row> ready = model.transform(flowers).drop("rawPrediction", "probability", "prediction");
        GradjClassificationModel few = classifier().setEpochs(1).fit(ready.filter("label = 0"));
        assertEquals(3, few.numClasses());
    }

    @Test
    void aCrossValidatorFindsTheBetterLearningRate() {
        GradjClassifier net = classifier();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(net.learningRate(), new double[] {1e-6, 0.05})
                .build();
        CrossValidatorModel best = new CrossValidator()
                .setEstimator(pipeline(net))
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setSeed(1)
                .setParallelism(2)
                .fit(flowers);
        double[] metrics = best.avgMetrics();
        assertTrue(metrics[1] > 0.9 && metrics[1] > metrics[0], Arrays.toString(metrics));
        assertTrue(accuracy(best.transform(flowers)) > 0.9);
    }

    @Test
    void oneVersusRest() {
        OneVsRest each = new OneVsRest()
                .setFeaturesCol("scaled")
                .setClassifier(classifier().setEpochs(3));
        double accuracy = accuracy(pipeline(each).fit(flowers).transform(flowers));
        assertTrue(accuracy > 0.8, "accuracy " + accuracy);
    }

    @Test
    void whatIsSavedIsLoadedWithAllSettings() throws IOException {
        String at = folder.resolve("pipeline").toString();
        new Pipeline()
                .setStages(new PipelineStage[] {classifier().setSeed(99)})
                .write()
                .save(at);
        GradjClassifier estimator = (GradjClassifier) Pipeline.load(at).getStages()[0];
        assertEquals(99, estimator.getSeed());
        assertArrayEquals(new int[] {6}, estimator.getHiddenLayers());
        assertEquals(0.05, estimator.getLearningRate());

        Dataset<Row> ready = model.transform(flowers).drop("rawPrediction", "probability", "prediction");
        PipelineModel fitted =
                new Pipeline().setStages(new PipelineStage[] {net(model)}).fit(ready);
        String fittedAt = folder.resolve("fitted").toString();
        fitted.write().save(fittedAt);
        PipelineModel fromFile = PipelineModel.load(fittedAt);
        assertArrayEquals(probabilities(model.transform(flowers)), probabilities(fromFile.transform(ready)));
        GradjClassificationModel loaded = (GradjClassificationModel) fromFile.stages()[0];
        assertEquals(net(model).uid(), loaded.uid());
        assertEquals("scaled", loaded.getFeaturesCol());
        assertEquals(0, loaded.epochLosses().length);

        String local = folder.resolve("local").toString();
        net(model).write().saveToLocal(local);
        net(model).write().overwrite().saveToLocal(local);
        assertArrayEquals(
                net(model).file(),
                GradjClassificationModel.read().loadFromLocal(local).file());
        RuntimeException other = assertThrows(RuntimeException.class, () -> GradjRegressionModel.load(local));
        assertTrue(other.getMessage().contains(GradjRegressionModel.class.getName()), other.getMessage());
    }

    @Test
    void aNetGoesFromSparkToGradjAndBack() throws IOException {
        String at = folder.resolve("net").toString();
        net(model).write().save(at);
        Path file = Path.of(at, "net.safetensors");
        Network net = NetworkFile.load(file);
        Vector row = Vectors.dense(0.25, -1.5);
        Tensor x = Backends.float32().matrix(new double[][] {row.toArray()});
        assertArrayEquals(
                net.predict(x).toDoubleArray(), net(model).predictRaw(row).toArray());

        GradjClassificationModel back = GradjClassificationModel.of(file);
        back.setFeaturesCol("scaled");
        Dataset<Row> ready = model.transform(flowers);
        assertArrayEquals(
                probabilities(ready),
                probabilities(back.transform(ready.drop("rawPrediction", "probability", "prediction"))));
        IllegalArgumentException classes =
                assertThrows(IllegalArgumentException.class, () -> GradjRegressionModel.of(file));
        assertEquals("expected a net for one number, got one of 3 with SoftmaxWithLoss", classes.getMessage());
    }

    @Test
    void modelsOfOtherNetsAreRefused() {
        Path file = folder.resolve("regression.safetensors");
        NetworkFile.save(Network.sequence(Backends.float32(), 1).affine(2, 3).meanSquaredError(), file);
        IllegalArgumentException regression =
                assertThrows(IllegalArgumentException.class, () -> GradjClassificationModel.of(file));
        assertEquals(
                "expected a net for classes, with softmax cross entropy, got one with RegressionLoss",
                regression.getMessage());
        IllegalArgumentException width =
                assertThrows(IllegalArgumentException.class, () -> net(model).predictRaw(Vectors.dense(1, 2, 3)));
        assertEquals("the net was trained on rows of 2 features, got one of 3", width.getMessage());
    }

    @Test
    void regression() throws IOException {
        Dataset<Row> numbers = new VectorAssembler()
                .setInputCols(new String[] {"width"})
                .setOutputCol("features")
                .transform(flowers.selectExpr("width", "2 * width + 1 as label"));
        GradjRegressor regressor = new GradjRegressor()
                .setHiddenLayers(8)
                .setLearningRate(0.02)
                .setBatchSize(25)
                .setEpochs(40);
        GradjRegressionModel fitted = regressor.fit(numbers);
        double error = new RegressionEvaluator().setMetricName("rmse").evaluate(fitted.transform(numbers));
        assertTrue(error < 0.3, "root mean squared error " + error);
        String at = folder.resolve("regression").toString();
        fitted.write().save(at);
        GradjRegressionModel loaded = GradjRegressionModel.load(at);
        assertEquals(fitted.predict(Vectors.dense(0.5)), loaded.predict(Vectors.dense(0.5)));
        assertEquals(
                loaded.predict(Vectors.dense(0.5)),
                GradjRegressionModel.of(Path.of(at, "net.safetensors")).predict(Vectors.dense(0.5)));
        String estimator = folder.resolve("regressor").toString();
        regressor.write().save(estimator);
        assertEquals(40, GradjRegressor.load(estimator).getEpochs());
        assertTrue(Files.exists(Path.of(estimator, "metadata")));
    }
}
