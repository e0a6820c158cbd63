package gradj.jblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading jblas' library where something is in the way; each case is a process of its own. */
class JblasLibraryTest {
    private static final Path NO_FOLDER = Path.of("/nonexistent");
    private static final List<String> GRANTED = List.of("--enable-native-access=ALL-UNNAMED");

    @TempDir
    Path folder;

    @BeforeAll
    static void onlyWhereThatVersionIsNeeded() {
        assumeTrue(
                Platform.current().gfortran().equals("libgfortran.so.5"),
                () -> "jblas needs no libgfortran.so.5 on " + Platform.current().name());
    }

    /** All that a process prints on both streams: its answer, and nothing of jblas' own. */
    private static List<String> run(Map<String, String> environment, List<String> options, Path... folders)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AvailabilityProgram.class.getName()));
        Arrays.stream(folders).forEach(path -> command.add(path.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Hides the system's library behind a file of its name that is none. */
    private Map<String, String> hidden() throws IOException {
        Files.writeString(folder.resolve("libgfortran.so.5"), "no library");
        return Map.of("LD_LIBRARY_PATH", folder.toString());
    }

    @Test
    void withoutGfortranItIsUnavailableAndSaysWhatMendsIt() throws IOException {
        List<String> lines = run(hidden(), GRANTED, NO_FOLDER);
        assertEquals(1, lines.size(), lines::toString);
        String remedy = Platform.installCommand("libgfortran.so.5", Platform.distribution());
        assertTrue(
                lines.get(0).matches("not available: libgfortran\\.so\\.5 (is missing|cannot be loaded: .*) \\(.*\\)"),
                lines::toString);
        assertTrue(lines.get(0).endsWith(" (" + remedy + ")"), lines::toString);
    }

    @Test
    void gfortranThatTheLinkerDoesNotFindIsLoadedFromTheUsualFolders() throws IOException {
        NativeLibrary.require();
        Path[] usual = JblasLibrary.folders().toArray(Path[]::new);
        assertEquals(List.of("available", "11.0"), run(hidden(), GRANTED, usual));
    }

    @Test
    void loadsWithoutAWord() throws IOException {
        NativeLibrary.require();
        assertEquals(List.of("available", "11.0"), run(Map.of(), GRANTED, NO_FOLDER));
    }

    @Test
    void aTemporaryFolderThatIsNoneIsNamed() throws IOException {
        NativeLibrary.require();
        List<String> lines = run(Map.of(), List.of(GRANTED.get(0), "-Djava.io.tmpdir=" + NO_FOLDER), NO_FOLDER);
        assertTrue(
                lines.get(lines.size() - 1)
                        .startsWith("not available: its library cannot be unpacked and loaded in " + NO_FOLDER),
                lines::toString);
    }

    @Test
    void deniedNativeAccessIsNamed() throws IOException {
        assumeTrue(Runtime.version().feature() >= 24, "only Java 24 and newer can deny native access");
        List<String> deny = List.of("--enable-native-access=java.base", "--illegal-native-access=deny");
        List<String> lines = run(Map.of(), deny, NO_FOLDER);
        assertEquals(
                List.of("not available: this Java denies jblas the use of native code"
                        + " (start Java with --enable-native-access=ALL-UNNAMED)"),
                lines);
    }
}
