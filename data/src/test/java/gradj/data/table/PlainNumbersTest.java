package gradj.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.io.FileException;
import gradj.spi.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast way to read a file of numbers gives what the careful one gives, or leaves the file to it. */
class PlainNumbersTest {
    private static final CsvOptions GUESSED = CsvOptions.guessed();

    @TempDir
    Path folder;

    private Path file(String text) {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(byte[] bytes) {
        try {
            return Files.write(folder.resolve("t.csv"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All that a table has, to the bit, or what is said of the file. */
    private static String outcome(Supplier<Table> reading) {
        Table table;
        try {
            table = reading.get();
        } catch (FileException e) {
            return e.getMessage();
        }
        StringBuilder all = new StringBuilder(table.names() + " " + table.hasNames());
        for (int row = 0; row < table.size(); row++) {
            all.append('\n').append(table.place(row));
            for (Column column : table.columns()) {
                all.append(' ')
                        .append(
                                column instanceof NumberColumn numbers
                                        ? Long.toHexString(Double.doubleToLongBits(numbers.value(row)))
                                        : Problems.quoted(column.text(row)));
            }
        }
        return all.toString();
    }

    private static boolean isPlain(Path file, CsvOptions options) {
        CsvFile csv = new CsvFile(file, options.charset, options.comment);
        return csv.plainNumbers(CsvFormat.of(csv, options), options).isPresent();
    }

    /** Reads both ways; whether the fast one did it. */
    private static boolean check(Path file, CsvOptions options, String shown) {
        String careful = outcome(() -> new TableReader(file, options).readRows());
        assertEquals(careful, outcome(() -> Table.read(file, options)), shown);
        try {
            return options.categories.isEmpty() && isPlain(file, options);
        } catch (FileException e) {
            return false;
        }
    }

    @Test
    void agreesWithTheCarefulWayOnFilesOfAnyKind() {
        Random random = new Random(5);
        int plain = 0;
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            String text = text(random);
            CsvOptions options = options(random);
            Path file = file(text);
            plain += check(file, options, text.replace("\r", "\\r")) ? 1 : 0;
            refused += outcome(() -> Table.read(file, options)).startsWith(file.toString()) ? 1 : 0;
        }
        assertTrue(plain > 130, plain + " plain files");
        assertTrue(refused > 160, refused + " refused files");
    }

    private static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static CsvOptions options(Random random) {
        CsvOptions options = GUESSED.dtype(one(random, List.of(DType.values())));
        options = random.nextInt(3) == 0 ? options.keepMissing() : options;
        options = random.nextInt(6) == 0 ? options.decimalComma() : options;
        options = random.nextInt(6) == 0
                ? options.delimiter(one(random, List.of(',', ';', ' ', '.', '1', 'e')))
                : options;
        options = random.nextInt(6) == 0 ? options.header(random.nextBoolean()) : options;
        options = random.nextInt(9) == 0 ? options.noComments() : options;
        options = random.nextInt(9) == 0 ? options.missing("0", "-999") : options;
        options = random.nextInt(9) == 0 ? options.numbers("1") : options;
        return random.nextInt(9) == 0 ? options.categories("1") : options;
    }

    /** Mostly plain rows, with up to two things that are not, or only just. */
    private static String text(Random random) {
        String delimiter = one(random, List.of(",", ";", "\t", "|", " ", ", ", " ; ", "  "));
        String end = one(random, List.of("\n", "\n", "\r\n", "\r\n", "\r"));
        int columns = 1 + random.nextInt(4);
        int rows = 1 + random.nextInt(6);
        List<String> lines = new ArrayList<>();
        if (random.nextBoolean()) {
            lines.add(String.join(
                    delimiter, List.of("a", "\"b\"", "größe", "d\nd").subList(0, columns)));
        }
        for (int row = 0; row < rows; row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                cells.add(number(random));
            }
            lines.add(String.join(delimiter, cells));
        }
        for (int odd = random.nextInt(3); odd > 0; odd--) {
            int place = random.nextInt(lines.size());
            String line = lines.get(place);
            String cell = one(random, ODD_CELLS);
            switch (random.nextInt(5)) {
                case 0 -> lines.add(place, one(random, ODD_LINES));
                case 1 -> lines.add(one(random, ODD_LINES));
                case 2 -> lines.set(place, line + delimiter + cell);
                case 3 ->
                    lines.set(place, line.replaceFirst("[0-9.]+", java.util.regex.Matcher.quoteReplacement(cell)));
                default -> lines.set(place, line.contains(delimiter) ? line.substring(line.indexOf(delimiter)) : cell);
            }
        }
        String mark = random.nextInt(5) == 0 ? "\uFEFF" : "";
        return mark + String.join(end, lines) + (random.nextInt(4) == 0 ? "" : end);
    }

    private static String number(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> Integer.toString(random.nextInt(100) - 50);
            case 1 -> Float.toString(random.nextFloat());
            case 2 -> Double.toString(random.nextGaussian());
            case 3 ->
                one(random, List.of("0", "-0.0", "+1", ".5", "5.", "1e3", "007", "16777217", "1E-40", "1e39", "1,5"));
            default -> Integer.toString(random.nextInt(10));
        };
    }

    private static final List<String> ODD_CELLS = List.of(
            "", " ", "NA", "nan", "?", "x", "\"1\"", "\"1,5\"", "\"2", "1 2", "1e", ".", "-", "1e400", "1e-400", "0x1",
            "1f", "-999", "1.5.2", "1,234.5", "inf", "\u00a07", "\t7", "7\u00a0", "\u0001", "ü", "1_000", "+-1",
            "1e5.5", "\f3");

    private static final List<String> ODD_LINES = List.of(
            "",
            " ",
            "\t",
            ",",
            ",,,",
            ";;",
            "# comment",
            " # no comment",
            "#",
            "1",
            "1,2,3,4,5,6",
            "\"",
            "\"a\nb\",1",
            "sep=;",
            "\r");

    @Test
    void agreesOnFilesOfManyPieces() {
        Random random = new Random(6);
        for (int columns : new int[] {1, 3, 70}) {
            String end = columns == 3 ? "\r\n" : "\n";
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < 40_000 / columns; row++) {
                for (int column = 0; column < columns; column++) {
                    text.append(column == 0 ? "" : ",")
                            .append(number(random).replace(',', '.').replace("1e39", "1"));
                }
                text.append(end);
            }
            for (String last : List.of("", "\n\n", "7,8,9")) {
                Path file = file(text + last);
                boolean isPlain = check(file, GUESSED.dtype(one(random, List.of(DType.values()))), "many rows" + last);
                assertEquals(columns == 3 || !last.startsWith("7"), isPlain, columns + " columns" + last);
            }
            text.setCharAt(text.length() / 2, 'x');
            assertFalse(check(file(text.toString()), GUESSED, "an x in the middle"));
        }
    }

    /** More than an array of floats holds. */
    @Test
    void readsMoreThanOneArrayOfFloats() {
        StringBuilder text = new StringBuilder();
        int rows = 600_000;
        for (int row = 0; row < rows; row++) {
            text.append(row % 97).append('\n');
        }
        NumberColumn column =
                Table.read(file(text.toString()), GUESSED.dtype(DType.FLOAT32)).numbers("1");
        assertEquals(rows, column.size());
        for (int row = 0; row < rows; row++) {
            if (column.value(row) != row % 97) {
                assertEquals(row % 97, column.value(row), "row " + row);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2\n3,4\n",
                "1,2\r\n3,4",
                "a,b\n1,2\n",
                "# a comment\n\na,\"b\nb\"\n1,2\n",
                "\uFEFFx;y\r\n1;2\r\n",
                "1 2\n3  4 \n",
                " 1 , 2\n3, 4\n",
                "1\t2\n",
                "5\n6\n\n\n",
                "2,1,yes,no\n3.5,1\n4.5,0\n",
                "sep=;\n1;2\n",
                "1.5e-3\n+2\n"
            })
    void takesPlainNumbersTheFastWay(String text) {
        assertTrue(check(file(text), GUESSED, text), text);
    }

    @Test
    void takesDecimalCommasAndGapsTheFastWay() {
        assertTrue(check(file("a;b\r\n1,5;2\r\n3;4,25\r\n"), GUESSED.decimalComma(), "decimal commas"));
        assertTrue(check(file("a,b\n1,\n,2\n3, \n"), GUESSED.keepMissing(), "gaps"));
    }

    @Test
    void readsGzippedNumbersTheFastWay() throws IOException {
        Path file = folder.resolve("t.csv.gz");
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write("a,b\n1,2\n3,4\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(check(file, GUESSED, "gzipped"));
    }

    /** As doubles nothing is lost; as floats all is as Float's own parser has it. */
    @Test
    void keepsThePrecisionThatIsAsked() {
        String text = "x\n0.1\n16777217\n1e-40\n8.692932128906250000e-01\n20191231\n";
        double[] doubles = Table.read(file(text), GUESSED).numbers("x").values();
        double[] floats = Table.read(file(text), GUESSED.dtype(DType.FLOAT32))
                .numbers("x")
                .values();
        List<String> numerals = text.lines().toList();
        for (int row = 0; row < doubles.length; row++) {
            assertEquals(Double.parseDouble(numerals.get(row + 1)), doubles[row]);
            assertEquals(Float.parseFloat(numerals.get(row + 1)), floats[row]);
        }
        assertEquals(
                folder.resolve("t.csv")
                        + ": line 1, column 1: expected a number below 3.4e38, found \"1e39\": correct it, or"
                        + " read the column as categories: CsvOptions.categories, or as doubles: CsvOptions.dtype",
                outcome(() -> Table.read(file("1e39\n"), GUESSED.dtype(DType.FLOAT32))));
    }

    /** A million numbers that are floats take 4 MB. */
    @Test
    void keepsFloatsInFourBytes() {
        double[] values = new double[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < 9_000 ? i / 16.0 : 0.1;
        }
        Numbers numbers = Numbers.of(values);
        assertEquals(8192, numbers.floats());
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], numbers.get(i));
        }
        assertEquals(-0.0, Numbers.of(1, -0.0, Double.NaN).get(1));
        assertEquals(3, Numbers.of(1, -0.0, Double.NaN).floats());
    }
}
