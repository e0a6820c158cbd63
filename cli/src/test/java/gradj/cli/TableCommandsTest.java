package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.io.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

/** Tables in the commands train, predict, show, check and data. */
@Tag("once")
class TableCommandsTest {
    private static final String HEAD = "width,colour,height,kind,price";

    @TempDir
    Path folder;

    private Path file;
    private Path net;

    /** Kind is told by width and colour, price is three times the height. */
    @BeforeEach
    void writeTable() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<String> lines = new ArrayList<>(List.of(HEAD));
        for (int row = 0; row < 120; row++) {
            boolean isWide = random.nextBoolean();
            boolean isRed = random.nextBoolean();
            double height = random.nextDouble(1, 9);
            String kind = isWide ? (isRed ? "rose" : "iris") : "fern";
            lines.add(String.format(
                    Locale.ROOT,
                    "%.3f,%s,%.3f,%s,%.3f",
                    (isWide ? 200 : 100) + random.nextDouble(-20, 20),
                    isRed ? "red" : "blue",
                    height,
                    kind,
                    3 * height));
        }
        file = Files.write(folder.resolve("plants.csv"), lines);
        net = folder.resolve("plants.safetensors");
    }

    private CommandRun train(String... options) {
        List<String> all = new ArrayList<>(
                List.of("train", "--data", file.toString(), "--hidden", "8", "--learning-rate", "0.01", "--json"));
        all.addAll(List.of(options));
        return CommandRun.gradj(all.toArray(String[]::new));
    }

    private Path rows(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.csv"), List.of(lines));
    }

    @Test
    void classesAreLearnedAndRawRowsPredicted() throws IOException {
        CommandRun run = train("--label", "kind", "--without", "price", "--epochs", "60", "--save", net.toString());

        assertEquals(Main.FINE, run.exitCode(), run.err());
        assertTrue(
                run.out().contains("120 rows of 5 columns, label \"kind\": 3 classes (fern, iris, rose)"), run.out());
        assertTrue(run.out().contains("loss: softmax with cross entropy"), run.out());
        assertTrue(run.out().contains("96 rows to train on, 24 to test; net 4-8-3"), run.out());
        assertEquals("1.0", run.json("testAccuracy"));

        // In another order, with a column more, and without the label.
        Path rows = rows("colour,note,height,width", "red,a,5,195", "blue,b,5,210", "blue,c,5,99");
        CommandRun predicted = CommandRun.gradj("predict", net.toString(), rows.toString());
        assertEquals(Main.FINE, predicted.exitCode(), predicted.err());
        List<String> lines = predicted.out().lines().toList();
        assertTrue(lines.get(0).startsWith("rows.csv[1]: rose  "), predicted.out());
        assertTrue(lines.get(1).startsWith("rows.csv[2]: iris  "), predicted.out());
        assertTrue(lines.get(2).startsWith("rows.csv[3]: fern  "), predicted.out());

        // Without names: as the training rows stood, with the label's column, and as JSON.
        CommandRun nameless = CommandRun.gradj(
                "predict", net.toString(), rows("101,red,2,rose,6").toString(), "--no-header", "--json");
        assertTrue(nameless.out().contains("\"classes\": [\"fern\", \"iris\", \"rose\"]"), nameless.err());
        assertTrue(nameless.out().contains("\"class\": \"fern\""), nameless.out());
    }

    @Test
    void numbersAreToldInTheLabelsUnit() throws IOException {
        CommandRun run = train("--label", "price", "--without", "kind", "--epochs", "100", "--save", net.toString());

        assertEquals(Main.FINE, run.exitCode(), run.err());
        assertTrue(run.out().contains("loss: mean squared error"), run.out());
        double error = Double.parseDouble(run.json("testRootMeanSquaredError"));
        assertTrue(error < 1, "of prices from 3 to 27: " + error);

        CommandRun predicted = CommandRun.gradj(
                "predict",
                net.toString(),
                rows("height,width,colour", "5,150,red").toString(),
                "--json");
        double price =
                Double.parseDouble(predicted.out().lines().toList().get(0).replace("rows.csv[1]: ", ""));
        assertEquals(15, price, 1.5);
        assertEquals("price", predicted.json("label"));
    }

    @Test
    void twoClassesAreOneAnswerOfYesOrNo() throws IOException {
        CommandRun run = train("--label", "colour", "--epochs", "60", "--save", net.toString());
        assertTrue(run.out().contains("loss: sigmoid with cross entropy"), run.out());
        assertTrue(run.out().contains("label \"colour\": 2 classes (blue, red)"), run.out());

        CommandRun predicted = CommandRun.gradj(
                "predict",
                net.toString(),
                rows("width,height,kind,price", "200,5,rose,15").toString());
        assertTrue(predicted.out().startsWith("rows.csv[1]: red  "), predicted.out() + predicted.err());
    }

    @Test
    void testRowsAreNotLookedAtWhileValidationStopsEarly() throws IOException {
        SplittableRandom coins = new SplittableRandom(2);
        List<String> lines = new ArrayList<>(List.of("x,y,coin"));
        for (int row = 0; row < 100; row++) {
            lines.add(
                    coins.nextInt(1000) + "," + coins.nextInt(1000) + "," + (coins.nextBoolean() ? "heads" : "tails"));
        }
        Files.write(file, lines);
        CommandRun run = train("--label", "coin", "--validation", "0.2", "--early-stop", "3", "--save", net.toString());

        assertEquals(Main.FINE, run.exitCode(), run.err());
        assertTrue(run.out().contains("64 rows to train on, 16 to validate by, 20 to test"), run.out());
        assertTrue(run.out().contains("stopped early"), run.out());
        assertTrue(run.out().contains("of the test rows right"), run.out());
        Map<String, String> provenance = NetworkFile.provenance(net);
        assertTrue(provenance.containsKey("validationAccuracy") && !provenance.containsKey("testAccuracy"));
        assertEquals(
                Main.BAD_INPUT, train("--label", "coin", "--early-stop", "3").exitCode());
    }

    @Test
    void testRowsMayBeAnotherFile() throws IOException {
        Path test = rows("kind,price,colour,height,width", "rose,9,red,3,200", "fern,9,red,3,101");
        CommandRun run = train("--label", "kind", "--test", test.toString(), "--epochs", "60");
        assertTrue(run.out().contains("120 rows to train on, 2 to test"), run.out());
        assertEquals("1.0", run.json("testAccuracy"));
    }

    @Test
    void resumedTrainingIsTheSame() throws IOException {
        Path whole = folder.resolve("whole.safetensors");
        String[] options = {"--label", "kind", "--validation", "0.2", "--schedule", "step", "--without", "price"};
        List<String> first = new ArrayList<>(List.of(options));
        first.addAll(List.of("--epochs", "9", "--save-last", whole.toString()));
        assertEquals(Main.FINE, train(first.toArray(String[]::new)).exitCode());

        Path checkpoints = folder.resolve("checkpoints");
        first.set(first.size() - 1, net.toString());
        first.addAll(List.of("--checkpoint", checkpoints.toString()));
        CommandRun begun = train(first.toArray(String[]::new));
        assertEquals(Main.FINE, begun.exitCode(), begun.err());
        CommandRun longer = CommandRun.gradj("train", "--resume", checkpoints.toString(), "--epochs", "12");
        assertEquals(Main.BAD_INPUT, longer.exitCode());
        assertTrue(longer.err().contains("epochs of the schedule"), longer.err());
        CommandRun other = CommandRun.gradj("train", "--resume", checkpoints.toString(), "--label", "colour");
        assertTrue(other.err().contains("--label colour: the training in"), other.err());
        CommandRun resumed = CommandRun.gradj(
                "train",
                "--resume",
                checkpoints.toString(),
                "--save-last",
                folder.resolve("again").toString());
        assertEquals(Main.FINE, resumed.exitCode(), resumed.err());
        assertEquals(
                NetworkFile.provenance(whole).get("validationAccuracy"),
                NetworkFile.provenance(folder.resolve("again")).get("validationAccuracy"));
    }

    @Test
    void aTrainingIsResumedWithAllItsOptions() throws IOException {
        Path tabs = Files.writeString(
                folder.resolve("tabs.csv"), Files.readString(file).replace(',', '\t'));
        Path checkpoints = folder.resolve("of-tabs");
        List<String> options = List.of(
                "train",
                "--data",
                tabs.toString(),
                "--label",
                "price",
                "--delimiter",
                "tab",
                "--without",
                "kind,width",
                "--validation",
                "0.2",
                "--early-stop",
                "50",
                "--scale",
                "min-max",
                "--missing",
                "median",
                "--unseen-as-zeros",
                "--hidden",
                "4,3",
                "--loss",
                "huber",
                "--optimizer",
                "adamw",
                "--charset",
                "UTF-8",
                "--epochs",
                "3",
                "--checkpoint",
                checkpoints.toString());
        assertEquals(Main.FINE, CommandRun.gradj(options.toArray(String[]::new)).exitCode());
        CommandRun resumed = CommandRun.gradj("train", "--resume", checkpoints.toString(), "--epochs", "5", "--json");
        assertEquals(Main.FINE, resumed.exitCode(), resumed.err());
        assertEquals("15", resumed.json("iterations"));
    }

    /** What decides how a net learns is either the same when the training goes on, or one of these. */
    @Test
    void everyOptionIsAConditionOfResuming() {
        Set<String> others = Set.of(
                "--iterations",
                "--epochs",
                "--batch-size",
                "--learning-rate",
                "--optimizer",
                "--weight-decay",
                "--backend",
                "--out",
                "--save",
                "--save-last",
                "--checkpoint",
                "--resume",
                "--checkpoint-every",
                "--tensorboard",
                "--json",
                "--help");
        Main.of().getSubcommands().get("train").getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !others.contains(name))
                .forEach(name -> assertTrue(TrainCommand.CONDITIONS.contains(name), name));
    }

    @Test
    void savedNetIsShownAndCheckedOnRows() {
        train("--label", "kind", "--epochs", "2", "--save", net.toString());
        CommandRun shown = CommandRun.gradj("show", net.toString());
        assertTrue(
                shown.out()
                        .contains(
                                "preparation: 4 columns as 5 numbers; classes \"fern\", \"iris\", \"rose\" of \"kind\""),
                shown.out());
        CommandRun checked = CommandRun.gradj("check", net.toString(), "--data", file.toString());
        assertEquals(Main.FINE, checked.exitCode(), checked.out() + checked.err());
        assertTrue(checked.out().contains("the first 3 rows"), checked.out());
        assertEquals(
                Main.BAD_INPUT,
                CommandRun.gradj("check", "--data", file.toString()).exitCode());
    }

    @Test
    void dataShowsWhatIsUnderstood() throws IOException {
        Path table = rows("size;name", "1,5;a", "2,5;b", "2,5;b", ";c");
        CommandRun run = CommandRun.gradj("data", table.toString(), "--decimal-comma", "--json");
        assertEquals(Main.FINE, run.exitCode(), run.err());
        assertTrue(run.out().contains("4 rows of 2 columns"), run.out());
        assertTrue(
                run.out().contains("[+        @]  1.5 to 2.5, mean 2.16667, deviation 0.471405, 1 missing"), run.out());
        assertTrue(run.out().contains("categories  3: a 1, b 2, c 1"), run.out());
        assertEquals("4", run.json("rows"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --label spices                  | expected a column "spices", found "width", "colour", "height", "kind", "price"
        --label 6                       | expected a column "6"
        --loss softmax                  | which column shall the net learn to tell? Name it with --label: width, colour
        --label kind --loss sigmoid     | column "kind": expected two classes, found 3
        --label kind --loss mse         | column "kind": expected numbers as target, found categories
        --label kind --test none.csv    | none.csv: there is no such file
        --label kind --test 0.999       | expected a row in each part at least, got none to learn from of 120 rows
        --label kind --test 1.5         | --test 1.5: expected a share above 0 and below 1, or a file of test samples
        --label kind --without kind     | --without kind: is the label
        --label kind --image-size 9x9   | --image-size: only pictures are made larger or smaller
        --label kind --no-header        | leave out --no-header
        --label kind --validation 1     | expected a number above 0 and below 1, got 1
        --label kind --hidden 8,,8      | expected a whole number from 1 to 2147483647, got ''
        --label kind --optimizer adems  | expected one of sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw, got adems
        --label kind --delimiter ab     | expected one character other than a quote, or tab, got 'ab'
        --label kind --charset none-8   | expected an encoding such as UTF-8 or windows-1252, got 'none-8'
        --label kind --decimal-comma    | a number with a decimal comma
        --label kind --epochs 2 --iterations 2 | --iterations and --epochs: expected one of them, got both
        """)
    void whatDoesNotFitIsToldInOneLine(String options, String message) {
        CommandRun run = train(options.split(" "));
        assertEquals(Main.BAD_INPUT, run.exitCode(), run.out() + run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(message), run.err());
    }

    @Test
    void aTableNetRefusesRowsOfAnotherKind() throws IOException {
        train("--label", "kind", "--epochs", "1", "--save", net.toString());
        CommandRun missing = CommandRun.gradj(
                "predict", net.toString(), rows("width,colour", "1,red").toString());
        assertEquals(Main.BAD_INPUT, missing.exitCode());
        assertTrue(missing.err().contains("expected the columns \"height\", \"price\""), missing.err());
        CommandRun unseen = CommandRun.gradj(
                "predict",
                net.toString(),
                rows("width,colour,height,price", "1,pink,2,3").toString());
        assertTrue(unseen.err().contains("expected one of \"blue\", \"red\", found \"pink\""), unseen.err());
        assertTrue(unseen.err().contains("--unseen-as-zeros"), unseen.err());
    }

    @Test
    void whatIsMissingOrUnseenIsAsTrainingSaid() throws IOException {
        CommandRun trained = train(
                "--label",
                "kind",
                "--epochs",
                "1",
                "--unseen-as-zeros",
                "--missing",
                "median",
                "--save",
                net.toString());
        assertEquals(Main.FINE, trained.exitCode(), trained.err());
        CommandRun predicted = CommandRun.gradj(
                "predict",
                net.toString(),
                rows("width,colour,height,price", "1,pink,,3").toString());
        assertEquals(Main.FINE, predicted.exitCode(), predicted.err());
    }

    @Test
    void aNetOfATableIsNotCheckedOnImages() {
        train("--label", "kind", "--epochs", "1", "--save", net.toString());
        CommandRun run = CommandRun.gradj("check", net.toString());
        assertEquals(Main.BAD_INPUT, run.exitCode());
        assertTrue(run.err().contains("learned from a table: name one with rows to check on"), run.err());
    }

    @Test
    void largeLabelsAreToldApart() throws IOException {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int row = 0; row < 40; row++) {
            lines.add(row + "," + (1_700_000_000L + 10L * row));
        }
        Files.write(file, lines);
        train("--label", "y", "--epochs", "30", "--save", net.toString());
        CommandRun run =
                CommandRun.gradj("predict", net.toString(), rows("x", "5", "35").toString());
        assertEquals(
                2,
                run.out()
                        .lines()
                        .map(line -> line.replaceAll(".*: ", ""))
                        .distinct()
                        .count(),
                run.out());
        assertTrue(run.out().contains(": 17000"), run.out());
        Files.write(file, List.of("x,y", "1,1e300", "2,-1.7e308", "3,1.7e308", "4,1e308", "5,2e307"));
        CommandRun huge = train("--label", "y", "--epochs", "1");
        assertTrue(huge.err().contains("expected numbers that can be added up"), huge.err());
        Files.write(file, List.of("x,y", "1,5", "2,5", "3,5", "4,5", "5,5"));
        assertTrue(train("--label", "y").err().contains("expected a label that differs from row to row, found 5"));
    }

    @Test
    void optionsOfTablesAreRefusedForImages() {
        CommandRun scale = CommandRun.gradj("train", "--scale", "min-max");
        assertTrue(scale.err().contains("--scale: is of a table"), scale.err());
        CommandRun run = CommandRun.gradj("train", "--label", "kind");
        assertEquals(Main.BAD_INPUT, run.exitCode());
        assertTrue(run.err().contains("--label: is of a table, digits is images"), run.err());
    }
}
