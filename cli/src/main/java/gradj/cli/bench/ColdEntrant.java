package gradj.cli.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of those who are timed side by side.
 *
 * @param name as the report calls it
 * @param command what is started, its arguments each by itself
 */
public record ColdEntrant(String name, List<String> command) {
    private static final String LAUNCHER = "gradj";
    private static final String JAR = "cli/target/gradj-cli.jar";

    /** The checkout that this class was built in, doing this work: arguments of {@code gradj} between blanks. */
    public static ColdEntrant ofThisBuild(String work) {
        return new ColdEntrant("this build", command(thisCheckout().resolve(LAUNCHER), work));
    }

    /**
     * Another build, doing the same.
     *
     * @param place a checkout that is built
     * @throws BenchmarkException if there is none
     */
    public static ColdEntrant of(Path place, String work) {
        Path launcher = place.resolve(LAUNCHER);
        if (!Files.isExecutable(launcher) || !Files.isRegularFile(place.resolve(JAR))) {
            throw new BenchmarkException(
                    "--against " + place + ": expected a checkout of gradj that is built, found no "
                            + (Files.isExecutable(launcher) ? JAR + ": start its ./gradj once" : "./gradj"));
        }
        return new ColdEntrant(place.toString(), command(launcher.toAbsolutePath(), work));
    }

    /** Any other program, as a line of the shell. */
    public static ColdEntrant ofPeer(String line) {
        return new ColdEntrant(line, List.of("/bin/sh", "-c", line));
    }

    private static List<String> command(Path launcher, String work) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        Stream.of(work.strip().split("\\s+")).forEach(command::add);
        return List.copyOf(command);
    }

    private static Path thisCheckout() {
        Path place;
        try {
            place = Path.of(ColdEntrant.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (@Nullable Path folder = place; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve(LAUNCHER)) && Files.isDirectory(folder.resolve("cli"))) {
                return folder;
            }
        }
        throw new BenchmarkException("--cold starts ./gradj of a checkout, and " + place + " is in none");
    }

    /** What is started, as a message names it. */
    String text() {
        return command.get(0).equals("/bin/sh") ? name : String.join(" ", command);
    }
}
