package gradj.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.io.FileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people and programs write them. */
class TableTest {
    private static final CsvOptions GUESSED = CsvOptions.guessed();

    @TempDir
    Path folder;

    private Table read(String text) {
        return read(text, GUESSED);
    }

    private Table read(String text, CsvOptions options) {
        return read(text.getBytes(StandardCharsets.UTF_8), options);
    }

    private Table read(byte[] bytes, CsvOptions options) {
        return Table.read(file(bytes), options);
    }

    private Path file(byte[] bytes) {
        try {
            return Files.write(folder.resolve("t.csv"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertProblem(String expected, String text, CsvOptions options) {
        assertProblem(expected, text.getBytes(StandardCharsets.UTF_8), options);
    }

    private void assertProblem(String expected, byte[] bytes, CsvOptions options) {
        FileException e = assertThrows(FileException.class, () -> read(bytes, options));
        assertEquals(folder.resolve("t.csv") + ": " + expected, e.getMessage());
    }

    @Test
    void readsNumbersAndCategories() {
        Table table = read("length,species,width\n5.1,setosa,-1e-3\n.5,virginica,+2.\n7,setosa,0\n");
        assertEquals(List.of("length", "species", "width"), table.names());
        assertTrue(table.hasNames());
        assertEquals(3, table.size());
        assertArrayEquals(new double[] {5.1, 0.5, 7}, table.numbers("length").values());
        assertArrayEquals(new double[] {-1e-3, 2, 0}, table.numbers("3").values());
        assertEquals(List.of("setosa", "virginica"), table.categories("species").categories());
        assertArrayEquals(new int[] {2, 1}, table.categories("2").counts());
        assertEquals("virginica", table.column("species").text(1));
        assertEquals("""
                3 rows of 3 columns
                "length": numbers 0.5 to 7, mean 4.2, deviation 2.7288582
                "species": categories setosa (2), virginica (1)
                "width": numbers -0.001 to 2, mean 0.6663333, deviation 0.94304484""", table.toString());
    }

    /** Bits, and not locale: nothing but Double's own parser makes the values. */
    @Test
    void readsTheSameNumbersInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (Locale locale : List.of(Locale.GERMANY, Locale.forLanguageTag("ar-EG-u-nu-arab"), Locale.ROOT)) {
                Locale.setDefault(locale);
                double[] values = read("x\n1.5\n0.1\n4.9e-324\n1.7976931348623157e308\n9007199254740993\n-0.0\n")
                        .numbers("x")
                        .values();
                assertArrayEquals(
                        new double[] {1.5, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, 9007199254740992.0, -0.0}, values);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|", " ", " ; ", ",  ", "   "})
    void guessesTheDelimiter(String delimiter) {
        Table table = read("a,b,c\r\n1,2.5,x\r\n3,4,y\r\n".replace(",", delimiter));
        assertEquals(List.of("a", "b", "c"), table.names());
        assertArrayEquals(new double[] {2.5, 4}, table.numbers("b").values());
        assertEquals("y", table.column("c").text(1));
    }

    @Test
    void takesAGivenDelimiterOrTheOneThatExcelWrites() {
        assertArrayEquals(
                new double[] {2, 4},
                read("1:2\n3:4\n", GUESSED.delimiter(':')).numbers("2").values());
        Table excel = read("sep=;\r\nn;v\r\na,b;1\r\nc,d;2\r\n");
        assertEquals(List.of("n", "v"), excel.names());
        assertEquals("a,b", excel.column("n").text(0));
        assertThrows(IllegalArgumentException.class, () -> GUESSED.delimiter('"'));
    }

    /** German Excel: semicolons between, commas within, and what is left of the sheet at the end. */
    @Test
    void readsDecimalCommasOnlyWhenTold() {
        String text = "a;b\r\n1,5;x\r\n2;y\r\n;\r\n;\r\n";
        assertArrayEquals(
                new double[] {1.5, 2},
                read(text, GUESSED.decimalComma()).numbers("a").values());
        assertProblem(
                "line 2, column \"a\": expected a number with a decimal point, found \"1,5\": write a point, or read"
                        + " decimal commas: CsvOptions.decimalComma",
                text,
                GUESSED);
        assertProblem(
                "line 2, column 1: expected a number with a decimal comma, found \"1.234,5\": correct it, or read the"
                        + " column as categories: CsvOptions.categories",
                "1;2\n1.234,5;3\n4,5;6\n",
                GUESSED.decimalComma());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            value = {
                "'a,b;1,2;3,4' / true",
                "'1,2;3,4' / false",
                "'1,2,x;3,4,y' / false", // iris as UCI has it
                "'0,1,2,target;1.5,1,2,0;3.5,4,5,1' / true", // pandas' names are numbers
                "'2019,2020,country;1,2,x;3,4,y' / false", // nothing tells
                "'label,1x1,1x2;7,0,255;2,0,0' / true",
                "'colour,shape;red,round;blue,square' / true",
                "'p,x,s;e,x,s;e,y,s' / false", // values stand again
                "'?,2;1,2;3,4' / false",
                "',a;0,1;1,2' / true", // pandas' index
                "'5.1,3.5' / false"
            })
    void guessesWhetherTheFirstLineIsNames(String lines, boolean isNames) {
        String text = lines.replace(';', '\n');
        CsvOptions options = GUESSED.keepMissing();
        assertEquals(isNames, read(text, options).hasNames(), text);
        assertEquals(
                text.lines().count() - (isNames ? 1 : 0), read(text, options).size());
        String[] all = {"1", "2", "3", "4"};
        String[] columns = Arrays.copyOf(all, text.split("\n", 2)[0].split(",", -1).length);
        assertEquals(
                text.lines().count(),
                read(text, options.header(false).categories(columns)).size());
    }

    @Test
    void aFirstLineThatMayBeNamesIsTold() {
        assertProblem(
                "line 1, column 3: expected a"
                        + " number, found \"rate\": correct it, or read the column as categories: CsvOptions.categories;"
                        + " if the first line is names: CsvOptions.header(true)",
                "1999,2001,rate\n1,2,3\n4,5,6\n",
                GUESSED);
    }

    @Test
    void namesWhatHasNoName() {
        assertEquals(List.of("1", "a"), read(",a\n0,1\n1,2\n").names());
        assertEquals(List.of("1", "2"), read("1,2\n3,4\n").names());
        assertEquals("1", read("1,2\n3,4\n").column("1").name());
    }

    /** The first line of iris.csv, wine_data.csv and breast_cancer.csv. */
    @Test
    void readsScikitLearnsOwnFiles() {
        Table iris = read("3,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n7.0,3.2,4.7,1.4,1\n6.3,3.3,6,2.5,2\n");
        assertFalse(iris.hasNames());
        assertEquals(3, iris.size());
        assertEquals(
                List.of("setosa", "versicolor", "virginica"),
                iris.categories("5").categories());
        assertEquals("virginica", iris.column("5").text(2));
        Table cancer = read("2,2,malignant,benign\n17.99,10.38,0\n20.57,17.77,1\n");
        assertEquals(List.of("malignant", "benign"), cancer.categories("3").categories()); // in the file's order
        assertProblem(
                "expected 4 rows, as its first line says, found 2: get it again; if that line is a row:"
                        + " CsvOptions.header(false)",
                "4,2,malignant,benign\n17.99,10.38,0\n20.57,17.77,1\n",
                GUESSED);
        assertProblem(
                "line 3, column 3: expected the number of a class, 0 to 1, as the first line names 2, found \"2\":"
                        + " correct it",
                "2,2,malignant,benign\n17.99,10.38,0\n20.57,17.77,2\n",
                GUESSED);
    }

    /** digits.csv.gz: no names, gzipped; diabetes_target.csv.gz: one column in %.18e. */
    @Test
    void readsGzippedNumbers() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("1.510000000000000000e+02\n7.500000000000000000e+01\n".getBytes(StandardCharsets.US_ASCII));
        }
        Table table = read(bytes.toByteArray(), GUESSED);
        assertArrayEquals(new double[] {151, 75}, table.numbers("1").values());
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12);
        assertTrue(assertThrows(FileException.class, () -> read(cut, GUESSED))
                .getMessage()
                .contains("get it again"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void knowsTheMarkOfAnEncoding(String charset) {
        Table table = read("\uFEFFStadt\tx\r\nZürich\t1\r\nKöln\t2\r\n".getBytes(Charset.forName(charset)), GUESSED);
        assertEquals(List.of("Stadt", "x"), table.names());
        assertEquals("Zürich", table.column("Stadt").text(0));
    }

    @Test
    void readsAnotherEncodingWhenTold() {
        byte[] bytes = "Stadt,x\nKöln,1\nZürich,2\n".getBytes(Charset.forName("windows-1252"));
        assertEquals(
                "Zürich",
                read(bytes, GUESSED.charset(Charset.forName("windows-1252")))
                        .column("Stadt")
                        .text(1));
        assertProblem(
                "expected text in UTF-8, found other bytes: save it as \"CSV UTF-8\", or name its encoding:"
                        + " CsvOptions.charset, often windows-1252",
                bytes,
                GUESSED);
    }

    @Test
    void quotesKeepDelimitersQuotesAndLines() {
        Table table = read("name,age\n\"Braund, \"\"Owen\"\"\",22\n\"two\nlines\",23\nz,24\n");
        assertEquals("Braund, \"Owen\"", table.column("name").text(0));
        assertEquals("two\nlines", table.column("name").text(1));
        assertProblem(
                "line 5, column \"age\": expected a number, found \"x\": correct it, or read the column as categories:"
                        + " CsvOptions.categories",
                "name,age\n\"Braund, \"\"Owen\"\"\",22\n\"two\nlines\",23\nz,x\n",
                GUESSED);
    }

    @Test
    void quotesThatDoNotFitAreToldWithTheirLine() {
        for (String text : List.of("a,b\n1,\"2\n3,4\n", "a,b\n1,\"2\"x\n3,4\n")) {
            String message = assertThrows(FileException.class, () -> read(text)).getMessage();
            assertTrue(message.contains("line 2") && message.contains("close each quote"), message);
        }
    }

    @Test
    void skipsCommentsAndBlankLines() {
        Table table = read("# made by hand\na,b\n\n# more\n1,2\n   \n,\n3,4\n");
        assertArrayEquals(new double[] {1, 3}, table.numbers("a").values());
        Table numbered = read("#,x\n1,2\n", GUESSED.noComments());
        assertEquals(List.of("#", "x"), numbered.names());
    }

    @Test
    void missingValuesAreRefusedOrKept() {
        String text = "a,b\n1,x\n,NA\nNaN,?\n4,y\n5,N/A\n6,null\n";
        assertProblem(
                "line 3, column \"a\": expected a value, found none; line 3, column \"b\": expected a value, found"
                        + " \"NA\"; line 4, column \"a\": expected a value, found \"NaN\"; line 4, column \"b\": expected a"
                        + " value, found \"?\"; line 6, column \"b\": expected a value, found \"N/A\"; and 1 more, 6 in all:"
                        + " write it in, or keep what is missing for Preparation to fill: CsvOptions.keepMissing",
                text,
                GUESSED);
        Table table = read(text, GUESSED.keepMissing());
        assertEquals(2, table.column("a").missing());
        assertEquals(4, table.column("b").missing());
        assertEquals(4.0, table.numbers("a").mean());
        assertEquals(List.of("x", "y"), table.categories("b").categories());
        Table other = read("a,b\n-999,NA\n2,none\n", GUESSED.keepMissing().missing("-999", "NONE"));
        assertTrue(other.column("a").isMissing(0) && other.column("b").isMissing(1));
        assertEquals("NA", other.column("b").text(0));
    }

    @Test
    void aThousandErrorsAreFiveAndTheirNumber() {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int row = 0; row < 3_000; row++) {
            text.append(row % 3 == 0 ? "bad" + row : "1.5").append(",2\n");
        }
        assertProblem(
                "line 2, column \"x\": expected a number, found \"bad0\"; line 5, column \"x\": expected a number, found"
                        + " \"bad3\"; line 8, column \"x\": expected a number, found \"bad6\"; line 11, column \"x\": expected a"
                        + " number, found \"bad9\"; line 14, column \"x\": expected a number, found \"bad12\"; and 995 more,"
                        + " 1000 in all: correct it, or read the column as categories: CsvOptions.categories",
                text.toString(),
                GUESSED);
    }

    @Test
    void rowsOfAnotherLengthAreTold() {
        assertProblem(
                "line 3: expected 2 values, as in the first line, found 3; line 4: expected 2 values, as in the first"
                        + " line, found 1: write each row in one line with a comma between two values; if that is no"
                        + " delimiter: CsvOptions.delimiter",
                "a,b\n1,2\n1,2,3\n4\n5,6\n",
                GUESSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f", "0x1p3", "1_000", "1,234.5", "5 %", "$3", "inf", "Infinity", "1e400", "1e", "."})
    void whatJavaOrPeopleWriteIsNoNumber(String cell) {
        String text = "x;y\n1;1\n2;2\n" + cell + ";3\n";
        String message = assertThrows(FileException.class, () -> read(text)).getMessage();
        assertTrue(message.contains("line 4, column \"x\": expected a number"), message);
        assertTrue(message.contains("found \"" + cell + "\""), message);
    }

    @Test
    void kindsCanBeGiven() {
        Table table = read("zip,x\n01234,1\n56789,2\n", GUESSED.categories("zip"));
        assertEquals("01234", table.column("zip").text(0));
        assertProblem(
                "line 2, column \"a\": expected a number, found \"x\"; line 3, column \"a\": expected a number, found \"y\":"
                        + " correct it, or read the column as categories: CsvOptions.categories",
                "a,b\nx,1\ny,2\n",
                GUESSED.numbers("a"));
        assertProblem(
                "expected a column \"c\", as the options say, found \"a\", \"b\": name one of these",
                "a,b\n1,2\n",
                GUESSED.categories("c"));
    }

    @Test
    void whatIsNoTableIsTold() {
        assertProblem("expected a table, found no row: get the file again", "", GUESSED);
        assertProblem("expected rows below the columns' names, found none: get the file again", "a,b\n", GUESSED);
        assertProblem(
                "expected a CSV file, found a zip archive or an Excel workbook: save the sheet as \"CSV UTF-8\", or"
                        + " unpack the archive",
                "PK\u0003\u0004",
                GUESSED);
        assertProblem(
                "expected a CSV file, found a web page: the download failed or asked for a login, get the file itself",
                "<html>",
                GUESSED);
        assertProblem("expected a CSV file, found no text: save the table as \"CSV UTF-8\"", "a\0b\n1,2\n", GUESSED);
        assertProblem(
                "line 1: expected a name for each column, found \"a\" for column 1 and for column 2: rename one; if this"
                        + " line is no names: CsvOptions.header(false)",
                "a,a\n1,2\n",
                GUESSED);
        assertEquals(
                folder + ": expected a CSV file, found a folder: name a file in it",
                assertThrows(FileException.class, () -> Table.read(folder)).getMessage());
        Path gone = folder.resolve("gone.csv");
        assertEquals(
                gone + ": there is no such file: check its name",
                assertThrows(FileException.class, () -> Table.read(gone)).getMessage());
    }

    /** Beyond the sample, and beyond what FastCSV's own records take. */
    @Test
    void readsManyRowsAndManyColumns() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 3_000; row++) {
            text.append(row).append(',').append(row / 8.0).append(row % 2 == 0 ? ",even\n" : ",odd\n");
        }
        Table tall = read(text.toString());
        assertEquals(2_999 / 8.0, tall.numbers("2").value(2_999));
        assertArrayEquals(new int[] {1_500, 1_500}, tall.categories("3").counts());
        String wide = "1" + ",2".repeat(19_999) + "\n" + "3" + ",4".repeat(19_999) + "\n";
        Table read = read(wide);
        assertEquals(20_000, read.columns().size());
        assertEquals(4, read.numbers("20000").value(1));
    }

    @Test
    void rowsAndColumnsCanBeChosen() {
        Table table = read("a,b\n1,x\n2,y\n3,z\n");
        Table rows = table.rows(2, 0, 2);
        assertArrayEquals(new double[] {3, 1, 3}, rows.numbers("a").values());
        assertEquals("z", rows.column("b").text(0));
        assertEquals(List.of("x", "y", "z"), rows.categories("b").categories());
        assertEquals("line 4", rows.place(0));
        assertEquals(List.of("b"), table.without("a").names());
        Table both = table.with(read("7\n8\n9\n").column("1").named("target"));
        assertEquals(List.of("a", "b", "target"), both.names());
        assertEquals(8, both.numbers("target").value(1));
        assertThrows(IllegalArgumentException.class, () -> table.with(Column.numbers("a", 1, 2, 3)));
        assertThrows(IllegalArgumentException.class, () -> table.with(Column.numbers("c", 1, 2)));
        assertEquals(
                "expected a column \"c\", found \"a\", \"b\": name one of these, or its number from 1",
                assertThrows(IllegalArgumentException.class, () -> table.column("c"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> table.numbers("b"));
        assertThrows(IllegalArgumentException.class, () -> table.categories("a"));
    }

    @Test
    void statisticsAreThoseOfTheValuesThatAreThere() {
        NumberColumn column = Column.numbers("x", 4, Double.NaN, 1, 2, 1);
        assertEquals(1, column.least());
        assertEquals(4, column.greatest());
        assertEquals(2, column.mean());
        assertEquals(Math.sqrt(6.0 / 4), column.deviation());
        assertEquals(1.5, column.median());
        assertEquals(1, column.missing());
        assertTrue(Double.isNaN(Column.numbers("x", Double.NaN).mean()));
        assertEquals(0, Column.numbers("x", 0.1, 0.1, 0.1).deviation());
        assertThrows(IllegalArgumentException.class, () -> Column.numbers("x", Double.POSITIVE_INFINITY));
        assertEquals(
                List.of("2", "10", "11"),
                Column.categories("n", "10", "2", "11", "").categories());
    }

    @Test
    void aTableOfOwnColumnsHasRowsAlike() {
        Table table = Table.of(Column.numbers("x", 1, 2), Column.categories("c", "a", ""));
        assertEquals(2, table.size());
        assertEquals("row 2", table.place(1));
        assertThrows(IllegalArgumentException.class, () -> Table.of(Column.numbers("x", 1), Column.numbers("y", 1, 2)));
        assertThrows(IllegalArgumentException.class, () -> Table.of(Column.numbers("x", 1), Column.numbers("x", 1)));
        assertThrows(IllegalArgumentException.class, Table::of);
    }
}
