package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors in processes of their own. */
@Tag("once")
class ClusterTest {
    private static final List<Row> CLOUDS = Samples.clouds(203);

    private static GradjClassificationModel undisturbed;
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        undisturbed = classifier().fit(Samples.of(Sessions.local(), CLOUDS));
        Sessions.stop();
        spark = Sessions.cluster();
    }

    @AfterAll
    static void stop() {
        Sessions.stop();
    }

    private static GradjClassifier classifier() {
        return new GradjClassifier()
                .setHiddenLayers(8)
                .setBatchSize(20)
                .setEpochs(40)
                .setLearningRate(0.01)
                .setSeed(3)
                .setBackend("java")
                .setWorkers(2);
    }

    @Test
    void aClusterGivesTheBitsOfOneProcess() {
        assertSameBits(classifier().fit(Samples.of(spark, CLOUDS)));
    }

    /** The executor of worker 0 dies when it has done 200 of 440 iterations; what it had saved is 100 of them. */
    @Test
    void anExecutorThatIsKilledChangesNoBit() throws IOException {
        GradjClassificationModel model = classifier()
                .setCheckpointDir("dying://" + folder)
                .setCheckpointInterval(100)
                .fit(Samples.of(spark, CLOUDS));
        assertTrue(DyingFileSystem.hasDied(folder));
        assertSameBits(model);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count(), "nothing but the mark of death");
        }
    }

    private static void assertSameBits(GradjClassificationModel model) {
        assertArrayEquals(undisturbed.file(), model.file());
        assertArrayEquals(undisturbed.epochLosses(), model.epochLosses());
    }

    /** The executors have vector's jar, and no compiler for it. */
    @Test
    void thatExecutorsFallBackToAnotherBackendIsToldOnce() {
        List<String> told = new CopyOnWriteArrayList<>();
        AbstractAppender appender = new AbstractAppender("told", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                told.add(event.getMessage().getFormattedMessage());
            }
        };
        appender.start();
        Logger logger = (Logger) LogManager.getLogger(Training.class);
        Level level = logger.getLevel();
        logger.addAppender(appender);
        logger.setLevel(Level.WARN); // behind that, which sets it too
        try {
            for (int i = 0; i < 2; i++) {
                classifier().setBackend("").setEpochs(1).fit(Samples.of(spark, CLOUDS));
            }
        } finally {
            logger.removeAppender(appender);
            logger.setLevel(level);
        }
        assertEquals(1, told.size(), told.toString());
        String line = told.get(0);
        assertTrue(
                line.startsWith("2 of 2 workers compute with the backend java: vector is there but cannot run: "),
                line);
    }

    @Test
    void moreWorkersThanTheClusterHasSlotsForAreRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> classifier().setWorkers(3).fit(Samples.of(spark, CLOUDS)));
        assertTrue(refused.getMessage().contains("3 are to learn at the same time"), refused.getMessage());
        assertTrue(refused.getMessage().contains("slots for 2 tasks"), refused.getMessage());
    }
}
