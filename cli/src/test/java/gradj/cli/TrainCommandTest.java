package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.backend.Backends;
import gradj.backend.Candidate;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    @TempDir
    static Path data;

    @BeforeAll
    static void write() throws IOException {
        SmallDataSet.write(data);
    }

    private static CommandRun train(String... more) {
        String[] all = Stream.concat(Stream.of("train", "--data", data.toString(), "--json"), Arrays.stream(more))
                .toArray(String[]::new);
        return CommandRun.gradj(all).fine();
    }

    @Test
    void trainsOnTheDigitsThatItDraws() throws Exception {
        CommandRun run = CommandRun.process(List.of(), "train", "--iterations", "300", "--json")
                .fine();
        assertTrue(
                run.lines()
                        .get(0)
                        .startsWith("digits: 60000 images to train on, 10000 to test, 28x28 pixels; net 784-50-10, "
                                + "39760 parameters, seed 1; backend "),
                run.out());
        assertEquals(5, run.lines().size(), run.out());
        assertEquals("300", run.json("iterations"));
        assertEquals(Backends.get().name(), run.json("backend"));
        assertEquals("float32", run.json("dtype"));
        assertTrue(Double.parseDouble(run.json("seconds")) > 0);
        double testAccuracy = Double.parseDouble(run.json("testAccuracy"));
        assertTrue(testAccuracy > 0.7, run.lastLine());
        assertEquals(testAccuracy, Double.parseDouble(run.json("trainAccuracy")), 0.05);
        assertTrue(Double.parseDouble(run.json("finalLoss")) < 1.2, run.lastLine());
    }

    @Test
    void writesTheHistoryOfEveryEpochAndItsPicture(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("new/folder");
        // 300 images in batches of 40 are 8 iterations an epoch; 20 iterations are two epochs and a half.
        CommandRun run = train("--iterations", "20", "--batch-size", "40", "--out", out.toString());

        List<String> csv = Files.readAllLines(out.resolve("history.csv"));
        assertEquals("epoch,iteration,loss,trainAccuracy,testAccuracy", csv.get(0));
        assertEquals(4, csv.size());
        assertTrue(csv.get(1).startsWith("1,8,2.") && csv.get(2).startsWith("2,16,"), csv.toString());
        List<String> last = List.of(csv.get(3).split(",", -1));
        assertEquals(List.of("3", "20"), last.subList(0, 2));
        assertEquals(run.json("trainAccuracy"), last.get(3));
        assertEquals(run.json("testAccuracy"), last.get(4));

        BufferedImage picture = ImageIO.read(out.resolve("learning-curve.png").toFile());
        assertNotNull(picture);
        assertEquals(List.of(2240, 800), List.of(picture.getWidth(), picture.getHeight()));
        assertTrue(Arrays.stream(picture.getRGB(0, 0, 2240, 800, null, 0, 2240))
                        .distinct()
                        .count()
                > 5);
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of(
                            "confusion-matrix.png",
                            "history.csv",
                            "learning-curve.png",
                            "most-wrong.png",
                            "report.html"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertTrue(run.out().contains("written: "), run.out());
    }

    @Test
    void theJsonHasAllThatWasAskedFor() {
        CommandRun run = train(
                "--iterations", "2", "--batch-size", "5", "--hidden", "4", "--learning-rate", "0.25", "--seed", "-7");
        assertEquals(data.toString(), run.json("data"));
        assertEquals("4", run.json("hidden"));
        assertEquals("5", run.json("batchSize"));
        assertEquals("0.25", run.json("learningRate"));
        assertEquals("-7", run.json("seed"));
        assertEquals("2", run.json("plannedIterations"));
        assertEquals("2", run.json("iterations"));
        assertEquals("false", run.json("interrupted"));
    }

    @Test
    void anEarlierRunIsReplacedButNotInSilence(@TempDir Path folder) throws IOException {
        String[] arguments = {
            "train", "--data", data.toString(), "--iterations", "1", "--batch-size", "5", "--out", folder.toString()
        };
        assertTrue(CommandRun.gradj(arguments).fine().out().contains("\n1 iteration in "));
        byte[] first = Files.readAllBytes(folder.resolve("history.csv"));
        arguments[4] = "2";
        CommandRun second = CommandRun.gradj(arguments);
        assertEquals(Main.FINE, second.exitCode());
        assertEquals(
                "gradj: --out " + folder
                        + ": this run will replace an earlier one's history.csv, learning-curve.png, confusion-matrix.png,"
                        + " most-wrong.png and report.html\n",
                second.err());
        assertTrue(!Arrays.equals(first, Files.readAllBytes(folder.resolve("history.csv"))));
    }

    @Test
    void aTableLineAnEpochAndTheTimeBeforeTheJson() {
        List<String> lines = train("--iterations", "6", "--batch-size", "100").lines();
        assertEquals(6, lines.size(), lines.toString());
        assertEquals("epoch iteration       loss     train      test", lines.get(1));
        assertTrue(lines.get(2).matches(" {4}1 {9}3 +2\\.\\d{5} +\\d+\\.\\d\\d% +\\d+\\.\\d\\d%"), lines.get(2));
        assertEquals(lines.get(1).length(), lines.get(2).length());
        assertTrue(lines.get(4).matches("6 iterations in \\d+\\.\\d\\d s"), lines.get(4));
        assertTrue(lines.get(5).startsWith("{") && lines.get(5).endsWith("}"), lines.get(5));
    }

    @Test
    void theSameSeedGivesTheSameNetWithAnyNumberOfThreads() throws Exception {
        CommandRun one = train("--iterations", "30", "--seed", "3");
        CommandRun again = train("--iterations", "30", "--seed", "3");
        CommandRun other = train("--iterations", "30", "--seed", "4");
        CommandRun oneThread = CommandRun.process(
                        List.of("-Dgradj.threads=1"),
                        "train",
                        "--data",
                        data.toString(),
                        "--json",
                        "--iterations",
                        "30",
                        "--seed",
                        "3")
                .fine();
        for (String field : List.of("trainAccuracy", "testAccuracy", "finalLoss")) {
            assertEquals(one.json(field), again.json(field));
            assertEquals(one.json(field), oneThread.json(field));
        }
        assertNotEquals(one.json("finalLoss"), other.json("finalLoss"));
        assertTrue(oneThread.lines().get(0).contains("threads: 1)"), oneThread.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "java", "reference"})
    void trainsInFloat64OnTheBackendOfThisName(String backend) {
        for (Candidate candidate : Backends.candidates()) {
            if (candidate.name().equals(backend)) {
                assumeTrue(candidate.availability().isAvailable(), candidate::toString);
            }
        }
        CommandRun run = train(
                "--iterations", "2", "--batch-size", "5", "--hidden", "4", "--dtype", "float64", "--backend", backend);
        assertEquals(backend, run.json("backend"));
        assertEquals("float64", run.json("dtype"));
        assertEquals(Math.log(10), Double.parseDouble(run.json("finalLoss")), 0.1);
        assertTrue(run.lines().get(0).contains("net 784-4-10, 3190 parameters"), run.out());
    }

    @Test
    void nothingIsWrittenWithoutOut() throws Exception {
        Path before = Path.of("history.csv");
        train("--iterations", "1");
        assertTrue(Files.notExists(before) && Files.notExists(Path.of("learning-curve.png")));
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "GRADJ_MNIST",
            matches = ".+",
            disabledReason = "GRADJ_MNIST names no MNIST folder")
    void learnsMnist() {
        CommandRun run = CommandRun.gradj(
                        "train", "--data", System.getenv("GRADJ_MNIST"), "--iterations", "300", "--json")
                .fine();
        assertTrue(Double.parseDouble(run.json("testAccuracy")) > 0.85, run.lastLine());
    }

    /** Whoever does not ask for OpenCL does not pay for it. */
    @Test
    void opensNothingOfOpenClUnlessAskedFor(@TempDir Path folder) throws Exception {
        Path classes = folder.resolve("classes");
        List<String> options = List.of("-Xlog:class+load:file=" + classes);
        CommandRun.process(options, "train", "--data", data.toString(), "--iterations", "1", "--json")
                .fine();
        List<String> loaded = Files.readAllLines(classes);
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" gradj.opencl.OpenClProvider ")));
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(line -> line.contains("com.aparapi") || line.contains(" gradj.opencl.OpenClSetup "))
                        .toList());
    }

    @Test
    void openClUnderACollectorThatMovesItsArraysIsRefusedInOneLine() throws Exception {
        CommandRun run = CommandRun.process(
                List.of("-XX:+UseSerialGC"), "train", "--backend", "opencl", "--data", data.toString());
        String error = run.error();
        assertTrue(error.contains("garbage collector") && error.contains("-XX:+UseG1GC"), error);
    }
}
