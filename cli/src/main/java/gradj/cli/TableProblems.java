package gradj.cli;

import gradj.data.DataException;
import gradj.io.FileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What is wrong with a table, told with the options of the command line in place of the library's methods. */
final class TableProblems {
    private static final Map<String, String> OPTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("CsvOptions.categories", "--categories"),
            Map.entry("CsvOptions.charset", "--charset"),
            Map.entry("CsvOptions.decimalComma", "--decimal-comma"),
            Map.entry("CsvOptions.delimiter", "--delimiter"),
            Map.entry("CsvOptions.header", "--no-header"),
            Map.entry("CsvOptions.keepMissing", "--missing"),
            Map.entry("Builder.classes", "--loss softmax"),
            Map.entry("Builder.missing", "--missing"),
            Map.entry("Builder.target", "--loss mse"),
            Map.entry("Builder.unseenAsZeros", "--unseen-as-zeros"),
            Map.entry("Builder.without", "--without")));

    private TableProblems() {}

    /**
     * Reads or prepares a table.
     *
     * @throws InputException if it is not as expected, or the file cannot be read
     */
    static <T> T told(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (FileException | DataException problem) {
            throw new InputException(withOptions(String.valueOf(problem.getMessage())));
        } catch (IllegalArgumentException problem) { // such as a column that is none
            throw new InputException(file + ": " + withOptions(String.valueOf(problem.getMessage())));
        }
    }

    private static String withOptions(String message) {
        String told = message;
        for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
            told = told.replace(option.getKey(), option.getValue());
        }
        return told;
    }
}
