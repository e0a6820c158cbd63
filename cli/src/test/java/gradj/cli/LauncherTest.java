package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code ./gradj} in a checkout of its own, whose name has a blank, with a Maven and a Java that only pretend. */
@DisabledOnOs(OS.WINDOWS)
@Tag("once")
class LauncherTest {
    private static final Path SOURCES = Path.of("").toAbsolutePath().getParent();
    private static final String MAVEN_RUNS = "[ \"$2\" != -v ] || { echo Apache Maven 3.9.9; exit 0; }\n";

    @TempDir
    Path folder;

    private Path root;
    private Path programs;
    private Path jdk;

    @BeforeEach
    void checkout() throws IOException {
        root = Files.createDirectories(folder.resolve("a checkout"));
        programs = Files.createDirectories(folder.resolve("bin"));
        jdk = folder.resolve("a jdk");
        Files.createDirectories(root.resolve("scripts"));
        Files.copy(SOURCES.resolve("gradj"), root.resolve("gradj"));
        Files.copy(SOURCES.resolve("scripts/common.sh"), root.resolve("scripts/common.sh"));
        Files.writeString(root.resolve("pom.xml"), "");
        for (String module : List.of(
                "core",
                "data",
                "onnx",
                "tensorboard",
                "play",
                "backend-vector",
                "backend-jblas",
                "backend-opencl",
                "cli")) {
            Files.createDirectories(root.resolve(module + "/src/main"));
            Files.writeString(root.resolve(module + "/pom.xml"), "");
        }
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\nMODULES=\"java.base\"\n");
        script(jdk.resolve("bin/java"), "printf '<%s>' \"$@\"");
        script(jdk.resolve("bin/javac"), "");
        script(programs.resolve("mvn"), MAVEN_RUNS + "echo built >>cli/target/gradj-cli.jar");
        script(root.resolve("mvnw"), "echo 'wget: Failed to fetch' >&2; exit 1");
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
        assertTrue(file.toFile().setExecutable(true));
    }

    private Path built() throws IOException {
        Path jar = root.resolve("cli/target/gradj-cli.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        return jar;
    }

    private CommandRun run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, "run", arguments);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new CommandRun(
                process.exitValue(),
                Files.readString(folder.resolve("run.out")),
                Files.readString(folder.resolve("run.err")));
    }

    /** Its output and errors go to files of this name. */
    private Process start(Map<String, String> environment, String name, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = root.resolve("gradj").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.contains("JAVA") || variable.startsWith("M"));
        builder.environment().put("PATH", programs + File.pathSeparator + "/usr/bin" + File.pathSeparator + "/bin");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return builder.redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
    }

    @Test
    void startsJavaWithItsOptionsFirst() throws Exception {
        Path jar = built();
        CommandRun run = run(Map.of("JAVA_OPTS", "-Xmx1g -ea"), "train", "-Dgradj.threads=1", "--out", "a b")
                .fine();
        assertEquals(
                "<-Xmx1g><-ea><-Dgradj.threads=1><-cp><" + jar + ":" + jar.getParent() + "/lib/*>"
                        + "<gradj.cli.Main><train><--out><a b>",
                run.out());
    }

    /** Java refuses two collectors, and a heap that begins larger than it may become. */
    @ParameterizedTest
    @CsvSource({
        "JAVA_OPTS, -ea, true",
        "JAVA_OPTS, -Xmx8m, false",
        "JAVA_OPTS, -ea -XX:+UseParallelGC, false",
        "JDK_JAVA_OPTIONS, -Xms1g, false",
        "JAVA_TOOL_OPTIONS, -XX:+UseZGC, false"
    })
    void keepsTheHeapSmallUnlessAnOptionIsOfMemory(String variable, String options, boolean isSmall) throws Exception {
        built();
        String started = run(Map.of(variable, options), "train").fine().out();
        assertEquals(isSmall, started.startsWith("<-XX:+UseSerialGC><-Xms16m>"), started);
        assertEquals(isSmall, started.contains("-Xms16m"), started);
    }

    /** A Java that tells its arguments, and makes an archive when it is told to. */
    private void dumpingJava() throws IOException {
        script(jdk.resolve("bin/java"), """
                printf '<%s>' "$@"
                case "$*" in *-Xshare:dump*) echo >made; echo >>"$GRADJ_DUMPS" ;; esac""");
    }

    @Test
    void startsFromAnArchiveOfTheClassesOfEachBuildAndJava() throws Exception {
        Path jar = built();
        touchAll(root, Instant.now().minusSeconds(120));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
        dumpingJava();
        Files.createDirectories(root.resolve("target"));
        Path dumps = folder.resolve("dumps");
        Map<String, String> counted = Map.of("GRADJ_DUMPS", dumps.toString());
        String archived = "-XX:SharedArchiveFile=" + jar.getParent() + "/classes-17-";
        String quiet = "><-Xlog:cds=off><-Xlog:cds+dynamic=off><-cp>";
        for (int i = 0; i < 2; i++) {
            String started = run(counted, "train").fine().out();
            assertTrue(started.contains(archived) && started.contains(quiet), started);
        }
        assertEquals("\n", Files.readString(dumps));
        assertFalse(run(counted, "--version").fine().out().contains("Archive"));
        for (String own : List.of("-XX:SharedArchiveFile=a.jsa", "-Xshare:off", "-XX:AOTCache=a")) {
            String started = run(Map.of("JAVA_OPTS", own, "GRADJ_DUMPS", dumps.toString()), "train")
                    .fine()
                    .out();
            assertFalse(started.contains(archived), started);
        }
        assertEquals("\n", Files.readString(dumps));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
        run(counted, "train").fine();
        assertEquals("\n\n", Files.readString(dumps));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.2\"\nMODULES=\"java.base\"\n");
        run(counted, "train").fine();
        run(counted, "train").fine();
        assertEquals("\n\n\n", Files.readString(dumps));
    }

    private static void touchAll(Path root, Instant time) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    /** As JDK 17 does at times. */
    @Test
    void aJavaThatCannotMakeAnArchiveStartsWithout() throws Exception {
        Path jar = built();
        Files.createDirectories(root.resolve("target"));
        script(
                jdk.resolve("bin/java"),
                "case \"$*\" in *-Xshare:dump*) echo crashed >&2; exit 134 ;; esac; printf '<%s>' \"$@\"");
        CommandRun run = run(Map.of(), "train").fine();
        assertEquals("", run.err());
        assertFalse(run.out().contains("Archive"), run.out());
        try (Stream<Path> files = Files.list(jar.getParent())) {
            assertTrue(files.anyMatch(
                    file -> file.toString().endsWith(".jsa") && file.toFile().length() == 0));
        }
        assertFalse(Files.exists(root.resolve("target/classes")));
    }

    @Test
    void buildsWhatIsMissingOrWasBuiltByHalf() throws Exception {
        Files.createDirectories(root.resolve("cli/target"));
        CommandRun first = run(Map.of(), "graph");
        assertEquals("Building gradj (first use) ...\n", first.err());
        assertEquals("", run(Map.of(), "graph").err());
        Files.writeString(root.resolve("target/build.started"), "");
        assertEquals("Building gradj ...\n", run(Map.of(), "graph").err());
        assertEquals("", run(Map.of(), "graph").err());
    }

    /** All that the script needs, and no flock. */
    private void hideFlock() throws IOException {
        for (String name : List.of(
                "basename",
                "cat",
                "cut",
                "dirname",
                "find",
                "grep",
                "head",
                "ln",
                "mkdir",
                "readlink",
                "rm",
                "sed",
                "sleep",
                "tail",
                "touch",
                "tr")) {
            String place = Files.exists(Path.of("/usr/bin", name)) ? "/usr/bin/" : "/bin/";
            script(programs.resolve(name), "exec " + place + name + " \"$@\"");
        }
    }

    /** Two that start at once, where one's build ends only when the other has come: with both building, none would wait. */
    @Test
    void withoutFlockOneBuildsAndTheOtherWaits() throws Exception {
        hideFlock();
        Files.createDirectories(root.resolve("cli/target"));
        script(
                programs.resolve("mvn"),
                MAVEN_RUNS
                        + "echo >>builds\nuntil [ -e other ] || [ $((n += 1)) -gt 300 ]; do /bin/sleep 0.1; done\necho >cli/target/gradj-cli.jar");
        Map<String, String> onlyThese = Map.of("PATH", programs.toString());
        Process first = start(onlyThese, "first", "graph");
        while (!Files.exists(root.resolve("builds")) && first.isAlive()) {
            Thread.sleep(10);
        }
        // It says with its sleep that it waits.
        Files.delete(programs.resolve("sleep"));
        script(programs.resolve("sleep"), "touch '" + root.resolve("other") + "'; exec /bin/sleep 0.1");
        Process second = start(onlyThese, "second", "graph");
        assertTrue(second.waitFor(60, TimeUnit.SECONDS) && first.waitFor(60, TimeUnit.SECONDS));
        assertEquals("", Files.readString(folder.resolve("second.err")));
        assertEquals("\n", Files.readString(root.resolve("builds")));
    }

    @Test
    void aLockOfAProcessThatIsGoneIsNobodys() throws Exception {
        hideFlock();
        Files.createDirectories(root.resolve("cli/target"));
        Files.createDirectories(root.resolve("target"));
        Process gone = new ProcessBuilder("true").start();
        assertTrue(gone.waitFor(60, TimeUnit.SECONDS));
        Path lock = root.resolve("target/build.running");
        Files.createSymbolicLink(lock, Path.of(String.valueOf(gone.pid())));
        CommandRun run = run(Map.of("PATH", programs.toString()), "graph");
        assertEquals("Building gradj (first use) ...\n", run.err());
        assertEquals(0, run.exitCode());
        assertFalse(Files.exists(lock, LinkOption.NOFOLLOW_LINKS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-Xmx1x          | Java does not start with the options in JAVA_OPTS: Invalid maximum heap size: -Xmx1x",
                "-XX:+NoSuch -ea | Java does not start with the options in JAVA_OPTS: Unrecognized VM option 'NoSuch'",
                "nosuch          | Java does not start with the options in JAVA_OPTS: Error: Could not find or load main class",
                "-javaagent:/no/a.jar=b | Java does not start with the options in JAVA_OPTS: -javaagent:/no/a.jar=b names a file",
                "-Xlog:nosuch    | Java does not start with the options in JAVA_OPTS: "
            })
    void optionsThatJavaRefusesAreToldInOneLine(String options, String expected) throws Exception {
        built();
        String error = run(Map.of("JAVA_OPTS", options, "JAVA_HOME", System.getProperty("java.home")), "check")
                .error();
        assertTrue(error.startsWith(expected), error);
    }

    @Test
    void aJavaThatIsNoneOrTooOldIsToldInOneLine() throws Exception {
        assertEquals(
                "JAVA_HOME is /nosuch, but there is no bin/java in it",
                run(Map.of("JAVA_HOME", "/nosuch"), "check").error());
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        assertEquals(
                "Java 17 or newer is needed, " + jdk + "/bin/java is version 11: install a newer JDK or set JAVA_HOME",
                run(Map.of(), "check").error());
        Files.delete(jdk.resolve("release"));
        script(jdk.resolve("bin/java"), "exit 126");
        assertEquals(
                jdk + "/bin/java does not run: install a JDK, version 17 or newer, or set JAVA_HOME",
                run(Map.of(), "check").error());
    }

    @Test
    void withoutACompilerItBuildsNothingButStartsWhatIsBuilt() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));
        assertEquals(
                "nothing is built here yet, and that takes a JDK: " + jdk
                        + " has no bin/javac. Install a JDK, version 17 or" + " newer, or set JAVA_HOME",
                run(Map.of(), "check").error());
        built();
        run(Map.of(), "check").fine();
    }

    /** A file in place of the folder, because no permission stops the superuser. */
    @Test
    void whereNothingCanBeWrittenOnlyWhatIsBuiltRuns() throws Exception {
        Path target = Files.writeString(root.resolve("target"), "");
        String error = run(Map.of(), "check").error();
        assertTrue(error.startsWith("nothing is built here yet, and " + target + " cannot be written: copy"), error);
        Path jar = built();
        run(Map.of(), "check").fine();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        error = run(Map.of(), "check").error();
        assertTrue(error.startsWith("the sources are newer than what is built of them, and " + target), error);
    }

    @Test
    void whatFailedInABuildIsTold() throws Exception {
        script(
                programs.resolve("mvn"),
                MAVEN_RUNS
                        + "echo '[INFO] many lines'; echo '[ERROR] Relu.java:[3,1] not a statement'; echo '[ERROR] '; "
                        + "echo '[ERROR] Re-run Maven using the -X switch'; exit 1");
        CommandRun run = run(Map.of(), "check");
        assertEquals(Main.BAD_INPUT, run.exitCode());
        assertEquals(
                List.of(
                        "Building gradj (first use) ...",
                        "Relu.java:[3,1] not a statement",
                        "gradj: the build failed; all that it said is in " + root + "/target/build.log"),
                run.err().lines().toList());
    }

    @Test
    void aDownloadThatFailedIsToldAsOne() throws Exception {
        script(
                programs.resolve("mvn"),
                MAVEN_RUNS + "echo '[ERROR] Could not transfer artifact a:b:1 from/to central'; exit 1");
        String err = run(Map.of(), "check").err();
        assertTrue(err.contains("\ngradj: the build failed: Maven could not download what it needs; "), err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo broken JVM; exit 1    | the installed mvn does not run: it fails: broken JVM",
                "echo Apache Maven 3.5.4    | the installed mvn is 3.5.4, older than 3.6.3"
            })
    void aMavenThatDoesNotRunIsToldWithWhatItsWrapperSaid(String body, String reason) throws Exception {
        script(programs.resolve("mvn"), body);
        CommandRun run = run(Map.of(), "check");
        assertEquals(Main.BAD_INPUT, run.exitCode());
        assertEquals(
                List.of(
                        "Building gradj (first use) ...",
                        "gradj: no Maven to build with: " + reason
                                + "; its wrapper said: wget: Failed to fetch. Install Maven 3.6.3 or newer"),
                run.err().lines().toList());
    }

    /** The wrapper puts a mirror's address in place of the default one, if that is of the form that repositories have. */
    @Test
    void theWrapperFindsMavenInAMirror() throws Exception {
        Files.copy(SOURCES.resolve("mvnw"), root.resolve("mvnw"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(root.resolve(".mvn/wrapper"));
        Files.copy(
                SOURCES.resolve(".mvn/wrapper/maven-wrapper.properties"),
                root.resolve(".mvn/wrapper/maven-wrapper.properties"));
        script(programs.resolve("wget"), "echo \"$@\" >&2; exit 1");
        script(programs.resolve("mvn"), "exit 1");
        CommandRun run =
                run(Map.of("MVNW_REPOURL", "https://mirror.example/maven", "HOME", folder.toString()), "check");
        assertTrue(
                Files.readString(root.resolve("target/build.log"))
                        .contains(
                                " https://mirror.example/maven/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin."),
                run.err());
    }
}
