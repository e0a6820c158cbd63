package gradj.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each row once, each part and each class its share. */
class SplitsTest {
    private static void assertEachOnce(int rows, int[]... parts) {
        int[] all = Arrays.stream(parts).flatMapToInt(Arrays::stream).sorted().toArray();
        assertArrayEquals(IntStream.range(0, rows).toArray(), all);
        for (int[] part : parts) {
            assertArrayEquals(Arrays.stream(part).sorted().toArray(), part);
        }
    }

    @Test
    void partsHaveTheirSharesOfAllRows() {
        for (int rows = 10; rows < 200; rows += 7) {
            Splits.Parts parts = Splits.of(rows, rows).parts(0.7, 0.1, 0.2);
            assertEachOnce(rows, parts.train(), parts.validation(), parts.test());
            assertEquals(0.7 * rows, parts.train().length, 1 - 1e-6);
            assertEquals(0.1 * rows, parts.validation().length, 1 - 1e-6);
            assertEquals(0.2 * rows, parts.test().length, 1 - 1e-6);
        }
        Splits.Parts two = Splits.of(150, 1).parts(0.8, 0, 0.2);
        assertEquals(120, two.train().length);
        assertEquals(0, two.validation().length);
        assertEquals(30, two.test().length);
    }

    @Test
    void seedsDecide() {
        int[] one = Splits.of(100, 1).parts(0.5, 0, 0.5).test();
        assertArrayEquals(one, Splits.of(100, 1).parts(0.5, 0, 0.5).test());
        assertFalse(Arrays.equals(one, Splits.of(100, 2).parts(0.5, 0, 0.5).test()));
        assertFalse(Arrays.equals(IntStream.range(50, 100).toArray(), one));
    }

    /** 150 rows of three classes, as iris has them: exactly; uneven classes: to less than two rows. */
    @Test
    void stratifiedPartsHaveTheirShareOfEachClass() {
        String[] iris = new String[150];
        Arrays.setAll(iris, row -> "abc".substring(row / 50, row / 50 + 1));
        CategoryColumn classes = Column.categories("c", iris);
        Splits.Parts parts = Splits.stratified(classes, 7).parts(0.8, 0.1, 0.1);
        assertEachOnce(150, parts.train(), parts.validation(), parts.test());
        assertArrayEquals(new int[] {40, 40, 40}, classes.rows(parts.train()).counts());
        assertArrayEquals(new int[] {5, 5, 5}, classes.rows(parts.validation()).counts());
        assertArrayEquals(new int[] {5, 5, 5}, classes.rows(parts.test()).counts());

        double[] numbers = new double[997];
        Arrays.setAll(numbers, row -> row % 100 == 0 ? 3 : row % 7 == 0 ? 2 : row % 3);
        NumberColumn uneven = Column.numbers("n", numbers);
        Splits.Parts uneventful = Splits.stratified(uneven, 3).parts(0.63, 0.17, 0.2);
        assertEachOnce(997, uneventful.train(), uneventful.validation(), uneventful.test());
        for (double each = 0; each < 4; each++) {
            double value = each;
            double share = 0.2 * Arrays.stream(numbers).filter(n -> n == value).count();
            double found = Arrays.stream(uneventful.test())
                    .filter(row -> numbers[row] == value)
                    .count();
            assertEquals(share, found, 2, "class " + value);
        }
    }

    @Test
    void foldsTestEachRowOnce() {
        String[] names = new String[53];
        Arrays.setAll(names, row -> row % 10 == 0 ? "rare" : "usual");
        CategoryColumn classes = Column.categories("c", names);
        List<Splits.Fold> folds = Splits.stratified(classes, 5).folds(5);
        assertEachOnce(53, folds.stream().map(Splits.Fold::test).toArray(int[][]::new));
        for (Splits.Fold fold : folds) {
            assertEachOnce(53, fold.train(), fold.test());
            assertTrue(fold.test().length == 10 || fold.test().length == 11);
            int rare = classes.rows(fold.test()).counts()[0];
            assertTrue(rare == 1 || rare == 2, "rare " + rare);
        }
        assertEquals(4, Splits.of(4, 1).folds(4).size());
    }

    @Test
    void whatCannotBePartedIsRefused() {
        Splits splits = Splits.of(5, 1);
        assertEquals(
                "expected shares from 0 to 1 with the sum 1, got train 0.8, validation 0.1, test 0.2",
                assertThrows(IllegalArgumentException.class, () -> splits.parts(0.8, 0.1, 0.2))
                        .getMessage());
        assertEquals(
                "expected a row in each part at least, got none to validate by of 5 rows, a share of 0.05: a larger share,"
                        + " or more rows",
                assertThrows(IllegalArgumentException.class, () -> splits.parts(0.9, 0.05, 0.05))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> splits.parts(Double.NaN, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> splits.parts(0, 0.5, 0.5));
        assertThrows(IllegalArgumentException.class, () -> splits.folds(1));
        assertThrows(IllegalArgumentException.class, () -> splits.folds(6));
    }
}
