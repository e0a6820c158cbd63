package gradj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Under the name there is always a whole file; KillTest has what only a killed process shows. */
class WholeFileTest {
    @TempDir
    private Path folder;

    private static WholeFile.Content text(String text) {
        return out -> out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileIsMadeThenReplaced() throws IOException {
        Path file = folder.resolve("net");
        WholeFile.write(file, text("first"));
        assertEquals("first", Files.readString(file));
        WholeFile.write(file, text("2nd"));
        assertEquals("2nd", Files.readString(file));
        assertEquals(List.of("net"), names());
    }

    @Test
    void whenWritingFailsTheFormerFileStaysAndNothingElse() throws IOException {
        Path file = folder.resolve("net");
        WholeFile.write(file, text("former"));
        FileException full = assertThrows(
                FileException.class,
                () -> WholeFile.write(file, out -> {
                    out.write(ByteBuffer.wrap(new byte[1 << 16]));
                    throw new IOException("No space left on device");
                }));
        assertEquals(
                file + ": could not be written: No space left on device (what it held is unchanged): make room, or name"
                        + " another folder",
                full.getMessage());
        IllegalStateException mine = new IllegalStateException("of the content");
        assertSame(
                mine,
                assertThrows(
                        IllegalStateException.class,
                        () -> WholeFile.write(file, out -> {
                            throw mine;
                        })));
        OutOfMemoryError error = new OutOfMemoryError();
        assertSame(
                error,
                assertThrows(
                        OutOfMemoryError.class,
                        () -> WholeFile.write(file, out -> {
                            throw error;
                        })));
        assertEquals("former", Files.readString(file));
        assertEquals(List.of("net"), names());
    }

    @Test
    void whatCannotBeWrittenIsToldBeforeTheContentIsAskedFor() throws IOException {
        WholeFile.Content never = out -> {
            throw new AssertionError("asked for the content");
        };
        Path missing = folder.resolve("no/such/net");
        assertEquals(
                missing + ": there is no folder " + folder.resolve("no/such") + ": make it first",
                assertThrows(FileException.class, () -> WholeFile.write(missing, never))
                        .getMessage());
        assertEquals(
                folder + ": expected the name of a file, found a folder: add a name to it",
                assertThrows(FileException.class, () -> WholeFile.write(folder, never))
                        .getMessage());
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertEquals(
                file.resolve("net") + ": expected a folder " + file + ", found a file: name another folder",
                assertThrows(FileException.class, () -> WholeFile.write(file.resolve("net"), never))
                        .getMessage());
        assertThrows(FileException.class, () -> WholeFile.write(Path.of(""), never));
        assertThrows(FileException.class, () -> WholeFile.write(Path.of("/"), never));
        assertEquals(List.of("file"), names());
    }

    @Test
    void whetherItCanBeWrittenIsTriedWithoutATrace() throws IOException {
        Path file = folder.resolve("net");
        WholeFile.requireWritable(file);
        assertEquals(List.of(), names());
        Files.writeString(file, "x");
        WholeFile.requireWritable(file);
        assertEquals("x", Files.readString(file));
        Path nowhere = folder.resolve("nosuch").resolve("net");
        assertEquals(
                nowhere + ": there is no folder " + folder.resolve("nosuch") + ": make it first",
                assertThrows(FileException.class, () -> WholeFile.requireWritable(nowhere))
                        .getMessage());
        assertEquals(List.of("net"), names());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void devicesAreNotReplaced() {
        assertEquals(
                "/dev/null: expected a file, found a device: name a file",
                assertThrows(FileException.class, () -> WholeFile.write(Path.of("/dev/null"), text("x")))
                        .getMessage());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolicLinksStayAndTheFileTheyLeadToIsReplaced() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("net");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real/net"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link);
        WholeFile.write(second, text("new")); // where there is nothing yet
        WholeFile.write(second, text("newer"));
        assertTrue(Files.isSymbolicLink(second) && Files.isSymbolicLink(link) && !Files.isSymbolicLink(real));
        assertEquals("newer", Files.readString(real));
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertEquals(
                circle + ": its symbolic links lead in a circle: name a file",
                assertThrows(FileException.class, () -> WholeFile.write(circle, text("x")))
                        .getMessage());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void permissionsAreThoseOfANewFileOrThoseItHad() throws IOException {
        Path usual = Files.createFile(folder.resolve("usual"));
        Path file = folder.resolve("net");
        WholeFile.write(file, text("x"));
        assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(file));
        for (String permissions : List.of("rw-------", "rw-rw-r--", "rwxr-x---")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            WholeFile.write(file, out -> {
                for (String name : names()) { // the temporary file too
                    if (!name.equals("usual")) {
                        assertEquals(
                                permissions,
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))));
                    }
                }
            });
            assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void anInterruptDoesNotStopASaveAndIsNotLost() throws IOException {
        Path file = folder.resolve("net");
        Thread.currentThread().interrupt(); // before
        WholeFile.write(file, text("1"));
        assertTrue(Thread.interrupted());
        assertEquals("1", Files.readString(file));
        int[] calls = {0};
        WholeFile.write(file, out -> {
            if (calls[0]++ == 0) {
                Thread.currentThread().interrupt(); // meanwhile
            }
            text("23").write(out);
        });
        assertTrue(Thread.interrupted());
        assertEquals(2, calls[0]);
        assertEquals("23", Files.readString(file));
        assertEquals(List.of("net"), names());
    }

    @Test
    void leftoversAreRemovedButNoFilesOfOthers() throws IOException {
        Path left = Files.writeString(folder.resolve(".gradj-1a2b.tmp"), "of a process that was killed");
        Path empty = Files.createFile(folder.resolve(".gradj-3c4d.tmp"));
        Files.createDirectory(folder.resolve(".gradj-folder.tmp"));
        Files.writeString(folder.resolve("x.tmp"), "another's");
        WholeFile.write(folder.resolve("net"), text("x"));
        assertFalse(Files.exists(left));
        assertFalse(Files.exists(empty));
        assertEquals(List.of(".gradj-folder.tmp", "net", "x.tmp"), names());
    }

    /** One that is locked, here by a channel of this process that WholeFile does not know, is another's. */
    @Test
    void whatIsInUseIsNotRemoved() throws IOException {
        Path used = Files.writeString(folder.resolve(".gradj-1a2b.tmp"), "in use");
        try (FileChannel channel = FileChannel.open(used, StandardOpenOption.WRITE)) {
            channel.lock();
            WholeFile.write(folder.resolve("net"), text("x"));
            assertTrue(Files.exists(used));
        }
        WholeFile.write(folder.resolve("net"), text("y"));
        assertFalse(Files.exists(used));
    }

    @Test
    void savesWithinSavesAndFromManyThreadsDoNotDisturbEachOther() throws Exception {
        WholeFile.write(folder.resolve("outer"), out -> {
            text("out").write(out);
            WholeFile.write(folder.resolve("inner"), text("in"));
            text("er").write(out);
        });
        assertEquals("outer", Files.readString(folder.resolve("outer")));
        CyclicBarrier together = new CyclicBarrier(4);
        byte[][] contents =
                IntStream.range(0, 4).mapToObj(i -> new byte[5000 + i]).toArray(byte[][]::new);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (int round = 0; round < 10; round++) {
                        WholeFile.write(folder.resolve("shared"), out -> {
                            out.write(ByteBuffer.wrap(contents[i], 0, 1000));
                            meet(together);
                            out.write(ByteBuffer.wrap(contents[i], 1000, 4000 + i));
                        });
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        byte[] last = Files.readAllBytes(folder.resolve("shared"));
        assertArrayEquals(contents[last.length - 5000], last);
        assertEquals(List.of("inner", "outer", "shared"), names());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
