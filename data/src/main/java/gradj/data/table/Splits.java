package gradj.data.table;

import gradj.tensor.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Ways to part the rows of a data set: one part to learn from, one to decide when to stop by, one to be judged by.
 *
 * <p>The seed decides which row comes where. Of each class, each part has its share, to less than two rows; and of all
 * rows, to less than one.
 *
 * <pre>{@code
 * Splits.Parts parts = Splits.stratified(iris.column("species"), 1).parts(0.7, 0.1, 0.2);
 * Table train = iris.rows(parts.train());
 * }</pre>
 */
public final class Splits {
    /** Shuffled within each class, class after class. */
    private final int[] dealt;

    private Splits(int[] dealt) {
        this.dealt = dealt;
    }

    /**
     * The numbers of rows, from 0, each in one of three parts, ascending.
     *
     * @param train to learn from, and to fit what prepares the others
     * @param validation to compare by while training
     * @param test to be judged by in the end
     */
    public record Parts(int[] train, int[] validation, int[] test) {}

    /**
     * The numbers of rows, from 0, each in one of two parts, ascending.
     *
     * @param train to learn from
     * @param test to be judged by
     */
    public record Fold(int[] train, int[] test) {}

    /** Rows without classes. */
    public static Splits of(int rows, long seed) {
        int[] dealt = new int[rows];
        Arrays.setAll(dealt, row -> row);
        new SeededRandom(seed).shuffle(dealt);
        return new Splits(dealt);
    }

    /** Rows of which each class is parted alike; each value of the column is a class, and so is none. */
    public static Splits stratified(Column classes, long seed) {
        int[] dealt = of(classes.size(), seed).dealt;
        Dictionary dictionary = new Dictionary();
        int[] codes = new int[classes.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = dictionary.code(classes.text(row));
        }
        int[] ordered = Arrays.stream(dealt)
                .boxed()
                .sorted((a, b) -> Integer.compare(codes[a], codes[b])) // stable: shuffled within a class
                .mapToInt(Integer::intValue)
                .toArray();
        return new Splits(ordered);
    }

    /**
     * Three parts of these shares.
     *
     * @param train share of all rows, above 0
     * @param validation share of all rows, 0 for none
     * @param test share of all rows, 0 for none
     * @throws IllegalArgumentException if the shares are not 1 together, or a part would be left without a row
     */
    public Parts parts(double train, double validation, double test) {
        double[] shares = {train, validation, test};
        boolean areShares = train > 0 && validation >= 0 && test >= 0 && Math.abs(train + validation + test - 1) < 1e-9;
        if (!areShares) {
            throw new IllegalArgumentException("expected shares from 0 to 1 with the sum 1, got train " + train
                    + ", validation " + validation + ", test " + test);
        }
        int[] part = deal(shares);
        Parts parts = new Parts(rows(i -> part[i] == 0), rows(i -> part[i] == 1), rows(i -> part[i] == 2));
        int[] sizes = {parts.train().length, parts.validation().length, parts.test().length};
        for (int i = 0; i < sizes.length; i++) {
            if (shares[i] > 0 && sizes[i] == 0) {
                String whose = List.of("to learn from", "to validate by", "to test with")
                        .get(i);
                throw new IllegalArgumentException("expected a row in each part at least, got none " + whose + " of "
                        + dealt.length + (dealt.length == 1 ? " row" : " rows") + ", a share of " + (float) shares[i]
                        + ": a larger share, or more rows");
            }
        }
        return parts;
    }

    /**
     * Each row once in a part to be judged by: k parts of one size, give or take a row, and each time all others to learn
     * from.
     *
     * @param k from 2 to the number of rows
     */
    public List<Fold> folds(int k) {
        if (k < 2 || k > dealt.length) {
            throw new IllegalArgumentException("expected 2 to " + dealt.length + " folds, one row in each, got " + k);
        }
        int[] fold = new int[dealt.length];
        Arrays.setAll(fold, i -> i % k);
        List<Fold> folds = new ArrayList<>();
        for (int test = 0; test < k; test++) {
            int tested = test;
            folds.add(new Fold(rows(i -> fold[i] != tested), rows(i -> fold[i] == tested)));
        }
        return folds;
    }

    /** Which part each row comes into: the one that is furthest behind its share; of equals the first. */
    private int[] deal(double... shares) {
        int[] part = new int[dealt.length];
        int[] given = new int[shares.length];
        for (int i = 0; i < part.length; i++) {
            double furthest = Double.NEGATIVE_INFINITY;
            for (int each = 0; each < shares.length; each++) {
                double behind = shares[each] * (i + 1) - given[each];
                if (shares[each] > 0 && behind > furthest + 1e-9) {
                    part[i] = each;
                    furthest = behind;
                }
            }
            given[part[i]]++;
        }
        return part;
    }

    /** The rows at those places among the dealt ones, ascending. */
    private int[] rows(IntPredicate places) {
        return IntStream.range(0, dealt.length)
                .filter(places)
                .map(i -> dealt[i])
                .sorted()
                .toArray();
    }
}
