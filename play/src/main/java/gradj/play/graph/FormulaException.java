package gradj.play.graph;

/** A formula that cannot be understood; the message says where, what was expected and what stands there. */
public final class FormulaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;

    FormulaException(int column, String problem) {
        super("column " + column + ": " + problem);
        this.column = column;
    }

    /** Where in the formula, counted from 1. */
    public int column() {
        return column;
    }
}
