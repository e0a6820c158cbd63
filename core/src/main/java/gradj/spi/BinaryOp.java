package gradj.spi;

/** Element-wise operations of two operands, y = f(a, b). NaN and infinity pass through as IEEE 754 says. */
public enum BinaryOp {
    /** y = a + b */
    ADD,
    /** y = a - b */
    SUBTRACT,
    /** y = a * b */
    MULTIPLY,
    /** y = a / b */
    DIVIDE
}
