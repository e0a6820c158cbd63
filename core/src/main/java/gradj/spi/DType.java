package gradj.spi;

/** The type of a tensor's elements: float32 to train with, float64 to check gradients with. */
public enum DType {
    FLOAT32("float32", 4, 0x1p-24),
    FLOAT64("float64", 8, 0x1p-53);

    private final String label;
    private final int bytes;
    private final double unitRoundoff;

    DType(String label, int bytes, double unitRoundoff) {
        this.label = label;
        this.bytes = bytes;
        this.unitRoundoff = unitRoundoff;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Half the distance from 1 to the next larger number: the largest relative error of one rounding. */
    public double unitRoundoff() {
        return unitRoundoff;
    }

    /** {@code float32} or {@code float64}, as NumPy and PyTorch write it. */
    @Override
    public String toString() {
        return label;
    }
}
