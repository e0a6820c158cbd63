package gradj.data.table;

import java.util.List;

/** A column of categories, each one of a few names. */
public final class CategoryColumn implements Column {
    static final int MISSING = -1;

    private final String name;
    private final List<String> categories;
    private final int[] codes;

    CategoryColumn(String name, List<String> categories, int[] codes) {
        this.name = name;
        this.categories = categories;
        this.codes = codes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return codes.length;
    }

    /**
     * The names of the categories: in the order that the file gives, else sorted, by value if all are numbers. Of a part of
     * a table, those of the whole table.
     */
    public List<String> categories() {
        return categories;
    }

    /** The number, from 0, of this row's category in {@link #categories}; -1 if it is missing. */
    public int code(int row) {
        return codes[row];
    }

    @Override
    public boolean isMissing(int row) {
        return codes[row] == MISSING;
    }

    @Override
    public String text(int row) {
        return isMissing(row) ? "" : categories.get(codes[row]);
    }

    /** How many rows each category has, in the order of {@link #categories}. */
    public int[] counts() {
        int[] counts = new int[categories.size()];
        for (int code : codes) {
            if (code != MISSING) {
                counts[code]++;
            }
        }
        return counts;
    }

    @Override
    public CategoryColumn rows(int... rows) {
        int[] chosen = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = codes[rows[i]];
        }
        return new CategoryColumn(name, categories, chosen);
    }

    @Override
    public CategoryColumn named(String newName) {
        return new CategoryColumn(newName, categories, codes);
    }

    @Override
    public String toString() {
        int[] counts = counts();
        StringBuilder text = new StringBuilder("\"" + name + "\": categories");
        for (int i = 0; i < Math.min(counts.length, 10); i++) {
            text.append(i == 0 ? " " : ", ")
                    .append(categories.get(i))
                    .append(" (")
                    .append(counts[i])
                    .append(")");
        }
        text.append(counts.length > 10 ? " and " + (counts.length - 10) + " more" : "");
        return text + (missing() == 0 ? "" : ", " + missing() + " missing");
    }
}
