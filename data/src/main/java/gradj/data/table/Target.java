package gradj.data.table;

import java.util.List;

/** The column that a net shall learn to tell, and what its targets are. */
sealed interface Target {
    String name();

    /** What the targets of these rows are; what is wrong with them goes to {@code problems}. */
    double[] values(Table table, Column column, Problems problems);

    /** The numbers in a row of targets. */
    int width();

    /** What its column is. */
    ColumnKind kind();

    /**
     * Classes: one-hot rows, or, of two as one number, 1 for the second.
     *
     * @param kind numbers if each value of such a column is a class
     */
    record Classes(String name, List<String> classes, boolean isOneNumber, ColumnKind kind) implements Target {
        @Override
        public int width() {
            return isOneNumber ? 1 : classes.size();
        }

        @Override
        public double[] values(Table table, Column column, Problems problems) {
            double[] values = new double[Math.multiplyExact(column.size(), width())];
            for (int row = 0; row < column.size(); row++) {
                int number = classes.indexOf(column.text(row));
                if (number < 0) {
                    problems.add(
                            row,
                            place(table, row, name) + ": expected one of the classes " + Table.shown(classes)
                                    + ", found " + (column.isMissing(row) ? "none" : Problems.quoted(column.text(row))),
                            kind == ColumnKind.CATEGORIES
                                    ? Feature.remedy(column, "correct it, or leave the row out")
                                    : "correct it, or leave the row out");
                } else if (isOneNumber) {
                    values[row] = number;
                } else {
                    values[row * classes.size() + number] = 1;
                }
            }
            return values;
        }
    }

    /** A number, scaled. */
    record Quantity(String name, double shift, double scale) implements Target {
        @Override
        public ColumnKind kind() {
            return ColumnKind.NUMBERS;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public double[] values(Table table, Column column, Problems problems) {
            double[] values = new double[column.size()];
            for (int row = 0; row < values.length; row++) {
                if (column instanceof NumberColumn numbers && !column.isMissing(row)) {
                    values[row] = (numbers.value(row) - shift) / scale;
                } else {
                    problems.add(
                            row,
                            place(table, row, name) + ": expected a number, found "
                                    + (column.isMissing(row) ? "none" : Problems.quoted(column.text(row))),
                            "correct it, or leave the row out");
                }
            }
            return values;
        }
    }

    private static String place(Table table, int row, String name) {
        return table.place(row) + ", " + Feature.column(name);
    }
}
