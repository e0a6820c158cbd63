package gradj.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The main program of every engine on the JVM: warms up, times calls one by one, and prints a {@link Result}. Its arguments:
 * the file of the problem, the file to write the gradient to, seconds of warming up, seconds of timing. The property
 * {@code peers.unpacked} names the folder where an engine unpacks its native libraries.
 */
public final class Measurement {
    /** Jars of this comparison itself, which no user of an engine needs. */
    private static final String OWN_JARS = "gradj-peers-";

    private Measurement() {}

    /** Measures the engine made for the problem. */
    public static void run(Function<Problem, Engine> maker, String... arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException(
                    "expected PROBLEM-FILE GRADIENT-FILE WARM-UP-SECONDS SECONDS, got " + Arrays.toString(arguments));
        }
        Engine engine = maker.apply(Problem.read(Path.of(arguments[0])));
        time(engine, Double.parseDouble(arguments[2]));
        double[] sorted = time(engine, Double.parseDouble(arguments[3]));
        engine.gradient().write(Path.of(arguments[1]));
        Result result = new Result(
                engine.name(),
                engine.version(),
                engine.threads(),
                bytesOnClassPath(),
                bytesUnpacked(),
                sorted.length,
                sorted[0],
                sorted[sorted.length / 4],
                sorted[sorted.length / 2],
                sorted[sorted.length * 3 / 4]);
        System.out.println(result.line());
    }

    /** Calls for so long, at least once; the microseconds of each call, sorted. */
    private static double[] time(Engine engine, double seconds) {
        double[] times = new double[1024];
        int calls = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            long start = System.nanoTime();
            engine.compute();
            if (calls == times.length) {
                times = Arrays.copyOf(times, 2 * calls);
            }
            times[calls++] = (System.nanoTime() - start) / 1e3;
        } while (System.nanoTime() < end);
        double[] sorted = Arrays.copyOf(times, calls);
        Arrays.sort(sorted);
        return sorted;
    }

    private static long bytesOnClassPath() {
        long bytes = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            File jar = new File(entry);
            if (jar.isFile() && !jar.getName().startsWith(OWN_JARS)) {
                bytes += jar.length();
            }
        }
        return bytes;
    }

    /** Of the files in the folder that the property {@code peers.unpacked} names, if it is set. */
    private static long bytesUnpacked() throws IOException {
        String folder = System.getProperty("peers.unpacked", "");
        if (folder.isEmpty()) {
            return 0;
        }
        try (Stream<Path> paths = Files.walk(Path.of(folder))) {
            return paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        }
    }
}
