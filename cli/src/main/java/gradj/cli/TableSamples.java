package gradj.cli;

import gradj.data.Samples;
import gradj.data.table.CategoryColumn;
import gradj.data.table.Column;
import gradj.data.table.NumberColumn;
import gradj.data.table.Preparation;
import gradj.data.table.Scaling;
import gradj.data.table.Splits;
import gradj.data.table.Table;
import gradj.tensor.Tensors;
import gradj.train.Metric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table made ready to train on: parted, prepared by the rows to learn from, with a loss that its label suggests. */
final class TableSamples {
    /** Whole numbers are classes up to so many: letters are 26. */
    private static final int MOST_NUMBERED_CLASSES = 30;

    private static final int MOST_NAMES = 12;

    private final Path file;
    private final SampleOptions options;
    private final LossName asked;
    private final long seed;
    private final boolean isNetSaved;

    /**
     * A table to be read.
     *
     * @param asked the loss, or {@link LossName#AUTO}
     * @param isNetSaved whether the files' hashes are needed, which take time
     */
    TableSamples(Path file, SampleOptions options, LossName asked, long seed, boolean isNetSaved) {
        this.file = file;
        this.options = options;
        this.asked = asked;
        this.seed = seed;
        this.isNetSaved = isNetSaved;
    }

    /**
     * Reads the table, and the one of the test rows if there is one.
     *
     * @throws InputException if it cannot be read, its cells are not as expected, or it does not fit the options
     */
    TrainingData load(Tensors tensors) {
        return TableProblems.told(file, () -> {
            Table table = Table.read(file, options.csv());
            Column label = label(table);
            LossName loss = asked == LossName.AUTO ? suggested(label) : asked;
            return prepared(table, label, loss, tensors);
        });
    }

    private Column label(Table table) {
        String named = options.label();
        if (named == null) {
            throw new InputException(
                    file + ": which column shall the net learn to tell? Name it with --label: " + shown(table.names()));
        }
        Column label = table.column(named);
        if (options.leavesOut(label.name()) || options.leavesOut(named)) {
            throw new InputException("--without " + named + ": is the label: leave it out of --without");
        }
        return label;
    }

    /** Names are classes; of numbers two kinds, or whole ones from 0 or 1 on without a gap, several times each. */
    private LossName suggested(Column label) {
        if (label instanceof CategoryColumn categories) {
            return categories.categories().size() == 2 ? LossName.SIGMOID : LossName.SOFTMAX;
        }
        double[] kinds = kinds(label);
        if (kinds.length == 1) {
            throw new InputException(file + ": column \"" + label.name()
                    + "\": expected a label that differs from row to row, found " + label.text(0) + " alone");
        }
        if (kinds.length == 2) {
            return LossName.SIGMOID;
        }
        boolean isNumbered = kinds.length > 2
                && kinds.length <= MOST_NUMBERED_CLASSES
                && 2 * kinds.length <= label.size()
                && (kinds[0] == 0 || kinds[0] == 1);
        for (int i = 0; i < kinds.length && isNumbered; i++) {
            isNumbered = kinds[i] == kinds[0] + i;
        }
        return isNumbered ? LossName.SOFTMAX : LossName.SQUARED;
    }

    private static double[] kinds(Column label) {
        return label instanceof NumberColumn numbers
                ? Arrays.stream(numbers.values())
                        .filter(value -> !Double.isNaN(value))
                        .sorted()
                        .distinct()
                        .toArray()
                : new double[0];
    }

    /** Of all rows if there is no file of test rows. */
    private Splits.Parts parts(Column label, LossName loss) {
        double testShare = options.testFile() == null ? options.testShare() : 0;
        double validationShare = (1 - testShare) * options.validation();
        Splits splits = loss.isOfNumbers() ? Splits.of(label.size(), seed) : Splits.stratified(label, seed);
        return splits.parts(1 - testShare - validationShare, validationShare, testShare);
    }

    private TrainingData prepared(Table table, Column label, LossName loss, Tensors tensors) {
        Splits.Parts parts = parts(label, loss);
        Table train = table.rows(parts.train());
        Preparation preparation = targets(label.name(), loss).fit(train);
        Samples learned = preparation.samples(train, tensors);
        Path testFile = options.testFile();
        Table testRows = testFile == null
                ? table.rows(parts.test())
                : Table.read(testFile, options.csv().preparedBy(preparation));
        Samples test = preparation.samples(testRows, tensors);
        Samples validation =
                options.isValidated() ? preparation.samples(table.rows(parts.validation()), tensors) : null;
        return new TrainingData(
                learned,
                validation == null ? test : validation,
                validation == null ? null : test,
                preparation.inputs(),
                preparation.outputs(),
                loss,
                metrics(loss, preparation.targetUnit()),
                preparation.classNames(),
                "row",
                0,
                description(table, label, loss, preparation) + System.lineSeparator() + file + ": "
                        + Plural.of(learned.size(), "row") + " to train on, "
                        + (validation == null ? "" : validation.size() + " to validate by, ") + test.size()
                        + " to test",
                provenance(preparation));
    }

    private Preparation.Builder targets(String label, LossName loss) {
        Preparation.Builder builder = options.preparation();
        return switch (loss) {
            case SIGMOID -> builder.twoClasses(label);
            case SQUARED, ABSOLUTE, HUBER -> builder.target(label, Scaling.STANDARDIZE);
            case SOFTMAX, AUTO -> builder.classes(label);
        };
    }

    /** Of numbers in the label's own unit, which the net's scores are not in. */
    private Metric[] metrics(LossName loss, double unit) {
        if (loss.isOfNumbers()) {
            return new Metric[] {
                scaled(Metric.rootMeanSquaredError(), unit),
                scaled(Metric.meanAbsoluteError(), unit),
                scaled(Metric.meanSquaredError(), unit * unit),
                Metric.r2() // of any unit the same
            };
        }
        return TrainingData.metricsOfClasses(loss, options.isValidated());
    }

    private static Metric scaled(Metric metric, double unit) {
        return Metric.of(metric.name(), metric.isMoreBetter(), (scores, targets) -> unit * metric.of(scores, targets));
    }

    private String description(Table table, Column label, LossName loss, Preparation preparation) {
        String what = loss.isOfNumbers()
                ? "numbers"
                : Plural.of(preparation.classNames().size(), "class").replace("classs", "classes") + " ("
                        + shown(preparation.classNames()) + ")";
        String why = asked == LossName.AUTO ? "; --loss names another" : "";
        return file + ": " + Plural.of(table.size(), "row") + " of "
                + Plural.of(table.columns().size(), "column")
                + ", label \"" + label.name() + "\": " + what + System.lineSeparator() + "loss: " + loss.description()
                + why;
    }

    private static String shown(List<String> names) {
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    private Map<String, String> provenance(Preparation preparation) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("data", file.toString());
        Path test = options.testFile();
        if (isNetSaved) {
            provenance.put("sha256 " + file.getFileName(), DataSource.sha256(file));
        }
        if (isNetSaved && test != null) {
            provenance.put("sha256 test " + test.getFileName(), DataSource.sha256(test));
        }
        provenance.put(Preparation.KEY, preparation.toJson());
        return provenance;
    }
}
