package gradj.cli;

import gradj.data.table.CsvOptions;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of how a CSV file is written, where the guess does not do. */
final class CsvFormatOptions {
    @Option(
            names = "--delimiter",
            paramLabel = "C",
            converter = Delimiter.class,
            description = "What stands between two values of a table: a character, or tab (default: guessed).")
    private @Nullable Character delimiter;

    @Option(names = "--no-header", description = "A table's first line is no names (default: guessed).")
    private boolean hasNoHeader;

    @Option(names = "--decimal-comma", description = "A table's numbers are written 1,5.")
    private boolean hasDecimalComma;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            converter = CharsetName.class,
            description = "A table's encoding, such as windows-1252 (default: UTF-8, or UTF-16 by its mark).")
    private @Nullable Charset charset;

    /** Whether something is said. */
    boolean isGiven() {
        return delimiter != null || hasNoHeader || hasDecimalComma || charset != null;
    }

    CsvOptions options() {
        CsvOptions options = CsvOptions.guessed();
        if (charset != null) {
            options = options.charset(charset);
        }
        if (delimiter != null) {
            options = options.delimiter(delimiter);
        }
        if (hasNoHeader) {
            options = options.header(false);
        }
        return hasDecimalComma ? options.decimalComma() : options;
    }

    static final class CharsetName implements ITypeConverter<Charset> {
        @Override
        public Charset convert(String text) {
            try {
                return Charset.forName(text);
            } catch (IllegalArgumentException none) {
                throw new TypeConversionException(
                        "expected an encoding such as UTF-8 or windows-1252, got '" + text + "'");
            }
        }
    }

    static final class Delimiter implements ITypeConverter<Character> {
        @Override
        public Character convert(String text) {
            if (text.equals("tab") || text.equals("\\t") || text.equals("\t")) {
                return '\t';
            }
            if (text.length() == 1 && text.charAt(0) != '"' && text.charAt(0) >= ' ') {
                return text.charAt(0);
            }
            throw new TypeConversionException("expected one character other than a quote, or tab, got '" + text + "'");
        }
    }
}
