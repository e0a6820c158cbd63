package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page "Use it in your program": its project is built by Maven and run, as a class path and as modules. */
class UseItTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path PROJECT = DOCS.resolve("use-it");
    private static final Path MODULE = Path.of("src/main/java/module-info.java");
    private static final String MAIN = "fruit.Fruit";
    private static final String ADD = "--add-modules=jdk.incubator.vector";

    @TempDir
    Path folder;

    @Test
    @Tag("once")
    void mavenBuildsItForTheClassPathAndForTheModulePath() throws IOException {
        String maven = System.getProperty("gradj.maven.home", "");
        assumeTrue(!maven.isEmpty(), "needs Maven: start this test with mvn");
        Path classPath = project("class-path", false);
        Path modulePath = project("module-path", true);
        build(Path.of(maven));

        List<String> answers = Files.readString(DOCS.resolve("use-it.md"))
                .replaceFirst("(?s).*?```text\n(apple .*?)```.*", "$1")
                .lines()
                .toList();
        String classes = classPath + ":" + classPath.resolveSibling("dependency") + "/*";
        ChildJvm.Said vector = ChildJvm.said(ADD, "-cp", classes, MAIN);
        assertEquals(answers, vector.output());
        assertTrue(says(vector, "backend vector on CPU, by priority"), vector::toString);

        ChildJvm.Said java = ChildJvm.said("-cp", classes, MAIN);
        assertEquals(answers, java.output());
        assertTrue(
                says(java, "backend java on CPU, by priority; .*vector is here .*" + ADD.replace('=', ' ')),
                java::toString);

        ChildJvm.Said alone = ChildJvm.said(ADD, "-cp", ChildJvm.path(classPath, jar(classPath, "gradj-core")), MAIN);
        assertEquals(answers, alone.output());
        assertTrue(says(alone, "backend java on CPU"), alone::toString);

        String modules = ChildJvm.path(modulePath, modulePath.resolveSibling("dependency"));
        ChildJvm.Said named = ChildJvm.said("-p", modules, "-m", "fruit/" + MAIN);
        assertEquals(answers, named.output());
        assertTrue(says(named, "backend vector on CPU, by priority"), named::toString);
    }

    private static boolean says(ChildJvm.Said said, String regex) {
        return said.errors().stream().anyMatch(Pattern.compile(regex).asPredicate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/java/fruit/Fruit.java", "src/main/java/module-info.java"})
    void thePageShowsTheVeryFile(String file) throws IOException {
        String page = Files.readString(DOCS.resolve("use-it.md"));
        assertTrue(
                page.contains("\n" + Files.readString(PROJECT.resolve(file)) + "```\n"),
                "the page shows another " + file);
    }

    @Test
    void theProgramHasAtMost25Lines() throws IOException {
        String program = Files.readString(PROJECT.resolve("src/main/java/fruit/Fruit.java"));
        String main = program.substring(program.indexOf("main("), program.lastIndexOf("    }"));
        long lines = main.lines().skip(1).filter(line -> !line.isBlank()).count();
        assertTrue(lines <= 25, lines + " lines");
    }

    /** A copy of the page's project, a module or not; gives the folder of its classes-to-be. */
    private Path project(String name, boolean isModule) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = PROJECT.relativize(file);
                if (isModule || !relative.equals(MODULE)) {
                    Path target = copy.resolve(relative);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        return copy.resolve("target/classes");
    }

    /** Both in one Maven: it takes longer to start than to build. */
    private void build(Path maven) throws IOException {
        Path both = Files.writeString(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.example</groupId>
                  <artifactId>both</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>
                    <module>class-path</module>
                    <module>module-path</module>
                  </modules>
                </project>
                """);
        // Two projects of one name cannot be built together.
        Path pom = folder.resolve("module-path/pom.xml");
        Files.writeString(pom, Files.readString(pom).replace("<artifactId>fruit<", "<artifactId>fruit-module<"));
        Path repository = repository();
        try {
            ChildJvm.maven(
                    maven,
                    "--file",
                    both.toString(),
                    "-Dmaven.repo.local=" + repository,
                    // Whatever lies in it counts as installed, and not as fetched from somewhere.
                    "-Daether.enhancedLocalRepository.trackingFilename=none",
                    plugin("compiler") + ":compile",
                    plugin("dependency") + ":copy-dependencies");
        } finally {
            try (Stream<Path> files = Files.walk(repository)) { // it follows no link
                for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    /** Of this build's version, for what Maven takes without one depends on the Maven, and is not on every machine. */
    private static String plugin(String name) {
        return "org.apache.maven.plugins:maven-" + name + "-plugin:" + System.getProperty("gradj.maven." + name);
    }

    /**
     * A local repository that has gradj as this build makes it, and links to all that the user's own has: nothing is fetched,
     * and nothing is left there.
     */
    private Path repository() throws IOException {
        Path own = Path.of(System.getProperty("gradj.maven.repository"));
        Path repository = folder.resolve("repository");
        linkAllBut("io", own, repository);
        linkAllBut("github", own.resolve("io"), repository.resolve("io"));
        linkAllBut("gradj", own.resolve("io/github"), repository.resolve("io/github"));
        Path gradj = repository.resolve("io/github/gradj");
        install(gradj, "gradj-parent", Path.of("../pom.xml"));
        install(gradj, "gradj-bom", Path.of("../bom/pom.xml"));
        install(gradj, "gradj-core", Path.of("../core/pom.xml"), Jar.core());
        install(gradj, "gradj-backend-vector", Path.of("../backend-vector/pom.xml"), Jar.vector());
        return repository;
    }

    private static void linkAllBut(String name, Path from, Path to) throws IOException {
        Files.createDirectories(to);
        if (Files.isDirectory(from)) {
            try (Stream<Path> all = Files.list(from)) {
                for (Path one : all.filter(path -> !path.endsWith(name)).toList()) {
                    Files.createSymbolicLink(to.resolve(one.getFileName()), one.toAbsolutePath());
                }
            }
        }
    }

    private static void install(Path group, String artifact, Path pom, Path... jar) throws IOException {
        String version = Files.readString(Path.of("../bom/pom.xml"))
                .replaceFirst("(?s).*?<artifactId>gradj-bom</artifactId>\\s+<version>([^<]+)<.*", "$1");
        Path home = Files.createDirectories(group.resolve(artifact).resolve(version));
        Files.copy(pom, home.resolve(artifact + "-" + version + ".pom"));
        for (Path one : jar) {
            Files.copy(one, home.resolve(artifact + "-" + version + ".jar"));
        }
    }

    private static Path jar(Path classes, String name) throws IOException {
        try (Stream<Path> jars = Files.list(classes.resolveSibling("dependency"))) {
            return jars.filter(file -> file.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
