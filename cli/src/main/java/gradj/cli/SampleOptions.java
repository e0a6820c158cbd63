package gradj.cli;

import gradj.data.table.CsvOptions;
import gradj.data.table.Fill;
import gradj.data.table.Preparation;
import gradj.data.table.Scaling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of what a net learns from: which part of the samples is kept back, and how a table is prepared. */
final class SampleOptions {
    /** Of a table without a file of test rows. */
    private static final double TEST = 0.2;

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+");

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "The column of a table that the net learns to tell, by name or number from 1.")
    private @Nullable String label;

    @Option(
            names = "--test",
            paramLabel = "FILE|SHARE",
            description = {
                "Rows or pictures to test with: another table or folder, or a share of the rows or pictures, drawn by the",
                "seed and of each class alike (default: " + TEST + ", where a folder of pictures has no folder test)."
            })
    private @Nullable String test;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            converter = OptionValues.Share.class,
            description = {
                "Keep this share of the training samples back to look at while the net learns; the test samples are",
                "then used once, at the end."
            })
    private @Nullable Double validation;

    @Option(
            names = "--without",
            paramLabel = "COLUMN",
            split = ",",
            description = "Columns that the net does not see: names, row numbers, what is known only afterwards.")
    private List<String> without = List.of();

    @Option(
            names = "--categories",
            paramLabel = "COLUMN",
            split = ",",
            description = "Columns of numbers that stand for categories.")
    private List<String> categories = List.of();

    @Option(
            names = "--scale",
            paramLabel = "standardize|min-max|none",
            converter = ScalingName.class,
            description = "What is made of a table's numbers, by the training rows (default: standardize).")
    private Scaling scale = Scaling.STANDARDIZE;

    @Option(
            names = "--missing",
            paramLabel = "refuse|mean|median|most-frequent",
            converter = FillName.class,
            description = {
                "What stands in for a missing value, by the training rows; of categories the most frequent one",
                "(default: refuse)."
            })
    private Fill missing = Fill.REFUSE;

    @Option(
            names = "--unseen-as-zeros",
            description = "A category that no training row has is none, rather than an error.")
    private boolean allowsUnseen;

    @Mixin
    private final CsvFormatOptions format = new CsvFormatOptions();

    boolean isValidated() {
        return validation != null;
    }

    /** The share of the training samples that is kept back, or 0. */
    double validation() {
        return validation == null ? 0 : validation;
    }

    /** Refuses what says nothing of images. */
    void requireImages(String data) {
        requireImages(data, test != null ? "--test" : "");
    }

    /** Refuses what says nothing of pictures, which may be tested with others, or with some of them. */
    void requirePictures(String data) {
        requireImages(data, "");
    }

    private void requireImages(String data, String other) {
        String named = Stream.of(
                        label != null ? "--label" : "",
                        without.isEmpty() ? "" : "--without",
                        categories.isEmpty() ? "" : "--categories",
                        scale == Scaling.STANDARDIZE ? "" : "--scale",
                        missing == Fill.REFUSE ? "" : "--missing",
                        allowsUnseen ? "--unseen-as-zeros" : "",
                        format.isGiven() ? "--delimiter, --no-header, --decimal-comma or --charset" : "",
                        other)
                .filter(option -> !option.isEmpty())
                .findFirst()
                .orElse("");
        if (!named.isEmpty()) {
            throw new InputException(named + ": is of a table, " + data + " is images with classes and a test part of"
                    + " their own: leave it out, or name a CSV file with --data");
        }
    }

    @Nullable
    String label() {
        return label;
    }

    /** Whether the net shall not see this column. */
    boolean leavesOut(String column) {
        return without.contains(column);
    }

    /** Whether it was said what to test with. */
    boolean saysTest() {
        return test != null;
    }

    /** The table of test rows, or the folder of test pictures, or null if they are a share of all. */
    @Nullable
    Path testFile() {
        if (test == null || share(test) > 0) {
            return null;
        }
        Path file = new OptionValues.FileName().convert(test);
        if (NUMBER.matcher(test).matches() && !Files.exists(file)) {
            throw new InputException(
                    "--test " + test + ": expected a share above 0 and below 1, or a file of test samples");
        }
        return file;
    }

    /** The share of all rows to test with. */
    double testShare() {
        return test == null ? TEST : share(test);
    }

    private static double share(String text) {
        try {
            return new OptionValues.Share().convert(text);
        } catch (RuntimeException none) {
            return 0;
        }
    }

    /** Missing values are the preparation's to refuse: a column that the net does not see may have some. */
    CsvOptions csv() {
        return format.options().categories(categories.toArray(String[]::new)).keepMissing();
    }

    /** All but the label. */
    Preparation.Builder preparation() {
        Preparation.Builder builder =
                Preparation.builder().scaling(scale).missing(missing).without(without.toArray(String[]::new));
        return allowsUnseen ? builder.unseenAsZeros() : builder;
    }

    static final class ScalingName implements ITypeConverter<Scaling> {
        @Override
        public Scaling convert(String text) {
            Scaling[] known = {Scaling.STANDARDIZE, Scaling.MIN_MAX, Scaling.NONE};
            return OptionValues.oneOf(known, text);
        }
    }

    static final class FillName implements ITypeConverter<Fill> {
        @Override
        public Fill convert(String text) {
            return OptionValues.oneOf(Fill.values(), text);
        }
    }
}
