package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    Path place;

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }

    @Test
    void aFolderThatWasRemovedIsMadeAgain() throws IOException {
        Path folder = place.resolve("a/b");
        OutputFolder output = OutputFolder.prepare("--out", folder, "x");
        Files.delete(folder);
        Files.delete(place.resolve("a"));
        assertEquals(folder.resolve("x"), output.write("x", bytes(1)));
        assertEquals(List.of("x"), files(folder));
    }

    @Test
    void aFileThatTookThePlaceOfTheFolderIsToldInOneLine() throws IOException {
        Path folder = place.resolve("a");
        OutputFolder output = OutputFolder.prepare("--out", folder, "x");
        Files.delete(folder);
        Files.writeString(folder, "");
        assertEquals(
                "--out " + folder + ": expected a folder, found a file",
                assertThrows(InputException.class, () -> output.write("x", bytes(1)))
                        .getMessage());
    }

    /** What a process that was killed left under the name of this process, or of any other. */
    @Test
    void whatIsLeftOfAKilledProcessIsInNobodysWay() throws IOException {
        Path pid = place.resolve(".x." + ProcessHandle.current().pid() + ".part");
        Path young = place.resolve(".x.0123456789abcdef.part");
        Path users = place.resolve(".y.1.part");
        Path folder = Files.createDirectory(place.resolve(".x.2.part"));
        for (Path file : List.of(pid, young, users)) {
            Files.writeString(file, "left");
        }
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        for (Path file : List.of(pid, users, folder)) {
            Files.setLastModifiedTime(file, old);
        }
        OutputFolder.prepare("--out", place, "x").write("x", bytes(1));
        assertEquals(
                List.of(".x.0123456789abcdef.part", ".x.2.part", ".y.1.part", "x"),
                files(place),
                "removed is what is old, and what gradj wrote");
    }

    @Test
    void aNewFileReplacesNone() throws IOException {
        OutputFolder output = OutputFolder.prepare("--out", place);
        Files.createDirectory(place.resolve("day-3.json"));
        for (int run = 1; run <= 3; run++) {
            output.writeNew("day", ".json", bytes(run));
        }
        assertEquals(List.of("day-2.json", "day-3.json", "day-4.json", "day.json"), files(place));
        assertEquals(1, Files.readAllBytes(place.resolve("day.json"))[0]);
        assertEquals(3, Files.readAllBytes(place.resolve("day-4.json"))[0]);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToNothingIsToldInOneLine() throws IOException {
        Path link = Files.createSymbolicLink(place.resolve("link"), Path.of("nowhere"));
        assertEquals(
                "--out " + link + ": it is a link to nowhere, where nothing is: remove the link or repair it",
                CommandRun.gradj("train", "--out", link.toString()).error());
        assertEquals(
                "--out " + link.resolve("below") + ": " + link
                        + " is a link to nowhere, where nothing is: remove the link or repair it",
                CommandRun.gradj("train", "--out", link.resolve("below").toString())
                        .error());
        Path picture = Files.createSymbolicLink(place.resolve("x.svg"), Path.of("y.svg"));
        assertEquals(
                "-o " + place + ": x.svg is a link to y.svg, where nothing is: remove the link or repair it",
                CommandRun.gradj("graph", "apple", "-o", picture.toString()).error());
        assertEquals(List.of("link", "x.svg"), files(place));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToAFolderIsAFolder() throws IOException {
        Path folder = Files.createDirectory(place.resolve("folder"));
        Path link = Files.createSymbolicLink(place.resolve("link"), folder);
        OutputFolder.prepare("--out", link, "x").write("x", bytes(1));
        assertTrue(Files.exists(folder.resolve("x")));
    }

    /** A program that writes one file after another, and is ended meanwhile. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws InterruptedException {
            OutputFolder output = OutputFolder.prepare("--out", Path.of(arguments[0]), "x");
            CountDownLatch some = new CountDownLatch(3);
            Thread writing = new Thread(() -> {
                while (true) {
                    output.write("x", new byte[4 << 20]);
                    some.countDown();
                }
            });
            writing.setDaemon(true);
            writing.start();
            some.await();
            OutputFolder.endWriting();
            while (writing.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    @Timeout(60)
    void whenJavaIsEndedNoFileIsHalfWritten() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(java, "-cp", classes, Writer.class.getName(), place.toString())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
        assertEquals(List.of("x"), files(place));
        assertEquals(4 << 20, Files.size(place.resolve("x")));
    }
}
