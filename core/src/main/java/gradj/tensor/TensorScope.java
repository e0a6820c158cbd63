package gradj.tensor;

import gradj.spi.DType;
import gradj.spi.PerThread;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of tensors: those that this thread makes between {@link #open} and {@link #close} give their memory back
 * when the scope closes, so that a loop which opens a scope per step runs in constant memory.
 *
 * <pre>{@code
 * try (TensorScope scope = TensorScope.open()) {
 *     Tensor y = x.dot(W).relu();     // memory of the product is reused by the next round
 *     result = scope.keep(y.sum());   // lives on
 * }
 * }</pre>
 *
 * <table>
 * <caption>Who frees a tensor</caption>
 * <tr><td>made inside a scope</td><td>the innermost scope open in that thread, at its end</td></tr>
 * <tr><td>made in one of {@link #rounds}</td><td>the round, at its end; its memory serves the next round</td></tr>
 * <tr><td>kept by {@link #keep}</td><td>the next outer scope; without one, the garbage collector</td></tr>
 * <tr><td>made without a scope</td><td>the garbage collector</td></tr>
 * <tr><td>used after its scope closed</td><td>{@link IllegalStateException}</td></tr>
 * </table>
 *
 * Scopes belong to one thread and close in the reverse order of their opening, as try-with-resources does.
 */
public final class TensorScope implements AutoCloseable {
    private static final PerThread<Stack> STACK = new PerThread<>(Stack::new);

    /** The scopes open in one thread, from the innermost outwards. */
    private static final class Stack {
        @Nullable
        TensorScope innermost;

        /** The empty list of a closed scope, for the next one: a prediction in a scope of its own then makes little. */
        private @Nullable ScopedTensors spare;

        ScopedTensors take() {
            ScopedTensors taken = spare;
            spare = null;
            return taken == null ? new ScopedTensors() : taken;
        }

        /** Keeps it unless it has grown long: a list never shrinks. */
        void giveBack(ScopedTensors empty, int length) {
            spare = length <= LONGEST_SPARE ? empty : null;
        }
    }

    private static final int LONGEST_SPARE = 100;

    private final Stack stack = STACK.get();
    private final ScopedTensors tensors;

    /** Whether the memory stays here for the next round when this one ends. */
    private final boolean isRound;

    private @Nullable TensorScope outer;
    private boolean isOpen;

    private TensorScope(boolean isRound) {
        this.isRound = isRound;
        this.tensors = isRound ? new ScopedTensors() : stack.take();
    }

    /** Opens a scope for the tensors that this thread makes from now on. */
    public static TensorScope open() {
        TensorScope scope = new TensorScope(false);
        scope.begin();
        return scope;
    }

    /**
     * Scopes for the rounds of a hot loop, in which a steady round makes nothing new: the {@link Tensor} objects of a
     * closed round come to life again in the next one, in the same memory.
     *
     * <pre>{@code
     * try (TensorScope.Rounds rounds = TensorScope.rounds()) {
     *     for (int i = 0; i < n; i++) {
     *         try (TensorScope round = rounds.open()) {
     *             ...
     *         }
     *     }
     * }
     * }</pre>
     *
     * The price: a tensor held past its round, other than by {@link #keep}, is closed only until a later round makes one
     * of the same shape at the same place. From then on it is that round's, with its content.
     */
    public static Rounds rounds() {
        return new Rounds();
    }

    /** The scopes of a loop, one a round; see {@link TensorScope#rounds}. They belong to the thread that made this. */
    public static final class Rounds implements AutoCloseable {
        private final TensorScope scope = new TensorScope(true);

        private Rounds() {}

        /**
         * Opens the scope of the next round.
         *
         * @throws IllegalStateException if the last round was not closed
         */
        public TensorScope open() {
            scope.requireThread("open");
            if (scope.isOpen) {
                throw new IllegalStateException("open: the last round is not closed; open one per try block");
            }
            scope.begin();
            return scope;
        }

        /** Gives the memory of the last round back to the backends, after closing it if need be. */
        @Override
        public void close() {
            try {
                scope.close();
            } finally {
                scope.tensors.release();
            }
        }
    }

    private void begin() {
        outer = stack.innermost;
        stack.innermost = this;
        isOpen = true;
    }

    private void end() {
        tensors.close();
        if (!isRound) {
            int length = tensors.length();
            tensors.release();
            stack.giveBack(tensors, length);
        }
        stack.innermost = outer;
        outer = null;
        isOpen = false;
    }

    /** A tensor with unspecified content that the innermost scope open in this thread, if there is one, will close. */
    static Tensor make(TensorBackend backend, DType dtype, Shape shape) {
        TensorScope scope = STACK.get().innermost;
        return scope == null
                ? new Tensor(backend, shape, backend.allocate(dtype, shape.size()))
                : scope.tensors.make(backend, dtype, shape);
    }

    /** The same for a tensor that looks at another's storage. */
    static Tensor makeView(TensorBackend backend, Shape shape, Storage storage) {
        TensorScope scope = STACK.get().innermost;
        return scope == null ? new Tensor(backend, shape, storage) : scope.tensors.makeView(backend, shape, storage);
    }

    /**
     * Hands a tensor, and those that share its memory, over to the next outer scope, or to the garbage collector when
     * there is none. A tensor that was not made in this scope is returned as it is.
     *
     * @return the same tensor
     */
    public Tensor keep(Tensor tensor) {
        requireThread("keep");
        if (stack.innermost != this) {
            throw new IllegalStateException("keep: this TensorScope is closed, or another was opened inside it");
        }
        tensors.handOver(tensor.storage(), outer == null ? null : outer.tensors);
        return tensor;
    }

    /**
     * Ends all tensors made inside but the kept ones, and gives their memory back to their backends. Closing again does
     * nothing.
     *
     * @throws IllegalStateException if a scope opened inside this one was not closed; it is closed with it
     */
    @Override
    public void close() {
        requireThread("close");
        if (!isOpen) {
            return;
        }
        int forgotten = 0;
        for (TensorScope inner = stack.innermost; inner != null && inner != this; inner = stack.innermost) {
            inner.end();
            forgotten++;
        }
        end();
        if (forgotten > 0) {
            throw new IllegalStateException("close: " + forgotten
                    + " TensorScope opened inside this one was not closed; open one per try block");
        }
    }

    private void requireThread(String action) {
        if (STACK.get() != stack) {
            throw new IllegalStateException(action + ": this TensorScope belongs to another thread");
        }
    }
}
