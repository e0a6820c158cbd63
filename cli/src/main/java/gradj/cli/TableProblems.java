package gradj.cli;

import gradj.data.DataException;
import gradj.io.FileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What is wrong with a table, told with the options of the command line in place of the library's methods. */
final class TableProblems {
    /** The longer before what it begins with. */
    private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("CsvOptions.categories", "--categories");
        OPTIONS.put("CsvOptions.charset", "--charset");
        OPTIONS.put("CsvOptions.decimalComma", "--decimal-comma");
        OPTIONS.put("CsvOptions.delimiter", "--delimiter");
        OPTIONS.put(", or as doubles: CsvOptions.dtype", "");
        OPTIONS.put("CsvOptions.header(false)", "--no-header");
        OPTIONS.put("CsvOptions.header(true)", "leave out --no-header");
        OPTIONS.put("CsvOptions.keepMissing", "--missing");
        OPTIONS.put("; of a file of codes such as 007: CsvOptions.preparedBy", "");
        OPTIONS.put("Builder.classes", "--loss softmax");
        OPTIONS.put("Builder.missing", "--missing");
        OPTIONS.put("Builder.target", "--loss mse");
        OPTIONS.put("Builder.unseenAsZeros", "--unseen-as-zeros");
        OPTIONS.put("Builder.without", "--without");
        OPTIONS.put("read it with Npy.read", "gradj data shows it, a program reads it with Npy.read");
    }

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
