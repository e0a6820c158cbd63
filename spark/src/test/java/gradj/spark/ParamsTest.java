package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that every stage of spark.ml keeps; Spark's own tests of them are not published. */
class ParamsTest {
    private static final Set<String> OWN = Set.of(
            "hiddenLayers",
            "optimizer",
            "learningRate",
            "batchSize",
            "epochs",
            "seed",
            "workers",
            "backend",
            "checkpointDir",
            "checkpointInterval");

    static Stream<Params> estimators() {
        return Stream.of(new GradjClassifier(), new GradjRegressor());
    }

    private static Set<String> names(Params stage) {
        return Arrays.stream(stage.params()).map(Param::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theyAreOnesOwnAndThoseOfEachPredictor() {
        Set<String> ofAll = new TreeSet<>(OWN);
        ofAll.addAll(List.of("featuresCol", "labelCol", "predictionCol"));
        assertEquals(ofAll, names(new GradjRegressor()));
        ofAll.addAll(List.of("rawPredictionCol", "probabilityCol", "thresholds"));
        assertEquals(ofAll, names(new GradjClassifier()));
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void eachBelongsToItsStageAndIsExplained(Params stage) {
        for (Param<?> param : stage.params()) {
            assertEquals(stage.uid(), param.parent(), param.name());
            assertFalse(param.doc().isEmpty(), param.name());
            assertTrue(stage.explainParams().contains(param.name() + ": "), param.name());
            assertEquals(param, stage.getParam(param.name()));
        }
        assertNotEquals(stage.uid(), ((Params) new GradjClassifier()).uid());
    }

    @ParameterizedTest
    @MethodSource("estimators")
    void aCopyHasTheUidAndWhatWasSetAndWhatIsExtra(Params stage) {
        LearningParams<?> one = (LearningParams<?>) stage;
        one.setEpochs(3);
        LearningParams<?> copy = (LearningParams<?>) stage.copy(new ParamMap().put(one.workers(), 4));
        assertEquals(stage.uid(), copy.uid());
        assertEquals(3, copy.getEpochs());
        assertEquals(4, copy.getWorkers());
        assertEquals(1, one.getWorkers());
        copy.setEpochs(9);
        assertEquals(3, one.getEpochs());
    }

    /** Spark Connect's server finds its estimators so. */
    @Test
    @SuppressWarnings("rawtypes") // as ServiceLoader has it
    void theyAreRegisteredAsEstimators() {
        Set<String> registered = ServiceLoader.load(Estimator.class).stream()
                .map(provider -> provider.type().getName())
                .filter(name -> name.startsWith("gradj."))
                .collect(Collectors.toSet());
        assertEquals(Set.of(GradjClassifier.class.getName(), GradjRegressor.class.getName()), registered);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        GradjClassifier net = new GradjClassifier();
        assertArrayEquals(new int[] {50}, net.getHiddenLayers());
        assertEquals("adam", net.getOptimizer());
        assertEquals(0.001, net.getLearningRate());
        assertEquals(0.1, net.setOptimizer("sgd").getLearningRate());
        assertEquals(0.3, net.setLearningRate(0.3).getLearningRate());
        assertEquals(100, net.getBatchSize());
        assertEquals(10, net.getEpochs());
        assertEquals(1, net.getSeed());
        assertEquals(1, net.getWorkers());
        assertEquals("", net.getBackend());
        assertEquals("", net.getCheckpointDir());
        assertEquals(1000, net.getCheckpointInterval());
    }

    static Stream<UnaryOperator<GradjClassifier>> wrongValues() {
        return Stream.of(
                net -> net.setHiddenLayers(5, 0),
                net -> net.setOptimizer("Adam"),
                net -> net.setLearningRate(0),
                net -> net.setLearningRate(Double.NaN),
                net -> net.setLearningRate(Double.POSITIVE_INFINITY),
                net -> net.setBatchSize(0),
                net -> net.setEpochs(0),
                net -> net.setWorkers(0),
                net -> net.setCheckpointInterval(-1));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void wrongValuesAreRefused(UnaryOperator<GradjClassifier> setting) {
        assertThrows(RuntimeException.class, () -> setting.apply(new GradjClassifier()));
    }

    @Test
    void theSettersReturnTheEstimator() {
        GradjClassifier net = new GradjClassifier();
        List<Function<GradjClassifier, GradjClassifier>> setters = List.of(
                n -> n.setHiddenLayers(),
                n -> n.setOptimizer("sgd"),
                n -> n.setLearningRate(1),
                n -> n.setBatchSize(1),
                n -> n.setEpochs(1),
                n -> n.setSeed(-5),
                n -> n.setWorkers(1),
                n -> n.setBackend("java"),
                n -> n.setCheckpointDir("x"),
                n -> n.setCheckpointInterval(1),
                n -> n.setFeaturesCol("f"),
                n -> n.setLabelCol("l"),
                n -> n.setPredictionCol("p"),
                n -> n.setProbabilityCol("q"),
                n -> n.setRawPredictionCol("r"));
        setters.forEach(setter -> assertEquals(net, setter.apply(net)));
        assertEquals(-5, net.getSeed());
        assertEquals(0, net.getHiddenLayers().length);
    }

    /** Spark sends stages to executors. */
    @ParameterizedTest
    @MethodSource("estimators")
    void aStageCanBeSent(Params stage) throws Exception {
        ((LearningParams<?>) stage).setEpochs(77);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(stage);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            LearningParams<?> received = (LearningParams<?>) in.readObject();
            assertEquals(stage.uid(), received.uid());
            assertEquals(77, received.getEpochs());
        }
    }
}
