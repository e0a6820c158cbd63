package gradj.cli;

import gradj.data.Batches;
import gradj.data.table.Preparation;
import gradj.nn.Network;
import gradj.tensor.TensorScope;
import gradj.train.ConfusionMatrix;
import gradj.train.Mistake;
import gradj.train.PredictedOverTrue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a trained net makes of the test samples, beyond its metrics: which class it takes for which, and pictures. */
final class TestReport {
    static final String MATRIX = "confusion-matrix.png";
    static final String WRONG = "most-wrong.png";
    static final String PAIRS = "predicted-over-true.png";

    /** The matrix of more classes has over a million numbers, and in a picture less than a pixel for each. */
    private static final int MOST_CLASSES = 1000;

    private final Network net;
    private final TrainingData data;
    private @Nullable ConfusionMatrix matrix;
    private @Nullable List<MostWrongPicture.Wrong> wrong;
    private @Nullable PredictedOverTrue pairs;

    TestReport(Network net, TrainingData data) {
        this.net = net;
        this.data = data;
    }

    /** Whether there is a matrix. */
    boolean isOfClasses() {
        return !data.loss().isOfNumbers() && data.outputs() <= MOST_CLASSES;
    }

    ConfusionMatrix matrix() {
        ConfusionMatrix counted = matrix;
        if (counted == null) {
            String[] names = data.classNames().toArray(new String[0]);
            counted = ConfusionMatrix.of(net, data.tested(), names);
            matrix = counted;
        }
        return counted;
    }

    /**
     * Draws the pictures of this task; those of another task, which an earlier run left, are removed.
     *
     * @return where they are
     * @throws InputException if one cannot be written
     */
    List<Path> write(OutputFolder folder) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        if (data.loss().isOfNumbers()) {
            pictures.put(
                    PAIRS,
                    PredictedOverTruePicture.png(pairs().truths(), pairs().predictions(), target(), pairsTitle()));
        } else if (isOfClasses()) {
            pictures.put(MATRIX, ConfusionPicture.png(matrix().classNames(), matrix().counts(), title()));
        }
        if (data.imageColumns() > 0) {
            pictures.put(WRONG, MostWrongPicture.png(wrong(), wrongTitle()));
        }
        List<Path> written = new ArrayList<>();
        pictures.forEach((name, png) -> written.add(folder.write(name, png)));
        Stream.of(MATRIX, WRONG, PAIRS)
                .filter(name -> !pictures.containsKey(name))
                .forEach(folder::remove);
        return written;
    }

    /** As in {@code Test: 97.20 % right (972 of 1000 images)}. */
    String title() {
        return String.format(
                Locale.ROOT,
                "Test: %.2f %% right (%d of %s)",
                100 * matrix().accuracy(),
                matrix().right(),
                Plural.of(matrix().samples(), data.sample()));
    }

    /** The images that the net is most wrong about. */
    List<MostWrongPicture.Wrong> wrong() {
        List<MostWrongPicture.Wrong> found = wrong;
        if (found == null) {
            found = Mistake.mostWrong(net, data.tested(), MostWrongPicture.MOST).stream()
                    .map(this::wrong)
                    .toList();
            wrong = found;
        }
        return found;
    }

    /** As in {@code Test: the 25 most wrong of the 28 wrong of 1000 images}. */
    String wrongTitle() {
        int all = matrix().samples() - matrix().right();
        return String.format(
                Locale.ROOT,
                "Test: %s of %s",
                wrong().size() < all
                        ? "the " + wrong().size() + " most wrong of the " + all + " wrong"
                        : all + " wrong",
                Plural.of(matrix().samples(), "image"));
    }

    private MostWrongPicture.Wrong wrong(Mistake mistake) {
        List<String> names = matrix().classNames();
        return new MostWrongPicture.Wrong(
                mistake.sample(),
                pixels(data.tested(), mistake.sample()),
                names.get(mistake.truth()),
                names.get(mistake.predicted()),
                mistake.probability());
    }

    private double[][] pixels(Batches images, int number) {
        try (TensorScope scope = TensorScope.open()) {
            double[] pixels = images.batch(number).x().toDoubleArray();
            int columns = data.imageColumns();
            return IntStream.range(0, pixels.length / columns)
                    .mapToObj(row -> Arrays.copyOfRange(pixels, row * columns, (row + 1) * columns))
                    .toArray(double[][]::new);
        }
    }

    /** In the unit of the label, as the table has it. */
    PredictedOverTrue pairs() {
        PredictedOverTrue found = pairs;
        if (found == null) {
            found = PredictedOverTrue.of(net, data.tested()).map(preparation()::targetValue);
            pairs = found;
        }
        return found;
    }

    private Preparation preparation() {
        return Preparation.of(data.provenance().getOrDefault(Preparation.KEY, ""));
    }

    /** What is predicted, of numbers: the label's name. */
    String target() {
        return preparation().targetName();
    }

    /** As in {@code Test: R² 0.9812, root mean squared error 2.134, 100 rows}. */
    String pairsTitle() {
        return String.format(
                Locale.ROOT,
                "Test: R\u00b2 %.4f, root mean squared error %.4g, %s",
                pairs().r2(),
                Math.sqrt(pairs().meanSquaredError()),
                Plural.of(pairs().size(), data.sample()));
    }

    /** Of classes the matrix, [true][predicted], what follows from it for each class, and the means over the classes. */
    void addTo(Json json) {
        if (!isOfClasses()) {
            return;
        }
        json.put("testMacroPrecision", matrix().macroPrecision())
                .put("testMacroRecall", matrix().macroRecall())
                .put("testMacroF1", matrix().macroF1())
                .put("classes", matrix().classNames())
                .put(
                        "confusionMatrix",
                        Stream.of(matrix().counts())
                                .map(row -> Arrays.stream(row).boxed().toList())
                                .toList())
                .put(
                        "perClass",
                        IntStream.range(0, matrix().classes())
                                .mapToObj(this::ofClass)
                                .toList());
    }

    private Json ofClass(int number) {
        return new Json()
                .put("class", matrix().classNames().get(number))
                .put("precision", matrix().precision(number))
                .put("recall", matrix().recall(number))
                .put("f1", matrix().f1(number))
                .put("samples", matrix().samples(number));
    }
}
