package gradj.cli;

import gradj.data.table.CsvOptions;
import gradj.data.table.Preparation;
import gradj.data.table.Table;
import gradj.nn.SigmoidWithLoss;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What a net that learned from a table makes of raw rows: its file says how they are prepared. */
final class RowPredictions {
    /** Rows predicted at a time. */
    private static final int BATCH = 10_000;

    private final SavedNet net;
    private final Preparation preparation;
    private final boolean isYesNo;

    /** @throws InputException if the net's file has a preparation that is none, or does not fit the net */
    RowPredictions(SavedNet net) {
        this.net = net;
        this.preparation = preparation(net);
        this.isYesNo = net.net().loss() instanceof SigmoidWithLoss;
    }

    /** How the net's file says that rows are prepared. */
    static Preparation preparation(SavedNet net) {
        try {
            return Preparation.of(net.provenance().getOrDefault(Preparation.KEY, ""));
        } catch (IllegalArgumentException problem) {
            throw new InputException(
                    net.file() + ": its \"" + Preparation.KEY + "\" cannot be read: " + problem.getMessage());
        }
    }

    /** Whether the net's file says how rows of a table are prepared. */
    static boolean takes(SavedNet net) {
        return net.provenance().containsKey(Preparation.KEY);
    }

    /**
     * A row with what the net said of it.
     *
     * @param name as in {@code row.csv[1]}
     * @param values probabilities of the classes, or the number in the label's unit
     */
    private record Prediction(String name, double[] values) {}

    /** Predicts each row of these files, prints a line for each, and gives them as JSON. */
    List<Json> print(List<Path> files, CsvOptions options, PrintWriter out) {
        List<Json> all = new ArrayList<>();
        for (Path file : files) {
            List<Prediction> predictions = TableProblems.told(
                    file, () -> predictions(file, Table.read(file, options.preparedBy(preparation))));
            for (Prediction prediction : predictions) {
                out.println(prediction.name() + ": " + text(prediction));
                all.add(json(prediction));
            }
        }
        return all;
    }

    private List<Prediction> predictions(Path file, Table table) {
        List<Prediction> predictions = new ArrayList<>();
        int outputs = preparation.outputs();
        for (int from = 0; from < table.size(); from += BATCH) {
            int[] rows =
                    IntStream.range(from, Math.min(table.size(), from + BATCH)).toArray();
            try (TensorScope scope = TensorScope.open()) {
                double[] values = predicted(preparation.features(table.rows(rows), net.tensors()));
                for (int i = 0; i < rows.length; i++) {
                    double[] own = Arrays.copyOfRange(values, i * outputs, (i + 1) * outputs);
                    predictions.add(new Prediction(file.getFileName() + "[" + (rows[i] + 1) + "]", meaning(own)));
                }
            }
        }
        return predictions;
    }

    private double[] predicted(Tensor x) {
        try {
            Tensor y = net.net().prediction(x);
            if (y.size() == x.shape().length(0) * preparation.outputs()) {
                return y.toDoubleArray();
            }
        } catch (IllegalArgumentException problem) {
            throw new InputException(net.file() + ": the net does not take the rows that its preparation makes: "
                    + problem.getMessage());
        }
        throw new InputException(net.file() + ": the net's outputs are not the " + preparation.outputs()
                + " that its preparation names");
    }

    private double[] meaning(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new InputException(net.file() + ": gives " + value + ": its parameters are NaN or too large");
            }
        }
        if (isYesNo) {
            return new double[] {1 - values[0], values[0]};
        }
        return isOfClasses() ? values : new double[] {preparation.targetValue(values[0])};
    }

    private boolean isOfClasses() {
        return !preparation.classNames().isEmpty();
    }

    /** The class, how sure the net is, and the next one; or the number. */
    private String text(Prediction prediction) {
        if (!isOfClasses()) {
            return number(prediction.values()[0]);
        }
        List<Integer> classes = classes(prediction);
        return named(prediction, classes.get(0)) + "  (" + named(prediction, classes.get(1)) + ")";
    }

    /** To a thousandth or so of what labels differ by. */
    private String number(double value) {
        int decimals = 3 - (int) Math.floor(Math.log10(preparation.targetUnit()));
        return decimals > 12 || decimals < -6
                ? Double.toString(value)
                : String.format(Locale.ROOT, "%." + Math.max(0, decimals) + "f", value);
    }

    private String named(Prediction prediction, int number) {
        return String.format(
                Locale.ROOT,
                "%s  %.2f %%",
                Terminal.safe(preparation.classNames().get(number)),
                100 * prediction.values()[number]);
    }

    private static List<Integer> classes(Prediction prediction) {
        return mostProbableFirst(prediction.values().length, i -> prediction.values()[i]);
    }

    /** The classes by their probabilities; of equals the first one first. */
    static List<Integer> mostProbableFirst(int classes, IntToDoubleFunction probability) {
        return IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -probability.applyAsDouble(i)))
                .toList();
    }

    private Json json(Prediction prediction) {
        Json json = new Json().put("input", prediction.name());
        return isOfClasses()
                ? json.put(
                                "class",
                                preparation.classNames().get(classes(prediction).get(0)))
                        .put(
                                "probabilities",
                                Arrays.stream(prediction.values()).boxed().toList())
                : json.put("value", prediction.values()[0]);
    }

    /** Beside the predictions: the names of the classes, in the order of the probabilities, or of the number. */
    void addTo(Json json) {
        json.put("label", preparation.targetName());
        if (isOfClasses()) {
            json.put("classes", preparation.classNames());
        }
    }
}
