package gradj.data.table;

/** What is made of a column of numbers, so that all columns weigh alike for a net that begins to learn. */
public enum Scaling {
    /** (x - mean) / standard deviation: the mean becomes 0, the deviation 1. */
    STANDARDIZE,
    /** (x - least) / (greatest - least): from 0 to 1; others than the training rows may lie outside. */
    MIN_MAX,
    /** x / 255: grey values, and colours, of a byte. */
    PIXEL,
    /** x. */
    NONE;

    /**
     * As a shift and a scale, of these training rows: (x - shift) / scale. A constant column has the scale 1, so that its
     * value becomes 0, and another one keeps its distance.
     */
    double[] shiftAndScale(NumberColumn column) {
        double least = column.least();
        boolean isConstant = least == column.greatest();
        return switch (this) {
            case STANDARDIZE -> new double[] {column.mean(), isConstant ? 1 : column.deviation()};
            case MIN_MAX -> new double[] {least, isConstant ? 1 : column.greatest() - least};
            case PIXEL -> new double[] {0, 255};
            case NONE -> new double[] {0, 1};
        };
    }
}
