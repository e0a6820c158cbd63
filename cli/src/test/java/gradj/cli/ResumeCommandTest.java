package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gradj train --checkpoint} and {@code --resume}: 300 images in batches of 40 are 8 iterations an epoch. */
class ResumeCommandTest {
    @TempDir
    static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws IOException {
        SmallDataSet.write(data);
    }

    private static CommandRun train(Object... more) {
        List<String> all = new ArrayList<>(List.of("train", "--backend", "java"));
        for (Object each : more) {
            all.add(each.toString());
        }
        return CommandRun.gradj(all.toArray(String[]::new));
    }

    private CommandRun begin(Path checkpoints, int iterations, Object... more) {
        List<Object> all = new ArrayList<>(List.of(
                "--data",
                data,
                "--batch-size",
                40,
                "--hidden",
                20,
                "--iterations",
                iterations,
                "--checkpoint",
                checkpoints));
        all.addAll(List.of(more));
        return train(all.toArray());
    }

    @Test
    void aLongerPlanGoesOnWithTheBitsOfOneRun() throws IOException {
        Path whole = folder.resolve("whole");
        Path pieces = folder.resolve("pieces");
        Path best = folder.resolve("best.safetensors");
        Path resumedBest = folder.resolve("resumed.safetensors");
        CommandRun atOnce = begin(whole, 44, "--save", best).fine();
        begin(pieces, 20, "--checkpoint-every", 7).fine();
        CommandRun resumed = train("--resume", pieces, "--iterations", 44, "--save", resumedBest)
                .fine();
        assertEquals(rows(atOnce), rows(resumed));
        assertEquals(
                -1,
                Files.mismatch(
                        whole.resolve("checkpoint-0000000044.safetensors"),
                        pieces.resolve("checkpoint-0000000044.safetensors")));
        assertEquals(-1, Files.mismatch(whole.resolve("best.safetensors"), pieces.resolve("best.safetensors")));
        assertEquals(score(best), score(resumedBest));
    }

    /** The lines of the epochs. */
    private static List<String> rows(CommandRun run) {
        return run.lines().stream().filter(line -> line.endsWith("%")).toList();
    }

    private static String score(Path net) {
        return CommandRun.gradj("show", net.toString()).fine().lines().stream()
                .filter(line -> line.contains("testAccuracy"))
                .findFirst()
                .orElseThrow();
    }

    /** The best net is that of an epoch before the interruption: it is taken over, not forgotten. */
    @Test
    void aResumedRunSavesTheBestOfAll() throws IOException {
        Path checkpoints = folder.resolve("c");
        Path net = folder.resolve("net.safetensors");
        begin(checkpoints, 16).fine();
        CommandRun run = train("--resume", checkpoints, "--save", net).fine();
        assertTrue(Files.exists(net), run.out());
        assertTrue(run.out().contains("saved: " + net + ", as it was after epoch "), run.out());
    }

    @Test
    void whatContradictsIsRefusedByItsOption() {
        Path checkpoints = folder.resolve("c");
        begin(checkpoints, 8).fine();
        String begin = ": the training in " + checkpoints + " was begun with ";
        String end = ": leave the option out, or begin another with --checkpoint";
        refused("--hidden 21" + begin + "20" + end, train("--resume", checkpoints, "--hidden", 21));
        refused("--learning-rate 0.2" + begin + "0.1" + end, train("--resume", checkpoints, "--learning-rate", "0.2"));
        refused("--dtype float64" + begin + "float32" + end, train("--resume", checkpoints, "--dtype", "float64"));
        refused("--data digits" + begin + data + end, train("--resume", checkpoints, "--data", "digits"));
        refused("has 8 iterations, the plan is of 7", train("--resume", checkpoints, "--iterations", 7));
        train("--resume", checkpoints, "--hidden", 20, "--learning-rate", "1e-1", "--data", data)
                .fine();
    }

    @Test
    void aFolderWithAndOneWithoutATraining() {
        Path checkpoints = folder.resolve("c");
        refused(
                "--resume " + checkpoints + ": expected a folder with checkpoints, found none: begin with --checkpoint",
                train("--resume", checkpoints));
        begin(checkpoints, 1).fine();
        refused(
                "--checkpoint " + checkpoints
                        + ": there is a training in it already: go on with --resume, or name another" + " folder",
                begin(checkpoints, 1));
        refused("--checkpoint and --resume: expected one of them", begin(checkpoints, 1, "--resume", checkpoints));
    }

    /** Other images under the same name are not those that the net has learned. */
    @Test
    void otherImagesAreRefused() throws IOException {
        Path own = Files.createDirectory(folder.resolve("data"));
        SmallDataSet.write(own);
        Path checkpoints = folder.resolve("c");
        train("--data", own, "--batch-size", 40, "--iterations", 2, "--checkpoint", checkpoints)
                .fine();
        try (var files = Files.list(own)) {
            Path images = files.filter(file -> file.getFileName().toString().contains("train-images"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(images);
            bytes[bytes.length - 1] ^= 1;
            Files.write(images, bytes);
        }
        refused("was saved by a training of another kind: sha256 train-images", train("--resume", checkpoints));
    }

    private static void refused(String message, CommandRun run) {
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().contains(message), run.err());
    }
}
