package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code gradj train} tells of the test samples, beside its metrics. */
class TestReportTest {
    @TempDir
    Path folder;

    /** Two kinds that a number tells apart, and how many they are. */
    private Path table() throws IOException {
        StringBuilder text = new StringBuilder("length,width,kind,price\n");
        for (int i = 0; i < 60; i++) {
            String kind = i % 3 == 0 ? "plum" : "pear";
            text.append(i % 3 == 0 ? 1 + i / 60.0 : 5 + i / 60.0)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(kind)
                    .append(',')
                    .append(100 + 10 * (i % 7))
                    .append('\n');
        }
        return Files.writeString(folder.resolve("fruit.csv"), text);
    }

    private JsonObject train(Path data, Path out, String... more) {
        String[] all = Stream.concat(
                        Stream.of("train", "--data", data.toString(), "--json", "--out", out.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        CommandRun run = CommandRun.gradj(all);
        assertEquals(Main.FINE, run.exitCode(), run.err());
        return JsonParser.parseString(run.lastLine()).getAsJsonObject();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void ofAClassifier() throws IOException {
        Path out = folder.resolve("out");
        JsonObject json =
                train(table(), out, "--label", "kind", "--without", "price", "--test", "0.25", "--iterations", "50");
        assertEquals(List.of("confusion-matrix.png", "history.csv", "learning-curve.png", "report.html"), files(out));
        assertEquals("[\"pear\",\"plum\"]", json.get("classes").toString());
        JsonArray rows = json.getAsJsonArray("confusionMatrix");
        int[][] counts = new int[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                counts[i][j] = rows.get(i).getAsJsonArray().get(j).getAsInt();
            }
        }
        assertEquals(15, counts[0][0] + counts[0][1] + counts[1][0] + counts[1][1]);
        assertEquals(json.get("testAccuracy").getAsDouble(), (counts[0][0] + counts[1][1]) / 15.0, 1e-12);
        JsonObject plum = json.getAsJsonArray("perClass").get(1).getAsJsonObject();
        assertEquals(
                new TreeSet<>(List.of("class", "precision", "recall", "f1", "samples")), new TreeSet<>(plum.keySet()));
        assertEquals("plum", plum.get("class").getAsString());
        assertEquals(counts[1][0] + counts[1][1], plum.get("samples").getAsInt());
        assertEquals(
                (double) counts[1][1] / (counts[1][0] + counts[1][1]),
                plum.get("recall").getAsDouble(),
                1e-12);
        for (String mean : List.of("testMacroPrecision", "testMacroRecall", "testMacroF1")) {
            assertTrue(json.get(mean).getAsDouble() <= 1, mean);
        }
        assertTrue(json.has("testLogLoss"));
    }

    /** The pictures of another task, which stood there, go: nobody takes them for this run's. */
    @Test
    void ofNumbers() throws IOException {
        Path out = folder.resolve("out");
        Path table = table();
        train(table, out, "--label", "kind", "--iterations", "3");
        JsonObject json = train(table, out, "--label", "price", "--without", "kind", "--iterations", "300");
        assertEquals(
                List.of("history.csv", "learning-curve.png", "predicted-over-true.png", "report.html"), files(out));
        assertTrue(ImageIO.read(out.resolve("predicted-over-true.png").toFile()).getWidth() > 1000);
        assertTrue(json.get("testR2").getAsDouble() > 0.9, json.toString());
        double root = json.get("testRootMeanSquaredError").getAsDouble();
        assertEquals(root * root, json.get("testMeanSquaredError").getAsDouble(), 1e-6 * root * root);
        assertTrue(!json.has("confusionMatrix") && !json.has("perClass"));
        String head = Files.readAllLines(out.resolve("history.csv")).get(0);
        assertTrue(head.startsWith("epoch,iteration,loss,") && head.contains(",testR2"), head);
    }

    @Test
    void ofImages() throws IOException {
        SmallDataSet.write(folder);
        Path out = folder.resolve("out");
        JsonObject json = train(folder, out, "--iterations", "5");
        assertEquals(
                List.of("confusion-matrix.png", "history.csv", "learning-curve.png", "most-wrong.png", "report.html"),
                files(out));
        assertEquals(10, json.getAsJsonArray("perClass").size());
        assertEquals(
                "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]",
                json.get("classes").toString());
        // Hardly trained: most of 60 are wrong, and 25 of them are shown, five rows of 196 units below the title.
        assertTrue(json.get("testAccuracy").getAsDouble() < 0.5);
        assertEquals(
                2 * (24 + 34 + 5 * 196),
                ImageIO.read(out.resolve("most-wrong.png").toFile()).getHeight());
    }
}
