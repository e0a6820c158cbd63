package gradj.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column as a net takes it: one number, or one for each category. */
sealed interface Feature {
    String name();

    /** How many numbers of a row it becomes. */
    int width();

    /** What each of these numbers is: {@code age}, or {@code colour=red}. */
    List<String> inputs();

    /** What its column is. */
    ColumnKind kind();

    /** Whether a missing value has one that stands in for it. */
    boolean fillsMissing();

    /** How to write a row of this column, which is checked first; what is wrong with it goes to {@code problems}. */
    Writer writer(Table table, Column column, boolean isFloat, Problems problems);

    /** Writes what a row becomes. */
    @FunctionalInterface
    interface Writer {
        void write(int row, Sink target);
    }

    /** Where a number goes: the first, second, ... of the feature. */
    @FunctionalInterface
    interface Sink {
        void put(int place, double value);
    }

    /**
     * Numbers.
     *
     * @param fill what stands in for a missing one; NaN if that is refused
     */
    record Numbers(String name, double shift, double scale, double fill) implements Feature {
        static Numbers fit(Table table, NumberColumn column, Scaling scaling, Fill fill) {
            if (column.missing() == column.size()) {
                throw table.problem(column(column.name()) + ": expected values to learn from, found none: leave it out,"
                        + " Builder.without");
            }
            double[] shiftAndScale = scaling.shiftAndScale(column);
            if (!Double.isFinite(shiftAndScale[0]) || !Double.isFinite(shiftAndScale[1])) {
                throw table.problem(column(column.name()) + ": expected numbers that can be added up, found "
                        + column.least() + " to " + column.greatest() + ": leave it out, Builder.without");
            }
            // A deviation too small for a double: as if constant.
            double scale = shiftAndScale[1] == 0 ? 1 : shiftAndScale[1];
            return new Numbers(column.name(), shiftAndScale[0], scale, fill.of(column));
        }

        @Override
        public ColumnKind kind() {
            return ColumnKind.NUMBERS;
        }

        @Override
        public boolean fillsMissing() {
            return !Double.isNaN(fill);
        }

        double of(double value) {
            return ((Double.isNaN(value) ? fill : value) - shift) / scale;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public List<String> inputs() {
            return List.of(name);
        }

        @Override
        public Writer writer(Table table, Column column, boolean isFloat, Problems problems) {
            int missing = column.missing();
            if (!(column instanceof NumberColumn numbers)) {
                if (missing == column.size()) {
                    return writer(table, Column.numbers(name, nothing(missing)), isFloat, problems);
                }
                int row = firstValue(column);
                problems.add(
                        row,
                        table.place(row) + ", " + column(name) + ": expected numbers, found categories such as "
                                + Problems.quoted(column.text(row)),
                        "give it numbers");
                return (each, target) -> {};
            }
            double most = isFloat ? Float.MAX_VALUE : Double.MAX_VALUE;
            for (int row = 0; row < numbers.size(); row++) {
                if (numbers.isMissing(row) && Double.isNaN(fill)) {
                    addMissing(table, row, name, problems);
                } else if (!(Math.abs(of(numbers.value(row))) <= most)) {
                    problems.add(
                            row,
                            table.place(row) + ", " + column(name)
                                    + ": expected a number that the net's dtype holds, found " + numbers.value(row),
                            "correct it, or use float64");
                }
            }
            return (row, target) -> target.put(0, of(numbers.value(row)));
        }

        private static double[] nothing(int size) {
            double[] nothing = new double[size];
            Arrays.fill(nothing, Double.NaN);
            return nothing;
        }
    }

    /**
     * Categories, one-hot.
     *
     * @param fill what stands in for a missing one; "" if that is refused
     * @param allowsUnseen whether another category becomes zeros only
     */
    record Categories(String name, List<String> categories, String fill, boolean allowsUnseen) implements Feature {
        /** More are no categories but names, numbers of tickets, or texts. */
        static final int MOST = 1_000;

        /** Of the categories those that these rows have. */
        static Categories fit(Table table, CategoryColumn column, Fill fill, boolean allowsUnseen) {
            List<String> seen = new ArrayList<>();
            int[] counts = column.counts();
            String mostFrequent = "";
            int most = 0;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    seen.add(column.categories().get(i));
                }
                if (counts[i] > most) {
                    most = counts[i];
                    mostFrequent = column.categories().get(i);
                }
            }
            if (seen.size() > MOST) {
                throw table.problem(
                        column(column.name()) + ": expected at most " + MOST + " categories, found " + seen.size()
                                + ", such as " + Problems.quoted(seen.get(0)) + ": leave it out, Builder.without");
            }
            return new Categories(
                    column.name(), List.copyOf(seen), fill == Fill.REFUSE ? "" : mostFrequent, allowsUnseen);
        }

        @Override
        public ColumnKind kind() {
            return ColumnKind.CATEGORIES;
        }

        @Override
        public boolean fillsMissing() {
            return !fill.isEmpty();
        }

        @Override
        public int width() {
            return categories.size();
        }

        @Override
        public List<String> inputs() {
            return categories.stream().map(category -> name + "=" + category).toList();
        }

        @Override
        public Writer writer(Table table, Column column, boolean isFloat, Problems problems) {
            Map<String, Integer> places = new HashMap<>();
            categories.forEach(category -> places.put(category, places.size()));
            int[] place = new int[column.size()];
            for (int row = 0; row < place.length; row++) {
                String category = column.isMissing(row) ? fill : column.text(row);
                place[row] = places.getOrDefault(category, -1);
                if (category.isEmpty()) {
                    addMissing(table, row, name, problems);
                } else if (place[row] < 0 && !allowsUnseen) {
                    problems.add(
                            row,
                            table.place(row) + ", " + column(name) + ": expected one of " + Table.shown(categories)
                                    + ", found " + Problems.quoted(category),
                            remedy(
                                    column,
                                    "correct it, or let the unseen be zeros when fitting: Builder.unseenAsZeros"));
                }
            }
            return (row, target) -> {
                for (int i = 0; i < categories.size(); i++) {
                    target.put(i, i == place[row] ? 1 : 0);
                }
            };
        }
    }

    static String column(String name) {
        return "column " + Problems.quoted(name);
    }

    static void addMissing(Table table, int row, String name, Problems problems) {
        problems.add(
                row,
                table.place(row) + ", " + column(name) + ": expected a value, found none",
                "write it in, or name a rule when fitting: Builder.missing");
    }

    /** A number may have been another text in the file. */
    static String remedy(Column column, String remedy) {
        return column instanceof NumberColumn
                ? remedy + "; of a file of codes such as 007: CsvOptions.preparedBy"
                : remedy;
    }

    private static int firstValue(Column column) {
        int row = 0;
        while (column.isMissing(row)) {
            row++;
        }
        return row;
    }
}
