package gradj.data.table;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * A column of numbers. Its statistics are those of the values that are there; NaN if there are none.
 *
 * <p>Every number is the double that {@link Double#parseDouble} makes of the file's text, or the float of {@link
 * Float#parseFloat} if {@link CsvOptions#dtype} says so. It takes 4 bytes of memory where it and its neighbours are floats
 * exactly, whole numbers up to 16,777,216 for example, and 8 elsewhere.
 */
public final class NumberColumn implements Column {
    private final String name;
    private final Numbers values;

    NumberColumn(String name, Numbers values) {
        this.name = name;
        this.values = values;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return values.size();
    }

    /** The number in this row; NaN if it is missing. */
    public double value(int row) {
        return values.get(row);
    }

    /** All numbers, copied; NaN where one is missing. */
    public double[] values() {
        return values.toArray();
    }

    @Override
    public boolean isMissing(int row) {
        return Double.isNaN(values.get(row));
    }

    @Override
    public String text(int row) {
        return isMissing(row) ? "" : text(values.get(row));
    }

    static String text(double value) {
        boolean isWhole = Math.rint(value) == value && Math.abs(value) < 1e15;
        return isWhole ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public NumberColumn rows(int... rows) {
        return new NumberColumn(name, values.at(rows));
    }

    @Override
    public NumberColumn named(String newName) {
        return new NumberColumn(newName, values);
    }

    /** The least value. */
    public double least() {
        return over(Math::min);
    }

    /** The greatest value. */
    public double greatest() {
        return over(Math::max);
    }

    private double over(DoubleBinaryOperator operator) {
        double result = Double.NaN;
        for (int row = 0; row < size(); row++) {
            double value = values.get(row);
            if (!Double.isNaN(value)) {
                result = Double.isNaN(result) ? value : operator.applyAsDouble(result, value);
            }
        }
        return result;
    }

    /** The mean. */
    public double mean() {
        if (least() == greatest()) {
            return least(); // without rounding, so that a constant column is one
        }
        double sum = 0;
        for (int row = 0; row < size(); row++) {
            double value = values.get(row);
            sum += Double.isNaN(value) ? 0 : value;
        }
        return sum / (size() - missing());
    }

    /** The standard deviation of these values themselves: the sum of squares is divided by their number N, not by N - 1. */
    public double deviation() {
        double mean = mean();
        double squares = 0;
        for (int row = 0; row < size(); row++) {
            double value = values.get(row);
            squares += Double.isNaN(value) ? 0 : (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (size() - missing()));
    }

    /** The middle one of the sorted values, the mean of the middle two if their number is even. */
    public double median() {
        double[] sorted = Arrays.stream(values())
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int n = sorted.length;
        return n == 0 ? Double.NaN : n % 2 == 1 ? sorted[n / 2] : sorted[n / 2 - 1] / 2 + sorted[n / 2] / 2;
    }

    @Override
    public String toString() {
        return "\"" + name + "\": numbers " + text(least()) + " to " + text(greatest()) + ", mean " + (float) mean()
                + ", deviation " + (float) deviation() + (missing() == 0 ? "" : ", " + missing() + " missing");
    }
}
