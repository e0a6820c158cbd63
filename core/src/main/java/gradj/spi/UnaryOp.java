package gradj.spi;

/** Element-wise operations of one operand, y = f(x). NaN and infinity pass through as IEEE 754 says. */
public enum UnaryOp {
    /** y = -x */
    NEGATE,
    /** y = 1 / x */
    RECIPROCAL,
    /** y = e^x */
    EXP,
    /** y = ln(x) */
    LOG,
    /** y = x * x */
    SQUARE,
    /** y = x where x > 0, else 0; NaN stays NaN */
    RELU,
    /** y = 1 / (1 + e^-x), without overflow for large |x| */
    SIGMOID
}
