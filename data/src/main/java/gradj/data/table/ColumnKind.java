package gradj.data.table;

/** What a column is. */
enum ColumnKind {
    NUMBERS,
    CATEGORIES
}
