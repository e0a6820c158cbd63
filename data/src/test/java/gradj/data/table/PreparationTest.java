package gradj.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.data.Samples;
import gradj.io.FileException;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learned from the training rows, done alike to every other, and each difference between two tables has its answer. */
class PreparationTest {
    private static final Tensors FLOATS = new Tensors(Backends.get("java"), DType.FLOAT32);
    private static final Tensors DOUBLES = new Tensors(Backends.get("java"), DType.FLOAT64);

    private static final Table TRAIN = Table.of(
            Column.numbers("age", 10, 20, 30, 40),
            Column.categories("colour", "red", "blue", "red", "green"),
            Column.numbers("same", 0.1, 0.1, 0.1, 0.1),
            Column.categories("kind", "b", "a", "b", "c"));

    private static final Preparation FITTED =
            Preparation.builder().classes("kind").fit(TRAIN);

    @TempDir
    Path folder;

    private Table read(String text) throws IOException {
        return read(text, CsvOptions.guessed().keepMissing());
    }

    private Table read(String text, CsvOptions options) throws IOException {
        return Table.read(Files.writeString(folder.resolve("t.csv"), text), options);
    }

    private static String problem(Preparation preparation, Table table) {
        RuntimeException e = assertThrows(RuntimeException.class, () -> preparation.features(table, FLOATS));
        assertTrue(e instanceof FileException || e instanceof IllegalArgumentException, e.toString());
        return e.getMessage().replaceFirst("^.*t\\.csv: ", "");
    }

    @Test
    void standardisesNumbersAndMakesCategoriesOneHot() {
        Samples samples = FITTED.samples(TRAIN, DOUBLES);
        assertEquals(Shape.of(4, 5), samples.x().shape());
        assertEquals(List.of("age", "colour=blue", "colour=green", "colour=red", "same"), FITTED.inputNames());
        assertEquals(5, FITTED.inputs());
        double s = Math.sqrt(125);
        assertArrayEquals(
                new double[] {
                    -15 / s, 0, 0, 1, 0, //
                    -5 / s, 1, 0, 0, 0, //
                    5 / s, 0, 0, 1, 0, //
                    15 / s, 0, 1, 0, 0
                },
                samples.x().toDoubleArray(),
                1e-15);
        assertArrayEquals(
                new double[] {0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1}, samples.t().toDoubleArray());
        assertEquals(List.of("a", "b", "c"), FITTED.classNames());
        assertEquals(3, FITTED.outputs());
        assertEquals("kind", FITTED.targetName());
        assertEquals("3 columns as 5 numbers; classes \"a\", \"b\", \"c\" of \"kind\"", FITTED.toString());
        float[] floats = FITTED.samples(TRAIN, FLOATS).x().toFloatArray();
        for (int i = 0; i < floats.length; i++) {
            assertEquals((float) samples.x().toDoubleArray()[i], floats[i]);
        }
    }

