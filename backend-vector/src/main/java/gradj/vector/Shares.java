package gradj.vector;

/** From what size on an operation is shared out to threads: so many elements are worth a thread of their own. */
final class Shares {
    /** Of an operation that reads and writes its elements and hardly computes. */
    static final int ELEMENTS = 1 << 15;

    /** Of one that takes an exponential or a logarithm of each element. */
    static final int EXPONENTIALS = 1 << 13;

    private Shares() {}
}
