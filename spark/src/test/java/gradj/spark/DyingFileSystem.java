package gradj.spark;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkEnv;

/** The local disk under {@code dying:}, at which the process of an executor ends as by kill -9, once, at its second checkpoint. */
public final class DyingFileSystem extends RawLocalFileSystem {
    private static final String DIED = "died";

    @Override
    public URI getUri() {
        return URI.create("dying:///");
    }

    @Override
    public String getScheme() {
        return "dying";
    }

    static boolean hasDied(java.nio.file.Path folder) {
        return folder.resolve(DIED).toFile().exists();
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        File died = new File(pathToFile(to).getParentFile().getParentFile(), DIED);
        boolean isSecond = to.getName().matches("0*200\\.safetensors");
        boolean isExecutor = !SparkEnv.get().executorId().equals("driver");
        if (isSecond && isExecutor && died.createNewFile()) {
            Runtime.getRuntime().halt(137);
        }
        return super.rename(from, to);
    }
}
