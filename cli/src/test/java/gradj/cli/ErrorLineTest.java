package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class ErrorLineTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --batch-size 0|--batch-size': expected a whole number from 1 to 2147483647, got 0",
                "train --hidden 0|--hidden': expected a whole number from 1",
                "train --hidden 1.5|got 1.5",
                "train --iterations 0|--iterations': expected a whole number from 1",
                "train --iterations 99999999999|got 99999999999",
                "train --seed x|--seed': expected a whole number of at most 64 bits, got x",
                "train --dtype float16|expected float32 or float64, got float16",
                "train --data|--data",
                "train --hiden 3|did you mean --hidden?",
                "train --seed 1 --seed 2|only once",
                "train extra|extra",
                "check --sample 0|--sample': expected a whole number from 1",
                "check --hidden 3|--hidden",
                "backends --data digits|--data",
                "trian|did you mean train?",
                "foo|there is no command foo, expected train, data, predict, show, export, check, graph, play, backends or bench (see gradj --help)",
                "--foo|Unknown option: '--foo'",
                "train --backend nosuch|there is no backend nosuch; backends here: vector (",
                "check --backend nosuch|there is no backend nosuch; backends here: vector (",
                "train --data nosuch/folder|folder: expected a folder with the four MNIST files, found nothing of this name",
                "check --batch-size 60001|--batch-size 60001: digits has 60000 images to train on",
                "train --data @file|@file: expected a folder",
                "train --save nosuch/net.st|nosuch/net.st: there is no folder ",
                "train --save-last nosuch/net.st|nosuch/net.st: there is no folder ",
                "train --save src|src: expected the name of a file, found a folder: add a name to it",
                "train --save a --save-last ./a|--save and --save-last: expected two files, got a twice",
                "predict|Missing required parameters: 'NET', 'INPUT'",
                "predict nosuch.st seven.png|nosuch.st: there is no such file: check its name and folder",
                "predict pom.xml seven.png|pom.xml: ",
                "predict a.st b.png --show-input x.gif|expected a file that ends in .png, got x.gif",
                "show nosuch.st|nosuch.st: there is no such file",
                "show pom.xml|pom.xml: ",
                "show src|src: expected a file, found a folder or a device",
                "export nosuch.st -o x.safetensors|nosuch.st: there is no such file",
                "export a.st|Missing required option: '-o=FILE'",
                "export a.st -o x.pt|-o x.pt: expected a file that ends in .onnx or .safetensors",
                "export a.st -o x.safetensors --prediction|--prediction: expected -o FILE.onnx, got -o x.safetensors",
                "check nosuch.st|nosuch.st: there is no such file",
            })
    void badUsageOrInputIsToldInOneLine(String commandLine, String expected) {
        String error = CommandRun.gradj(commandLine.split(" ")).error();
        assertTrue(error.contains(expected), error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", "NaN", "inf", "Infinity", "-1", "0", "-0.0", "1e999", "abc", ""})
    void aLearningRateIsAFiniteNumberAboveZero(String rate) {
        String error = CommandRun.gradj("train", "--learning-rate", rate).error();
        assertTrue(error.contains("'--learning-rate': expected a finite number above 0, got "), error);
    }

    @Test
    void noCommandIsToldInOneLine() {
        assertEquals(
                "expected a command: train, data, predict, show, export, check, graph, play, backends or bench (see gradj --help)",
                CommandRun.gradj().error());
    }

    @Test
    void tooLargeANetIsRefused(@TempDir Path data) throws IOException {
        SmallDataSet.write(data);
        String error = CommandRun.gradj("train", "--data", data.toString(), "--hidden", "2000000000")
                .error();
        assertTrue(error.startsWith("--batch-size 100 with --hidden 2000000000 is too large: shape ["), error);
    }

    @Test
    void aFileIsNoOutputFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(
                "--out " + file + ": expected a folder, found a file",
                CommandRun.gradj("train", "--out", file.toString()).error());
        String below = CommandRun.gradj("train", "--out", file.resolve("below").toString())
                .error();
        assertTrue(below.startsWith("--out " + file.resolve("below") + ": cannot be written: "), below);
    }

    @Test
    void aFolderInPlaceOfAResultIsFoundBeforeTraining() throws IOException {
        Files.createDirectory(folder.resolve(TrainCommand.CSV));
        CommandRun run = CommandRun.gradj("train", "--out", folder.toString());
        assertEquals("--out " + folder + ": history.csv is a folder there, expected a file or nothing", run.error());
        assertEquals("", run.out());
    }

    @Test
    void brokenFilesAreNamed() throws IOException {
        SmallDataSet.write(folder);
        Path images = folder.resolve("train-images-idx3-ubyte");
        byte[] whole = Files.readAllBytes(images);
        Files.write(images, java.util.Arrays.copyOf(whole, whole.length - 1));
        String truncated =
                CommandRun.gradj("train", "--data", folder.toString()).error();
        assertTrue(truncated.contains("train-images-idx3-ubyte"), truncated);

        Files.write(images, whole);
        SmallDataSet.writeLabels(folder.resolve("train-labels-idx1-ubyte"), SmallDataSet.TRAIN - 1);
        String count = CommandRun.gradj("check", "--data", folder.toString()).error();
        assertTrue(count.contains("train-") && count.contains(String.valueOf(SmallDataSet.TRAIN - 1)), count);
    }

    @Test
    void checkNeedsAsManyImagesAsTheBatchHas() throws IOException {
        SmallDataSet.write(folder);
        assertEquals(
                "--batch-size 1000: " + folder + " has " + SmallDataSet.TRAIN + " images to train on",
                CommandRun.gradj("check", "--data", folder.toString(), "--batch-size", "1000")
                        .error());
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() throws IOException {
        SmallDataSet.write(folder);
        CommandRun run = CommandRun.gradj("train", "--data", folder.toString(), "--learning-rate", "1e30", "--json");
        String error = run.error();
        assertTrue(error.startsWith("the loss became ") && error.contains("in iteration "), error);
        assertTrue(run.lastLine().startsWith("epoch iteration"), run.out());
    }

    @Test
    void aBugShowsItsStackTraceAndExitsWith70() {
        CommandRun bug = CommandRun.of(new Throwing(() -> {
            throw new IllegalStateException("broken");
        }));
        assertEquals(Main.BUG, bug.exitCode());
        assertTrue(
                bug.err().contains("IllegalStateException: broken") && bug.err().contains("\tat "), bug.err());

        CommandRun error = CommandRun.of(new Throwing(() -> {
            throw new AssertionError("broken");
        }));
        assertEquals(Main.BUG, error.exitCode());
    }

    @Test
    void outOfMemoryComesWithAdvice() {
        String error = CommandRun.of(new Throwing(() -> {
                    throw new IllegalStateException(new OutOfMemoryError());
                }))
                .error();
        assertTrue(error.startsWith("out of memory: ") && error.contains("JAVA_OPTS=-Xmx"), error);
    }

    @Test
    void aBackendThatCannotGoOnIsToldInOneLine() {
        String error = CommandRun.of(new Throwing(() -> {
                    throw new BackendException("the arena is full; enlarge it");
                }))
                .error();
        assertEquals("the arena is full; enlarge it", error);
    }

    @Test
    void aProcessExitsWithTheSameCodes() throws Exception {
        CommandRun usage = CommandRun.process(List.of(), "train", "--batch-size", "0");
        assertTrue(usage.error().contains("expected a whole number"), usage.err());
        CommandRun threads = CommandRun.process(List.of("-Dgradj.threads=abc"), "train");
        assertEquals("-Dgradj.threads: expected a number from 1 to 9999, got abc", threads.error());
        CommandRun memory = CommandRun.process(List.of("-Xmx64m"), "train");
        assertTrue(memory.error().startsWith("out of memory: Java may use "), memory.err());
        CommandRun.process(List.of(), "--version").fine();
    }

    /** A command that throws what a test wants. */
    @Command(name = "throwing")
    private record Throwing(Callable<Integer> body) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return body.call();
        }
    }
}
