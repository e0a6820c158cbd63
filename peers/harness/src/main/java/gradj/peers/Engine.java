package gradj.peers;

/** A system that computes the gradient of a {@link Problem}, in float32 and with all the processors it would take. */
public interface Engine {
    /** As users call it, such as {@code DL4J}. */
    String name();

    /** The version that runs, as it tells itself. */
    String version();

    /** The threads it says it uses; 0 if it does not say. */
    int threads();

    /** Computes the gradient once: loss and backpropagation. When it returns, the gradient is there. */
    void compute();

    /** The gradient, computed once more: dW1 [inputs, hidden], db1, dW2 [hidden, classes], db2, row-major. */
    Gradient gradient();
}
