package gradj.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.backend.Backends;
import gradj.data.Samples;
import gradj.nn.Network;
import gradj.optim.Adam;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a file, its parts, what is fitted on one of them, a net, and a raw row whose class it names. */
class LearnFromTableTest {
    private static final Tensors TENSORS = new Tensors(Backends.get("java"), DType.FLOAT32);

    @TempDir
    Path folder;

    @Test
    void aNetLearnsFromACsvFileAndNamesTheClassOfARawRow() throws IOException {
        Path file = Files.writeString(folder.resolve("fruit.csv"), fruit(150));
        Table table = Table.read(file);
        Splits.Parts parts = Splits.stratified(table.column("fruit"), 1).parts(0.8, 0, 0.2);
        Table train = table.rows(parts.train());
        Preparation preparation =
                Preparation.builder().classes("fruit").without("id").fit(train);
        Samples test = preparation.samples(table.rows(parts.test()), TENSORS);

        Network net = Network.sequence(TENSORS, 1)
                .affine(preparation.inputs(), 10)
                .relu()
                .affine(10, preparation.outputs())
                .softmaxCrossEntropy();
        TrainingPlan plan = new TrainingPlan(150, 20, Sampling.SHUFFLED_EPOCHS, 1);
        new Trainer(net, new Adam(0.02), plan).train(preparation.samples(train, TENSORS), test);
        assertEquals(1.0, net.accuracy(test.x(), test.t()));

        // What a program finds that starts later: the net's own text about its input, and a row.
        Preparation loaded = Preparation.of(preparation.toJson());
        Path row = Files.writeString(folder.resolve("row.csv"), "colour,length,weight\nyellow,21,130\n");
        Tensor scores = net.predict(loaded.features(Table.read(row), TENSORS));
        assertEquals("banana", loaded.classNames().get((int) scores.argmax(1).get(0)));
    }

    /** Lengths and weights that only become alike by scaling, and two fruits that colour alone tells apart. */
    private static String fruit(int rows) {
        SeededRandom random = new SeededRandom(5);
        StringBuilder text = new StringBuilder("id,weight,length,colour,fruit\n");
        for (int row = 0; row < rows; row++) {
            int kind = row % 3;
            double weight = (kind == 0 ? 130 : 200) + 10 * random.nextGaussian();
            double length = (kind == 0 ? 20 : 8) + random.nextGaussian();
            String colour = kind == 2 ? "orange" : kind == 1 && row % 2 == 0 ? "red" : "yellow";
            String fruit = kind == 0 ? "banana" : kind == 1 ? "apple" : "orange";
            text.append(String.format(Locale.ROOT, "%d,%.2f,%.2f,%s,%s\n", row, weight, length, colour, fruit));
        }
        return text.toString();
    }
}
