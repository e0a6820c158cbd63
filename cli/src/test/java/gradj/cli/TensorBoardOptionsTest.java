package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.io.NetworkFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code gradj train --tensorboard}: 300 images in batches of 40 are 8 iterations an epoch. */
class TensorBoardOptionsTest {
    @TempDir
    static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws IOException {
        SmallDataSet.write(data);
    }

    private static String[] arguments(Object... more) {
        List<String> all = new ArrayList<>(List.of("train", "--backend", "java"));
        for (Object each : more) {
            all.add(each.toString());
        }
        return all.toArray(String[]::new);
    }

    private static CommandRun images(Object... more) {
        List<Object> all = new ArrayList<>(List.of("--data", data, "--batch-size", 40, "--hidden", 20));
        all.addAll(List.of(more));
        return CommandRun.gradj(arguments(all.toArray()));
    }

    private static List<Path> files(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.sorted().toList();
        }
    }

    /** The event file's bytes as characters: tags and texts stand in it as they are. */
    private static String content(Path run) throws IOException {
        StringBuilder content = new StringBuilder();
        for (Path file : files(run)) {
            content.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return content.toString();
    }

    private static int count(String content, String tag) {
        return content.split((char) tag.length() + tag, -1).length - 1;
    }

    @Test
    void aRunIsWrittenAndTold() throws IOException {
        Path run = folder.resolve("runs/a");
        CommandRun trained =
                images("--iterations", 20, "--tensorboard", run, "--json").fine();
        assertTrue(trained.out().contains("written: " + run + ", for tensorboard --logdir " + run), trained.out());
        assertEquals(run.toString(), trained.json("tensorboard"));
        String content = content(run);
        assertEquals(20, count(content, "loss/batch"));
        for (String tag : List.of("loss/train", "accuracy/train", "accuracy/test", "gradients/W1", "learning rate")) {
            assertEquals(3, count(content, tag), tag); // after 8, 16 and 20 iterations
        }
        for (String tag : List.of("weights/W1", "mistakes/test", "mistakes/test/table")) {
            assertEquals(4, count(content, tag), tag); // and before the first
        }
        assertEquals(1, count(content, "options"));
        assertTrue(content.contains("| --hidden | 20 |\n"), content);
        assertTrue(content.contains("| --iterations | 20 |"), content);
    }

    @Test
    void aTableHasNoPicturesAndMayHaveValidation() throws IOException {
        Path table = Path.of("../examples/data/iris.csv");
        Path run = folder.resolve("iris");
        CommandRun.gradj(arguments(
                        "--data",
                        table,
                        "--label",
                        "species",
                        "--validation",
                        0.2,
                        "--epochs",
                        3,
                        "--tensorboard",
                        run))
                .fine();
        String content = content(run);
        assertEquals(3, count(content, "logLoss/validation"));
        assertEquals(0, count(content, "logLoss/test"));
        assertFalse(content.contains("mistakes"));
    }

    @Test
    void aFolderIsOneRun() throws IOException {
        Path run = folder.resolve("run");
        Path checkpoints = folder.resolve("checkpoints");
        images("--iterations", 12, "--tensorboard", run, "--checkpoint", checkpoints)
                .fine();
        String before = content(run);
        assertEquals(
                "--tensorboard " + run
                        + ": has the events of another run, which would be mixed with these: name another"
                        + " folder, one for each run, or resume that run",
                images("--iterations", 12, "--tensorboard", run).error());
        assertEquals(before, content(run));

        CommandRun resumed =
                CommandRun.gradj(arguments("--resume", checkpoints, "--iterations", 24, "--tensorboard", run));
        resumed.fine();
        assertEquals(2, files(run).size());
        String after = content(run);
        assertTrue(after.startsWith(before));
        assertEquals(24, count(after, "loss/batch"));
        assertEquals(4, count(after, "accuracy/test")); // after 8, 12, 16 and 24
        assertEquals(1, count(after, "options"));
    }

    @Test
    void aFolderThatCannotBeIsRefusedBeforeTheWork() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(
                "--tensorboard " + file + ": expected a folder, found a file",
                images("--tensorboard", file).error());
    }

    /** A disk that is full after a few epochs: the training goes on, its results are told and saved, and one line says it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskEndsTheEventsNotTheTraining() throws Exception {
        Path run = folder.resolve("run");
        Path net = folder.resolve("net.safetensors");
        CommandRun trained = CommandRun.shell(
                "ulimit -f 200; exec \"$@\"", // 512 bytes each: the net has 64,000 of them, the events would have
                // 400,000
                arguments(
                        "--data",
                        data,
                        "--batch-size",
                        40,
                        "--hidden",
                        20,
                        "--iterations",
                        320,
                        "--tensorboard",
                        run,
                        "--save-last",
                        net,
                        "--json"));
        Path events = files(run).get(0);
        assertEquals(
                events + ": the events could not be written: File too large: make room, or name another folder",
                trained.error());
        assertEquals("320", trained.json("iterations"));
        assertEquals(102_400, Files.size(events));
        assertEquals("320", NetworkFile.provenance(net).get("iteration"));
    }
}
