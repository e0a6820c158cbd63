package gradj.data.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import gradj.io.FileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file's text, and the rows in it.
 *
 * @param comment the character that begins a comment; null if there are none
 */
record CsvFile(Path path, Charset charset, @Nullable Character comment) {
    /** A row's values, and the number of the line it begins in. */
    record Row(long line, String[] cells) {
        /** Whether it is the rest of a sheet: delimiters alone. */
        boolean isBlank() {
            for (String cell : cells) {
                if (!cell.isEmpty()) {
                    return false;
                }
            }
            return true;
        }
    }

    @FunctionalInterface
    interface RowReader {
        /** Takes a row; false if no more are wanted. */
        boolean row(Row row);
    }

    /** The file's bytes behind the mark of an encoding, unpacked. */
    private record Text(InputStream bytes, Charset charset) implements AutoCloseable {
        Reader reader() {
            return new InputStreamReader(
                    bytes,
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
        }

        /** Whether a byte below 128 is what it is in ASCII, and nothing else is. */
        boolean agreesWithAscii() {
            return charset.equals(StandardCharsets.UTF_8)
                    || charset.equals(StandardCharsets.US_ASCII)
                    || charset.name().startsWith("ISO-8859-")
                    || charset.name().startsWith("windows-125");
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /** The first characters, at most this many. */
    String beginning(int most) {
        return reading(text -> beginning(text.reader(), most));
    }

    private static String beginning(Reader reader, int most) throws IOException {
        char[] text = new char[8192];
        StringBuilder beginning = new StringBuilder();
        for (int n = reader.read(text); n >= 0 && beginning.length() < most; n = reader.read(text)) {
            beginning.append(text, 0, n);
        }
        return beginning.toString();
    }

    /** The columns, if all of the table is numbers in plain text; else none: then {@link #rows} tells what there is. */
    Optional<List<Numbers>> plainNumbers(CsvFormat format, CsvOptions options) {
        if (!PlainNumbers.mayBe(format, options)) {
            return Optional.empty();
        }
        return reading(text -> text.agreesWithAscii()
                ? Optional.ofNullable(PlainNumbers.read(text.bytes(), format, options))
                : Optional.empty());
    }

    /** Reads all rows. */
    void rows(char delimiter, RowReader target) {
        reading(text -> {
            rows(text.reader(), delimiter, target);
            return "";
        });
    }

    /**
     * Reads the rows of a text.
     *
     * @throws CsvParseException for quotes that do not fit
     */
    void rows(Reader text, char delimiter, RowReader target) throws IOException {
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(delimiter)
                .commentStrategy(comment == null ? CommentStrategy.NONE : CommentStrategy.SKIP)
                .allowExtraCharsAfterClosingQuote(false)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // counted by who knows how many there should be
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .trimWhitespacesAroundQuotes(true);
        if (comment != null) {
            builder.commentCharacter(comment);
        }
        try (CsvReader<Row> rows = builder.build(new Cells(delimiter == ' '), text)) {
            for (Row row : rows) {
                if (!row.isBlank() && !target.row(row)) {
                    return;
                }
            }
        }
    }

    /** Collects a row's cells, without the blanks around them. */
    private static final class Cells extends AbstractBaseCsvCallbackHandler<Row> {
        private final boolean areBlanksDelimiters;
        private final List<String> cells = new ArrayList<>();

        Cells(boolean areBlanksDelimiters) {
            this.areBlanksDelimiters = areBlanksDelimiters;
        }

        @Override
        protected void handleBegin(long line) {
            cells.clear();
        }

        @Override
        protected void handleField(int index, char[] text, int offset, int length, boolean isQuoted) {
            int from = offset;
            int to = offset + length;
            while (from < to && isBlank(text[from])) {
                from++;
            }
            while (from < to && isBlank(text[to - 1])) {
                to--;
            }
            if (from < to || isQuoted || !areBlanksDelimiters) {
                cells.add(new String(text, from, to - from));
            }
        }

        /** The no-break space is Excel's. */
        private static boolean isBlank(char c) {
            return c <= ' ' || c == '\u00a0';
        }

        @Override
        protected Row buildRecord() {
            return new Row(getStartingLineNumber(), cells.toArray(String[]::new));
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(Text text) throws IOException;
    }

    /** All that can go wrong with a file becomes a line that names it. */
    private <T> T reading(Reading<T> reading) {
        if (Files.isDirectory(path)) {
            throw new FileException(path, "expected a CSV file, found a folder: name a file in it");
        }
        if (!Files.exists(path)) {
            throw new FileException(path, "there is no such file: check its name");
        }
        if (!Files.isReadable(path)) {
            throw new FileException(path, "you have no permission to read it: allow it with chmod u+r");
        }
        try (Text text = open()) {
            return reading.from(text);
        } catch (CsvParseException e) {
            throw new FileException(path, problem(e), e);
        } catch (UncheckedIOException e) {
            throw problem(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private FileException problem(IOException e) {
        if (e instanceof CharacterCodingException) {
            return new FileException(
                    path,
                    "expected text in " + charset
                            + ", found other bytes: save it as \"CSV UTF-8\", or name its encoding:"
                            + " CsvOptions.charset, often windows-1252",
                    e);
        }
        return new FileException(path, "could not be read: " + e.getMessage() + ": get it again", e);
    }

    /** FastCSV tells the line in one sentence, what is wrong in the cause's. */
    static String problem(CsvParseException e) {
        Throwable cause = e.getCause();
        String said = e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
        return "its quotes do not fit: " + said + ": close each quote, and write a quote within quotes twice";
    }

    private Text open() throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            int[] start = peek(bytes);
            if (start[0] == 0x1f && start[1] == 0x8b) {
                bytes = new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16), 1 << 16);
                start = peek(bytes);
            }
            requireText(start);
            Charset found = charset;
            if (start[0] == 0xef && start[1] == 0xbb && start[2] == 0xbf) {
                bytes.skipNBytes(3);
                found = StandardCharsets.UTF_8;
            } else if ((start[0] == 0xfe && start[1] == 0xff) || (start[0] == 0xff && start[1] == 0xfe)) {
                found = StandardCharsets.UTF_16; // reads the mark itself
            }
            return new Text(bytes, found);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            if (e instanceof ZipException) {
                throw new FileException(path, "expected a gzipped file, found a broken one: get it again", e);
            }
            throw e;
        }
    }

    /** The first four bytes; -1 behind the end. */
    private static int[] peek(InputStream bytes) throws IOException {
        bytes.mark(4);
        int[] start = {bytes.read(), bytes.read(), bytes.read(), bytes.read()};
        bytes.reset();
        return start;
    }

    private void requireText(int[] start) {
        String found = "";
        if (start[0] == 'P' && start[1] == 'K' && start[2] == 3) {
            found = "a zip archive or an Excel workbook: save the sheet as \"CSV UTF-8\", or unpack the archive";
        } else if (start[0] == 0xd0 && start[1] == 0xcf && start[2] == 0x11) {
            found = "an old Excel workbook: save the sheet as \"CSV UTF-8\"";
        } else if (start[0] == 'P' && start[1] == 'A' && start[2] == 'R' && start[3] == '1') {
            found = "a Parquet file: write it as CSV";
        } else if (start[0] == 0x93 && start[1] == 'N' && start[2] == 'U') {
            found = "a NumPy array: read it with Npy.read";
        } else if (start[0] == '<' && start[1] != -1) {
            found = "a web page: the download failed or asked for a login, get the file itself";
        }
        if (!found.isEmpty()) {
            throw new FileException(path, "expected a CSV file, found " + found);
        }
    }
}
