package gradj.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.data.Samples;
import gradj.io.NetworkFile;
import gradj.nn.Network;
import gradj.optim.Adam;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import gradj.train.History;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program that docs/data.md shows is this one, and the tables that the repository has are read as their README says. */
class DataPageTest {
    private static final Path DATA = Path.of("../examples/data");
    private static final String BEGIN = "// ------ docs/data.md\n";
    private static final String END = "// ------ end";

    @TempDir
    Path folder;

    @Test
    void theProgramOfThePageLearnsToTellFlowers() throws IOException {
        Path iris = DATA.resolve("iris.csv");
        Path rows = Files.write(folder.resolve("new.csv"), List.of("6.1,2.8,4.7,1.2", "5.0,3.4,1.5,0.2"));
        Path file = folder.resolve("iris.safetensors");

        // ------ docs/data.md
        Table table = Table.read(iris);
        Splits.Parts parts = Splits.stratified(table.column("species"), 1).parts(0.8, 0, 0.2);
        Table train = table.rows(parts.train());
        Preparation preparation = Preparation.builder().classes("species").fit(train);
        Tensors tensors = Backends.float32();
        Samples test = preparation.samples(table.rows(parts.test()), tensors);

        Network net = Network.sequence(tensors, 1)
                .affine(preparation.inputs(), 10)
                .relu()
                .affine(10, preparation.outputs())
                .softmaxCrossEntropy();
        TrainingPlan plan = new TrainingPlan(800, 32, Sampling.SHUFFLED_EPOCHS, 1);
        Trainer trainer = new Trainer(net, new Adam(0.01), plan);
        History history = trainer.train(preparation.samples(train, tensors), test);
        NetworkFile.save(net, file, Map.of(Preparation.KEY, preparation.toJson()));

        Network loaded = NetworkFile.load(file);
        Preparation its = Preparation.of(NetworkFile.provenance(file).get(Preparation.KEY));
        Table raw = Table.read(rows, CsvOptions.guessed().preparedBy(its));
        Tensor classes = loaded.predict(its.features(raw, tensors)).argmax(1);
        String first = its.classNames().get((int) classes.get(0));
        // ------ end

        assertTrue(history.last().testAccuracy() > 0.8, history.last().toString());
        assertEquals("versicolor", first);
        assertEquals("setosa", its.classNames().get((int) classes.get(1)));

        String source = Files.readString(Path.of("src/test/java/gradj/data/table/DataPageTest.java"));
        int begin = source.lastIndexOf(BEGIN) + BEGIN.length();
        String program =
                source.substring(begin, source.lastIndexOf(END)).stripIndent().strip();
        String page = Files.readString(Path.of("../docs/data.md"));
        assertTrue(
                page.contains("```java\n" + program + "\n```"), "docs/data.md shows another program than\n" + program);
    }

    @ParameterizedTest
    @CsvSource({
        "iris.csv, species, 150, 5, 3",
        "wine.csv, cultivar, 178, 14, 3",
        "breast-cancer.csv, diagnosis, 569, 31, 2",
        "digits.csv.gz, digit, 1797, 65, 10"
    })
    void theTablesAreAsTheirReadmeSays(String name, String label, int rows, int columns, int classes)
            throws IOException {
        Table table = Table.read(DATA.resolve(name));
        assertEquals(rows, table.size());
        assertEquals(columns, table.columns().size());
        Preparation preparation = Preparation.builder().classes(label).fit(table);
        assertEquals(classes, preparation.outputs());
        String readme = Files.readString(DATA.resolve("README.md"));
        assertTrue(readme.contains(String.format("| `%s` | %,d x %d, `%s` |", name, rows, columns, label)), readme);
    }
}
