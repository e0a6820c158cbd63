package gradj.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The session of this process: Spark has one at a time. */
final class Sessions {
    private Sessions() {}

    private static SparkSession.Builder builder(String master) {
        return SparkSession.builder()
                .master(master)
                .appName("gradj")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.default.parallelism", "2")
                // A query is faster interpreted than compiled, where it is asked once of some hundred rows.
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    }

    /** Two tasks at a time in this process. */
    static SparkSession local() {
        return builder("local[2]").getOrCreate();
    }

    /**
     * Two executors in processes of their own. Spark looks for its jars in SPARK_HOME, which the build sets to a folder of no
     * jars, and the executors get the class path of this process.
     */
    static SparkSession cluster() throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        return builder("local-cluster[2,1,1024]")
                .config("spark.executor.memory", "512m")
                // They live for seconds; and without the optimizing compiler the backend vector cannot run.
                .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.hadoop.fs.dying.impl", DyingFileSystem.class.getName())
                .getOrCreate();
    }

    static void stop() {
        SparkSession.active().stop();
    }
}
