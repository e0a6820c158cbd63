package gradj.peers.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How an engine's process is started; the four arguments of {@link gradj.peers.Measurement} follow.
 *
 * @param name as it is called until its process tells more
 */
record EngineCommand(String name, List<String> words) {
    /**
     * Every engine, gradj's backend vector first: the others are compared with it.
     *
     * @param peers the folder {@code peers}, built
     * @param python the Python that has NumPy, PyTorch and JAX, or some of them
     */
    static List<EngineCommand> all(Path peers, String python) throws IOException {
        String unpackedByDl4j = peers.resolve("target/unpacked/dl4j").toString();
        String unpackedByDjl = peers.resolve("target/unpacked/djl").toString();
        String script = peers.resolve("gradient.py").toString();
        List<EngineCommand> all = new ArrayList<>();
        all.add(new EngineCommand(
                "gradj vector",
                java(
                        jars(peers.resolve("runner"), ""),
                        "--add-modules=jdk.incubator.vector",
                        "gradj.peers.runner.GradjGradient",
                        "vector")));
        all.add(new EngineCommand(
                "gradj java",
                java(
                        jars(peers.resolve("runner"), "gradj-backend-vector"),
                        "gradj.peers.runner.GradjGradient",
                        "java")));
        all.add(new EngineCommand(
                "DL4J",
                java(
                        jars(peers.resolve("dl4j"), ""),
                        "-Dpeers.unpacked=" + unpackedByDl4j,
                        "-Dorg.bytedeco.javacpp.cachedir=" + unpackedByDl4j,
                        "gradj.peers.dl4j.Dl4jGradient")));
        all.add(new EngineCommand(
                "DJL",
                java(
                        jars(peers.resolve("djl"), ""),
                        "-Dpeers.unpacked=" + unpackedByDjl,
                        "-DDJL_CACHE_DIR=" + unpackedByDjl,
                        "-DOPT_OUT_TRACKING=true",
                        "-Dai.djl.offline=true",
                        "gradj.peers.djl.DjlGradient")));
        all.add(new EngineCommand("NumPy", List.of(python, script, "numpy")));
        all.add(new EngineCommand("PyTorch", List.of(python, script, "torch")));
        all.add(new EngineCommand("JAX", List.of(python, script, "jax")));
        return all;
    }

    /** The Java that runs this program, with no options but those that the engine needs. */
    private static List<String> java(String classPath, String... rest) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-cp");
        words.add(classPath);
        words.addAll(List.of(rest));
        return words;
    }

    /** A module's jar and the libraries it needs, less the library whose name starts so. */
    private static String jars(Path module, String without) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String folder : List.of("target", "target/lib")) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(module.resolve(folder), "*.jar")) {
                for (Path file : files) {
                    if (without.isEmpty() || !file.getFileName().toString().startsWith(without)) {
                        jars.add(file.toString());
                    }
                }
            }
        }
        return String.join(File.pathSeparator, jars);
    }
}
