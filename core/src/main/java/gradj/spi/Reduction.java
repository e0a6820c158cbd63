package gradj.spi;

/** What {@link TensorBackend#reduce} makes of the n elements along an axis. */
public enum Reduction {
    /** Their sum; 0 when n = 0. The rounding error is at most about n unit roundoffs of the sum of their magnitudes. */
    SUM,
    /** The largest of them (n >= 1); unspecified when one is NaN. */
    MAX,
    /** The position, counted from 0, of the first largest one (n >= 1); unspecified when one is NaN. In float32 exact up to 2^24. */
    ARGMAX
}