    /** Other rows are scaled by the training rows' statistics, and leave them as they are. */
    @Test
    void otherRowsAreScaledByTheTrainingRowsStatistics() {
        Table test = Table.of(
                Column.numbers("age", 1000), Column.categories("colour", "green"), Column.numbers("same", 0.6));
        assertArrayEquals(
                new double[] {975 / Math.sqrt(125), 0, 1, 0, 0.5},
                FITTED.features(test, DOUBLES).toDoubleArray(),
                1e-12);
        Table part = TRAIN.rows(0, 1);
        Preparation ofPart = Preparation.builder().without("kind").fit(part);
        assertEquals(List.of("age", "colour=blue", "colour=red", "same"), ofPart.inputNames());
        assertEquals(-1, ofPart.features(part, DOUBLES).get(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"STANDARDIZE, -1.341640786499874", "MIN_MAX, 0", "PIXEL, 0.0392156862745098", "NONE, 10"})
    void scalesAsAsked(Scaling scaling, double first) {
        Table table = TRAIN.without("kind");
        Preparation all = Preparation.builder().scaling(scaling).fit(table);
        assertEquals(first, all.features(table, DOUBLES).get(0, 0), 1e-15);
        Preparation one = Preparation.builder()
                .scaling("same", Scaling.NONE)
                .scaling("1", scaling)
                .fit(table);
        assertEquals(first, one.features(table, DOUBLES).get(0, 0), 1e-15);
        assertEquals(0.1, one.features(table, DOUBLES).get(0, 4));
    }

    @Test
    void aColumnOfNumbersIsClassesOrATarget() {
        Table table = Table.of(Column.numbers("x", 1, 2, 3), Column.numbers("y", 10, 2, 10));
        Preparation classes = Preparation.builder().classes("y").fit(table);
        assertEquals(List.of("2", "10"), classes.classNames());
        assertArrayEquals(
                new double[] {0, 1, 1, 0, 0, 1},
                classes.samples(table, DOUBLES).t().toDoubleArray());
        Preparation two = Preparation.builder().twoClasses("y").fit(table);
        assertEquals(Shape.of(3, 1), two.samples(table, FLOATS).t().shape());
        assertArrayEquals(new double[] {1, 0, 1}, two.samples(table, FLOATS).t().toDoubleArray());
        Preparation target = Preparation.builder().target("y", Scaling.MIN_MAX).fit(table);
        assertArrayEquals(
                new double[] {1, 0, 1}, target.samples(table, DOUBLES).t().toDoubleArray());
        assertEquals(6, target.targetValue(0.5));
        assertEquals(
                10,
                Preparation.builder()
                        .target("y")
                        .fit(table)
                        .samples(table, FLOATS)
                        .t()
                        .get(0, 0));
        assertEquals(List.of(), target.classNames());
    }

    @Test
    void missingValuesAreFilledByTheTrainingRowsRule() {
        Table train =
                Table.of(Column.numbers("n", 1, 1, Double.NaN, 3, 7), Column.categories("c", "a", "b", "b", "", "c"));
        Table test = Table.of(Column.numbers("n", Double.NaN), Column.categories("c", ""));
        Map<Fill, Double> expected = Map.of(Fill.MEAN, 3.0, Fill.MEDIAN, 2.0, Fill.MOST_FREQUENT, 1.0);
        expected.forEach((fill, number) -> {
            Preparation filled =
                    Preparation.builder().missing(fill).scaling(Scaling.NONE).fit(train);
            assertArrayEquals(
                    new double[] {number, 0, 1, 0},
                    filled.features(test, DOUBLES).toDoubleArray());
            assertEquals(number, filled.features(train, DOUBLES).get(2, 0));
        });
        assertEquals(
                "table: row 3, column \"n\": expected a value, found none; row 4, column \"c\": expected a value, found"
                        + " none: write it in, or name a rule when fitting: Builder.missing",
                problem(Preparation.builder().fit(train), train));
    }

    @Test
    void columnsAreFoundByTheirNames() throws IOException {
        Table other = read("more,same,colour,age\nx,0.1,red,25\ny,0.1,blue,25\n");
        assertArrayEquals(
                new double[] {0, 0, 0, 1, 0, 0, 1, 0, 0, 0},
                FITTED.features(other, DOUBLES).toDoubleArray());
        assertEquals(
                "expected the columns \"age\", \"colour\", as the training rows have, found \"Age\", \"color\", which they"
                        + " have not: add or rename it",
                problem(FITTED, read("Age,color,same\n1,red,0.1\n2,blue,0.1\n")));
        assertEquals(
                "expected a column \"same\", as the training rows have, found no other column: add or rename it",
                problem(FITTED, read("age,colour,kind\n1,red,a\n2,blue,b\n")));
        assertEquals(
                "table: expected a column \"kind\", as the training rows have, found no other column: add or rename it",
                assertThrows(IllegalArgumentException.class, () -> FITTED.samples(TRAIN.without("kind"), FLOATS))
                        .getMessage());
    }

    @Test
    void columnsWithoutNamesAreTakenInOrder() throws IOException {
        double[] expected = {0, 0, 0, 1, 0};
        assertArrayEquals(
                expected, FITTED.features(read("25,red,0.1\n"), DOUBLES).toDoubleArray());
        assertArrayEquals(
                expected, FITTED.features(read("25,red,0.1,b\n"), DOUBLES).toDoubleArray());
        assertArrayEquals(
                new double[] {0, 1, 0},
                FITTED.samples(read("25,red,0.1,b\n"), DOUBLES).t().toDoubleArray());
        assertEquals(
                "expected 4 columns, as the training rows have, or a first line with their names, found 2 columns without"
                        + " names: write \"age\", \"colour\", \"same\", \"kind\"",
                problem(FITTED, read("25,red\n")));
        // The label in front: rows without it are shorter, and no column moves.
        Table labelled = read("1,2,30\n0,4,50\n");
        Preparation front =
                Preparation.builder().classes("1").scaling(Scaling.NONE).fit(labelled);
        assertArrayEquals(
                new double[] {7, 8}, front.features(read("7,8\n"), DOUBLES).toDoubleArray());
        assertArrayEquals(
                new double[] {7, 8}, front.features(read("1,7,8\n"), DOUBLES).toDoubleArray());
    }

    @Test
    void whatTheTrainingRowsHaveNotIsRefusedWithItsPlace() throws IOException {
        assertEquals(
                "line 3, column \"colour\": expected one of \"blue\", \"green\", \"red\", found \"pink\"; line 4, column"
                        + " \"colour\": expected one of \"blue\", \"green\", \"red\", found \"PINK\": correct it, or let the"
                        + " unseen be zeros when fitting: Builder.unseenAsZeros",
                problem(FITTED, read("age,colour,same\n1,red,1\n2,pink,1\n3,PINK,1\n")));
        Preparation zeros =
                Preparation.builder().without("kind").unseenAsZeros().fit(TRAIN);
        assertArrayEquals(
                new double[] {0, 0, 0, 0, 0},
                zeros.features(read("age,colour,same\n25,pink,0.1\n"), DOUBLES).toDoubleArray());
        assertEquals(
                "line 2, column \"age\": expected numbers, found categories such as \"old\": give it numbers",
                problem(FITTED, read("age,colour,same\nold,red,1\nyoung,red,1\n")));
        assertTrue(problem(FITTED, read("age,colour,same\n1e300,red,1\n"))
                .startsWith("line 2, column \"age\": expected a number that the net's dtype holds, found 1.0E300"));
        FileException e = assertThrows(
                FileException.class,
                () -> FITTED.samples(read("age,colour,same,kind\n1,red,1,b\n1,red,1,d\n1,red,1,\n"), FLOATS));
        assertEquals(
                folder.resolve("t.csv")
                        + ": line 3, column \"kind\": expected one of the classes \"a\", \"b\", \"c\", found"
                        + " \"d\"; line 4, column \"kind\": expected one of the classes \"a\", \"b\", \"c\", found none:"
                        + " correct it, or leave the row out",
                e.getMessage());
    }

    /** One row of a column of names such as "1", "2", "x" looks like numbers. */
    @Test
    void aNumberIsTheCategoryOfThatName() throws IOException {
        Table train = read("deck,y\n1,3\nA,4\nB,5\n");
        Preparation fitted = Preparation.builder().target("y").fit(train);
        assertArrayEquals(
                new double[] {1, 0, 0},
                fitted.features(read("deck\n1\n"), DOUBLES).toDoubleArray());
    }

    /** Codes, and classes that look like numbers: as they were read for training, not as the few new rows look. */
    @Test
    void otherFilesAreReadAsTheTrainingRowsWere() throws IOException {
        Table train = read(
                "code,size,kind,note\n007,1,1.0,x\n7,2,2.0,y\n1e1,3,1.0,z\n",
                CsvOptions.guessed().categories("code", "3"));
        Preparation fitted = Preparation.builder()
                .classes("kind")
                .without("note")
                .scaling(Scaling.NONE)
                .missing(Fill.MEAN)
                .fit(train);
        Preparation kept = Preparation.of(fitted.toJson());
        CsvOptions options = CsvOptions.guessed().preparedBy(kept);
        assertEquals(List.of("code=007", "code=7", "code=1e1", "size"), kept.inputNames());
        double[] expected = {0, 0, 1, 5, 1, 0, 0, 2};
        for (String rows : List.of(
                "code,size,kind,note\n1e1,5,2.0,1\n007,,1.0,2\n",
                "size,code\n5,1e1\n,007\n",
                "1e1,5,2.0,n\n007,,1.0,n\n",
                "1e1,5,n\n007,NA,n\n",
                "1e1,5\n007,?\n")) {
            assertArrayEquals(
                    expected, kept.features(read(rows, options), DOUBLES).toDoubleArray(), rows);
        }
        assertArrayEquals(
                new double[] {0, 1, 1, 0},
                kept.samples(read("code,size,kind,note\n1e1,5,2.0,1\n007,,1.0,2\n", options), DOUBLES)
                        .t()
                        .toDoubleArray());
        assertEquals(
                "line 2, column \"code\": expected one of \"007\", \"7\", \"1e1\", found \"10\": correct it, or let the unseen be"
                        + " zeros when fitting: Builder.unseenAsZeros; of a file of codes such as 007:"
                        + " CsvOptions.preparedBy",
                problem(kept, read("code,size\n1e1,5\n")));
        assertTrue(assertThrows(FileException.class, () -> read("code,size\n7,x\n7,y\n", options))
                .getMessage()
                .contains("line 2, column \"size\": expected a number, found \"x\"; line 3"));
        // What is said of a column goes before; of numbers that are classes "1.0" and "1" are one.
        assertEquals("7.0", read("code,size\n7.0,1\n", options).column("code").text(0));
        assertEquals(
                "7",
                read("code,size\n7.0,1\n", options.numbers("code"))
                        .column("code")
                        .text(0));
        Preparation ofNumbers = Preparation.builder().classes("y").fit(read("x,y\n1,1\n2,2\n"));
        Preparation back = Preparation.of(ofNumbers.toJson());
        Table other = read("x,y\n3,2.0\n", CsvOptions.guessed().preparedBy(back));
        assertArrayEquals(new double[] {0, 1}, back.samples(other, FLOATS).t().toDoubleArray());
    }

    @Test
    void whatCannotBeLearnedFromIsRefused() {
        Preparation.Builder plain = Preparation.builder();
        Table nothing = Table.of(Column.numbers("n", Double.NaN, Double.NaN), Column.numbers("m", 1, 2));
        assertThrows(IllegalArgumentException.class, () -> plain.fit(nothing));
        assertThrows(IllegalArgumentException.class, () -> plain.fit(TRAIN.rows()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Preparation.builder().classes("x").fit(TRAIN));
        assertThrows(
                IllegalArgumentException.class,
                () -> Preparation.builder().target("kind").fit(TRAIN));
        assertThrows(
                IllegalArgumentException.class,
                () -> Preparation.builder().twoClasses("kind").fit(TRAIN));
        assertThrows(
                IllegalArgumentException.class,
                () -> Preparation.builder().classes("same").fit(TRAIN));
        assertThrows(
                IllegalArgumentException.class,
                () -> Preparation.builder().scaling("kind", Scaling.NONE).fit(TRAIN));
        assertThrows(
                IllegalArgumentException.class, () -> plain.fit(Table.of(Column.numbers("n", 1e308, -1e308, 1e308))));
        String[] names = IntStream.range(0, 1_001).mapToObj(i -> "name " + i).toArray(String[]::new);
        assertEquals(
                "table: column \"name\": expected at most 1000 categories, found 1001, such as \"name 0\": leave it out,"
                        + " Builder.without",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> plain.fit(Table.of(Column.categories("name", names))))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> Preparation.builder().fit(TRAIN).samples(TRAIN, FLOATS));
        assertThrows(
                IllegalArgumentException.class,
                () -> Preparation.builder().classes("n").fit(Table.of(Column.numbers("n", 1, 2))));
    }

    @Test
    void comesBackFromJsonWithTheSameBits() {
        Table train = Table.of(
                Column.numbers("\"x\"\n", 1 / 3.0, 1e-300, 2e17),
                Column.categories("ünï", "a\\b", "</script>", "\u2028"),
                Column.numbers("y", 0.1, 0.7, 0.30000000000000004));
        for (Preparation.Builder builder : List.of(
                Preparation.builder().target("y", Scaling.STANDARDIZE).missing(Fill.MEAN),
                Preparation.builder().classes("y").unseenAsZeros(),
                Preparation.builder().scaling(Scaling.MIN_MAX))) {
            Preparation fitted = builder.fit(train);
            Preparation back = Preparation.of(fitted.toJson());
            assertEquals(fitted.toJson(), back.toJson());
            assertFalse(fitted.toJson().contains("\n"));
            assertArrayEquals(
                    fitted.features(train, DOUBLES).toDoubleArray(),
                    back.features(train, DOUBLES).toDoubleArray());
            assertEquals(fitted.classNames(), back.classNames());
            assertEquals(fitted.targetName(), back.targetName());
        }
        assertEquals(
                "{\"version\":1,\"columns\":[\"a\",\"c\"],\"features\":[{\"name\":\"a\",\"kind\":\"number\",\"shift\":2.0,"
                        + "\"scale\":1.0}],\"target\":{\"name\":\"c\",\"kind\":\"classes\",\"classes\":[\"p\",\"q\"]}}",
                Preparation.builder()
                        .classes("c")
                        .fit(Table.of(Column.numbers("a", 1, 3), Column.categories("c", "p", "q")))
                        .toJson());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "nothing ! expected JSON",
                "{ ! expected JSON",
                "[] ! an object",
                "{} ! version",
                "{'version':2} ! version 1, found 2",
                "{'version':1,'columns':['a'],'features':[]} ! features",
                "{'version':1,'columns':['a'],'features':[{'name':'b','kind':'number','shift':0,'scale':1}]} ! \"b\"",
                "{'version':1,'columns':['a'],'features':[{'name':'a','kind':'number','shift':0,'scale':0}]} ! above 0",
                "{'version':1,'columns':['a'],'features':[{'name':'a','kind':'number','shift':1e999,'scale':1}]} ! finite",
                "{'version':1,'columns':['a'],'features':[{'name':'a','kind':'number','shift':'0','scale':1}]} ! finite",
                "{'version':1,'columns':['a'],'features':[{'name':'a','kind':'pickle'}]} ! \"pickle\"",
                "{'version':1,'columns':['a','a'],'features':[]} ! twice",
                "{'version':1,'columns':['a'],'features':[{'name':'a','kind':'categories','categories':['x','x'],"
                        + "'unseenAsZeros':true}]} ! each once",
            })
    void refusesOtherTextInALine(String json, String expected) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Preparation.of(json.replace('\'', '"')));
        assertTrue(e.getMessage().startsWith("not a preparation of a table: "), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void doesNotFollowDeepNesting() {
        String deep = "[".repeat(100_000);
        assertThrows(IllegalArgumentException.class, () -> Preparation.of(deep));
    }
}
