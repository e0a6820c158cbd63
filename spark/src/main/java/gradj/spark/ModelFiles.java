package gradj.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.ml.util.ReadWriteUtils$;
import org.apache.spark.sql.SparkSession;

/**
 * A model's folder: {@code metadata} as every stage of {@code spark.ml} has it, and beside it {@code net.safetensors}, which
 * {@link gradj.io.NetworkFile#load} reads.
 */
final class ModelFiles {
    private static final String NET = "net.safetensors";

    private ModelFiles() {}

    static final class Writer extends MLWriter {
        private final Params model;
        private final TrainedNet net;

        Writer(Params model, TrainedNet net) {
            this.model = model;
            this.net = net;
        }

        @Override
        public void saveImpl(String folder) {
            DefaultParamsWriter$.MODULE$.saveMetadata(model, folder, sparkSession());
            Path file = new Path(folder, NET);
            try (OutputStream out = isLocal()
                    ? Files.newOutputStream(java.nio.file.Path.of(folder, NET))
                    : files(file, sparkSession()).create(file, true)) {
                out.write(net.file());
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /** Reads models of one class, which the constructor makes of uid and net. */
    static final class Reader<M extends Params> extends MLReader<M> {
        private final Class<M> type;
        private final BiFunction<String, byte[], M> constructor;

        Reader(Class<M> type, BiFunction<String, byte[], M> constructor) {
            this.type = type;
            this.constructor = constructor;
        }

        @Override
        public M load(String folder) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(folder, sparkSession(), type.getName());
            Path file = new Path(folder, NET);
            byte[] bytes;
            try (InputStream in = isLocal()
                    ? Files.newInputStream(java.nio.file.Path.of(folder, NET))
                    : files(file, sparkSession()).open(file)) {
                bytes = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
            }
            M model = constructor.apply(metadata.uid(), bytes);
            metadata.getAndSetParams(model, scala.Option.empty());
            return model;
        }
    }

    /** Whether Spark is at saveToLocal or loadFromLocal, which mean the driver's own disk. */
    private static boolean isLocal() {
        return (Boolean) ReadWriteUtils$.MODULE$.localSavingModeState().get();
    }

    private static FileSystem files(Path path, SparkSession session) throws IOException {
        return path.getFileSystem(session.sparkContext().hadoopConfiguration());
    }
}
