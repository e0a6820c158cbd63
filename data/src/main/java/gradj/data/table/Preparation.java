package gradj.data.table;

import gradj.data.Samples;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is made of a table's rows before a net sees them, learned from the rows that the net learns from, and done alike to
 * every other: numbers are scaled, categories become one number each, of which one is 1, missing values are filled.
 *
 * <pre>{@code
 * Preparation preparation = Preparation.builder().classes("species").fit(train);
 * Samples samples = preparation.samples(train, tensors);
 * Tensor scores = net.predict(preparation.features(newRows, tensors));
 * }</pre>
 *
 * <p>What another table may look like:
 *
 * <ul>
 *   <li>its columns may stand in another order: they are found by their names
 *   <li>a column more is left aside, one less is refused: so is one of another name
 *   <li>a table without names has to have as many columns as the training rows had, or as many without the target, in their
 *       order; or only those that are features
 *   <li>a category that the training rows have not is refused, unless {@link Builder#unseenAsZeros} was said; so is a
 *       missing value without a rule ({@link Builder#missing}), and text where numbers were
 *   <li>a number in a column of categories is the category of that name; of a file, {@link CsvOptions#preparedBy} reads
 *       such a column as it was read for training, so that {@code 007} stays what it is
 * </ul>
 *
 * <p>A large table: what is made of it is one tensor, and some megabytes beside it while it is made. A table's {@link
 * Table#rows} is a copy, so let go of what is not needed any more.
 */
public final class Preparation {
    /** The key of a net's metadata that {@link #toJson} is kept under. */
    public static final String KEY = "preparation";

    private static final int NUMBERS_AT_ONCE = 1 << 20;

    private final List<String> columns;
    private final List<Feature> features;
    private final @Nullable Target target;

    /** @param columns all that the training table had, in its order */
    Preparation(List<String> columns, List<Feature> features, @Nullable Target target) {
        this.columns = List.copyOf(columns);
        this.features = List.copyOf(features);
        this.target = target;
    }

    /** A preparation to be: numbers standardised, missing values and unseen categories refused, no target. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A preparation as {@link #toJson} wrote it.
     *
     * @throws IllegalArgumentException if the text is none, or of a newer version
     */
    public static Preparation of(String json) {
        return PreparationJson.read(json);
    }

    /** All that there is to it, as JSON in one line; each number comes back with the same bits. */
    public String toJson() {
        return PreparationJson.write(columns, features, target);
    }

    /** D, the numbers that a row becomes: the width of the net's input. */
    public int inputs() {
        return features.stream().mapToInt(Feature::width).sum();
    }

    /** What each of a row's D numbers is: a column's name, or {@code colour=red}. */
    public List<String> inputNames() {
        return features.stream().flatMap(feature -> feature.inputs().stream()).toList();
    }

    /** K, the numbers in a row of targets: the width of the net's output. */
    public int outputs() {
        return target().width();
    }

    /** The column that the net learns to tell; empty if there is none. */
    public String targetName() {
        return target == null ? "" : target.name();
    }

    /** The names of the classes, in the order of the targets' columns; none if the target is a number. */
    public List<String> classNames() {
        return target instanceof Target.Classes classes ? classes.classes() : List.of();
    }

    /** What a difference of 1 between prepared targets is in the column's own unit: 1 where it is not scaled. */
    public double targetUnit() {
        return target() instanceof Target.Quantity number ? number.scale() : 1;
    }

    /** A number that a net told, in the column's own unit: unscaled. */
    public double targetValue(double prepared) {
        return target() instanceof Target.Quantity number ? prepared * number.scale() + number.shift() : prepared;
    }

    /**
     * Rows and their targets.
     *
     * @return x [N, D] and t [N, K]
     * @throws gradj.io.FileException if the table, read from a file, is not as the training rows were: every column that is
     *     missing, or the first five cells, are named
     * @throws IllegalArgumentException the same of a table from elsewhere; or if there is no target
     */
    public Samples samples(Table table, Tensors tensors) {
        Target wanted = target();
        Map<String, Column> found = find(table, true);
        Problems problems = new Problems();
        double[] values = wanted.values(table, get(found, wanted.name()), problems);
        Tensor x = features(table, found, tensors, problems);
        return new Samples(x, tensors.of(Shape.of(table.size(), wanted.width()), values));
    }

    /**
     * Rows without targets, such as new ones; a column of targets may be there.
     *
     * @return [N, D]
     * @throws gradj.io.FileException if the table, read from a file, is not as the training rows were
     * @throws IllegalArgumentException the same of a table from elsewhere
     */
    public Tensor features(Table table, Tensors tensors) {
        return features(table, find(table, false), tensors, new Problems());
    }

    private Tensor features(Table table, Map<String, Column> found, Tensors tensors, Problems problems) {
        boolean isFloat = tensors.dtype() == DType.FLOAT32;
        List<Feature.Writer> writers = new ArrayList<>();
        for (Feature feature : features) {
            Problems its = new Problems();
            writers.add(feature.writer(table, get(found, feature.name()), isFloat, its));
            problems.addAll(its);
        }
        if (!problems.isEmpty()) {
            throw table.problem(problems.describe());
        }
        int width = inputs();
        if (isFloat) {
            return tensors.rows(
                    table.size(),
                    width,
                    (row, values, offset) ->
                            write(row, writers, (place, value) -> values[offset + place] = (float) value));
        }
        Tensor x = tensors.empty(Shape.of(table.size(), width));
        int rowsAtOnce = Math.max(1, Math.min(table.size(), NUMBERS_AT_ONCE / width));
        double[] values = new double[rowsAtOnce * width];
        for (int from = 0; from < table.size(); from += rowsAtOnce) {
            int count = Math.min(rowsAtOnce, table.size() - from);
            for (int i = 0; i < count; i++) {
                int offset = i * width;
                write(from + i, writers, (place, value) -> values[offset + place] = value);
            }
            tensors.backend().write(values, 0, x.storage(), from * width, count * width);
        }
        return x;
    }

    private void write(int row, List<Feature.Writer> writers, Feature.Sink target) {
        int from = 0;
        for (int i = 0; i < writers.size(); i++) {
            int start = from;
            writers.get(i).write(row, (place, value) -> target.put(start + place, value));
            from += features.get(i).width();
        }
    }

    private static Column get(Map<String, Column> found, String name) {
        return Objects.requireNonNull(found.get(name), name);
    }

    /** The columns of the features, and of the target if it is needed, under the training table's names. */
    private Map<String, Column> find(Table table, boolean needsTarget) {
        List<String> wanted =
                new ArrayList<>(features.stream().map(Feature::name).toList());
        if (needsTarget) {
            wanted.add(target().name());
        }
        Map<String, Column> found = new HashMap<>();
        if (!table.hasNames()) {
            int count = table.columns().size();
            List<String> names = namesByOrder(count, needsTarget);
            if (names.isEmpty()) {
                throw table.problem(
                        "expected " + columns.size() + " columns, as the training rows have, or a first line"
                                + " with their names, found " + count + " columns without names: write "
                                + Table.shown(columns));
            }
            for (int i = 0; i < names.size(); i++) {
                found.put(names.get(i), table.columns().get(i));
            }
            return found;
        }
        List<String> missing = new ArrayList<>();
        for (String name : wanted) {
            Column column = table.find(name);
            if (column == null) {
                missing.add(name);
            } else {
                found.put(name, column);
            }
        }
        if (!missing.isEmpty()) {
            List<String> others = new ArrayList<>(table.names());
            others.removeAll(columns);
            throw table.problem(
                    "expected " + (missing.size() == 1 ? "a column " : "the columns ") + Table.shown(missing)
                            + ", as the training rows have, found "
                            + (others.isEmpty() ? "no other column" : Table.shown(others) + ", which they have not")
                            + ": add or rename it");
        }
        return found;
    }

    /** The training table's names of so many columns; none if there are neither all, nor all but the target. */
    private List<String> namesByOrder(int count, boolean needsTarget) {
        if (count == columns.size()) {
            return columns;
        }
        List<String> others = new ArrayList<>(columns);
        others.remove(targetName());
        if (!needsTarget && count == others.size()) {
            return others;
        }
        boolean areFeatures = !needsTarget && count == features.size();
        return areFeatures ? features.stream().map(Feature::name).toList() : List.of();
    }

    /** What the columns of another file were in the training rows, by their names there; without those that are not known. */
    Map<String, ColumnKind> kinds(List<String> names, boolean hasNames) {
        Map<String, ColumnKind> own = new HashMap<>();
        features.forEach(feature -> own.put(feature.name(), feature.kind()));
        if (target != null) {
            own.put(target.name(), target.kind());
        }
        List<String> ownNames = hasNames ? names : namesByOrder(names.size(), false);
        Map<String, ColumnKind> kinds = new HashMap<>();
        for (int i = 0; i < ownNames.size(); i++) {
            ColumnKind kind = own.get(ownNames.get(i));
            if (kind != null) {
                kinds.put(names.get(i), kind);
            }
        }
        return kinds;
    }

    boolean fillsMissing() {
        return features.stream().anyMatch(Feature::fillsMissing);
    }

    private Target target() {
        if (target == null) {
            throw new IllegalArgumentException(
                    "expected a target, there is none: name one when fitting, Builder.classes" + " or Builder.target");
        }
        return target;
    }

    /** What comes in and what comes out. */
    @Override
    public String toString() {
        String into = target instanceof Target.Classes classes
                ? "classes " + Table.shown(classes.classes()) + " of \"" + classes.name() + "\""
                : target == null ? "no target" : "\"" + target.name() + "\"";
        return features.size() + " columns as " + inputs() + " numbers; " + into;
    }

    /** Choices, then {@link #fit}. A column is named by its name, or by its number from 1 in a table without names. */
    public static final class Builder {
        private Scaling scaling = Scaling.STANDARDIZE;
        private final Map<String, Scaling> scalings = new HashMap<>();
        private Fill fill = Fill.REFUSE;
        private boolean allowsUnseen;
        private final Set<String> without = new HashSet<>();
        private @Nullable String target;
        private boolean isTargetClasses;
        private boolean isTargetOneNumber;
        private Scaling targetScaling = Scaling.NONE;

        private Builder() {}

        /** Of all columns of numbers that nothing else is said of. */
        public Builder scaling(Scaling ofAll) {
            scaling = ofAll;
            return this;
        }

        /** Of this column. */
        public Builder scaling(String column, Scaling its) {
            scalings.put(column, its);
            return this;
        }

        /** What stands in for missing values, also in rows to come that have some where the training rows had none. */
        public Builder missing(Fill rule) {
            fill = rule;
            return this;
        }

        /** A category that the training rows have not becomes zeros only, rather than an error. */
        public Builder unseenAsZeros() {
            allowsUnseen = true;
            return this;
        }

        /** These columns are no features: names, numbers of rows, what is known only afterwards. */
        public Builder without(String... columns) {
            without.addAll(List.of(columns));
            return this;
        }

        /**
         * The net learns to tell the class in this column: targets are one-hot rows, in the order of {@link
         * CategoryColumn#categories}; of a column of numbers each value is a class.
         */
        public Builder classes(String column) {
            return target(column, true, false, Scaling.NONE);
        }

        /** The net learns to tell one of two classes as one number: targets are [N, 1], 1 for the second class. */
        public Builder twoClasses(String column) {
            return target(column, true, true, Scaling.NONE);
        }

        /** The net learns to tell the number in this column: targets are [N, 1]. */
        public Builder target(String column) {
            return target(column, Scaling.NONE);
        }

        /** The same, scaled; {@link #targetValue} takes it back. */
        public Builder target(String column, Scaling its) {
            return target(column, false, false, its);
        }

        private Builder target(String column, boolean isClasses, boolean isOneNumber, Scaling its) {
            target = column;
            isTargetClasses = isClasses;
            isTargetOneNumber = isOneNumber;
            targetScaling = its;
            return this;
        }

        /**
         * Learns the statistics of these rows: those that the net will learn from, and no others.
         *
         * @throws gradj.io.FileException if the table, read from a file, cannot be prepared so
         * @throws IllegalArgumentException the same of a table from elsewhere; or if there is no such column as was named
         */
        public Preparation fit(Table train) {
            if (train.size() == 0) {
                throw train.problem("expected rows to learn from, found none");
            }
            Set<String> left = new HashSet<>();
            without.forEach(column -> left.add(train.column(column).name()));
            Map<String, Scaling> itsScalings = new HashMap<>();
            scalings.forEach(
                    (column, its) -> itsScalings.put(train.numbers(column).name(), its));
            Target itsTarget = target == null ? null : target(train, train.column(target));
            if (itsTarget != null) {
                left.add(itsTarget.name());
            }
            List<Feature> features = new ArrayList<>();
            for (Column column : train.columns()) {
                if (left.contains(column.name())) {
                    continue;
                }
                if (column instanceof NumberColumn numbers) {
                    Scaling its = itsScalings.getOrDefault(column.name(), scaling);
                    features.add(Feature.Numbers.fit(train, numbers, its, fill));
                } else if (column instanceof CategoryColumn categories) {
                    features.add(Feature.Categories.fit(train, categories, fill, allowsUnseen));
                }
            }
            if (features.isEmpty()) {
                throw train.problem("expected a column that is no target, found none: there is nothing to learn from");
            }
            return new Preparation(train.names(), features, itsTarget);
        }

        private Target target(Table train, Column column) {
            if (!isTargetClasses) {
                if (!(column instanceof NumberColumn numbers) || column.missing() == column.size()) {
                    throw train.problem(Feature.column(column.name())
                            + ": expected numbers as target, found categories or nothing: name it by Builder.classes");
                }
                double[] shiftAndScale = targetScaling.shiftAndScale(numbers);
                if (!Double.isFinite(shiftAndScale[0]) || !Double.isFinite(shiftAndScale[1])) {
                    throw train.problem(Feature.column(column.name())
                            + ": expected numbers that can be added up, found " + numbers.least() + " to "
                            + numbers.greatest() + ": give them in a larger unit");
                }
                return new Target.Quantity(column.name(), shiftAndScale[0], shiftAndScale[1]);
            }
            Set<String> found = new HashSet<>();
            for (int row = 0; row < column.size(); row++) {
                found.add(column.text(row));
            }
            found.remove("");
            List<String> classes =
                    column instanceof CategoryColumn categories ? categories.categories() : Dictionary.sorted(found);
            boolean isRightCount = isTargetOneNumber ? classes.size() == 2 : classes.size() >= 2;
            if (!isRightCount || classes.size() > Feature.Categories.MOST) {
                throw train.problem(Feature.column(column.name()) + ": expected "
                        + (isTargetOneNumber ? "two classes" : "2 to " + Feature.Categories.MOST + " classes")
                        + ", found "
                        + classes.size() + ": name another column, or a number's by Builder.target");
            }
            ColumnKind kind = column instanceof NumberColumn ? ColumnKind.NUMBERS : ColumnKind.CATEGORIES;
            return new Target.Classes(column.name(), List.copyOf(classes), isTargetOneNumber, kind);
        }
    }
}
