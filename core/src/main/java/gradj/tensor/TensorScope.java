package gradj.tensor;

import java.util.ArrayList;
import java.util.List;
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
 * <tr><td>kept by {@link #keep}</td><td>the next outer scope; without one, the garbage collector</td></tr>
 * <tr><td>made without a scope</td><td>the garbage collector</td></tr>
 * <tr><td>used after its scope closed</td><td>{@link IllegalStateException}</td></tr>
 * </table>
 *
 * Scopes belong to one thread and close in the reverse order of their opening, as try-with-resources does.
 */
public final class TensorScope implements AutoCloseable {
    private static final ThreadLocal<Stack> STACK = ThreadLocal.withInitial(Stack::new);

    /** The scopes of one thread: levels, of which the first {@code open} are in use. */
    private static final class Stack {
        final List<Level> levels = new ArrayList<>();
        int open;

        Level top() {
            return levels.get(open - 1);
        }
    }

    /** What the scope at one depth holds; used by one scope after the other, so that a steady loop allocates little. */
    private static final class Level {
        /** Tensors that own their storage, and those that look at another's (reshaped ones). */
        final List<Tensor> owners = new ArrayList<>();

        final List<Tensor> views = new ArrayList<>();

        @Nullable
        TensorScope scope;

        void release() {
            for (int i = 0; i < views.size(); i++) {
                views.get(i).forget();
            }
            for (int i = 0; i < owners.size(); i++) {
                Tensor tensor = owners.get(i);
                tensor.backend().release(tensor.storage());
                tensor.forget();
            }
            views.clear();
            owners.clear();
            scope = null;
        }
    }

    private final Stack stack;
    private final int depth;

    private TensorScope(Stack stack, int depth) {
        this.stack = stack;
        this.depth = depth;
    }

    /** Opens a scope for the tensors that this thread makes from now on. */
    public static TensorScope open() {
        Stack stack = STACK.get();
        if (stack.open == stack.levels.size()) {
            stack.levels.add(new Level());
        }
        TensorScope scope = new TensorScope(stack, stack.open);
        stack.levels.get(stack.open++).scope = scope;
        return scope;
    }

    static void register(Tensor tensor, boolean ownsStorage) {
        Stack stack = STACK.get();
        if (stack.open > 0) {
            Level level = stack.top();
            (ownsStorage ? level.owners : level.views).add(tensor);
        }
    }

    /**
     * Hands a tensor, and those that share its memory, over to the next outer scope, or to the garbage collector when
     * there is none. A tensor that was not made in this scope is returned as it is.
     *
     * @return the same tensor
     */
    public Tensor keep(Tensor tensor) {
        requireThread("keep");
        if (stack.open != depth + 1 || stack.top().scope != this) {
            throw new IllegalStateException("keep: this TensorScope is closed, or another was opened inside it");
        }
        Level level = stack.top();
        @Nullable Level outer = depth == 0 ? null : stack.levels.get(depth - 1);
        handOver(level.owners, tensor, outer == null ? null : outer.owners);
        handOver(level.views, tensor, outer == null ? null : outer.views);
        return tensor;
    }

    private static void handOver(List<Tensor> tensors, Tensor kept, @Nullable List<Tensor> outer) {
        for (int i = tensors.size() - 1; i >= 0; i--) {
            if (tensors.get(i).storage() == kept.storage()) {
                Tensor moved = tensors.remove(i);
                if (outer != null) {
                    outer.add(moved);
                }
            }
        }
    }

    /**
     * Gives the memory of all tensors made inside, but the kept ones, back to their backends. Closing again does nothing.
     *
     * @throws IllegalStateException if a scope opened inside this one was not closed; it is closed with it
     */
    @Override
    public void close() {
        requireThread("close");
        if (depth >= stack.open || stack.levels.get(depth).scope != this) {
            return;
        }
        int forgotten = stack.open - depth - 1;
        while (stack.open > depth) {
            stack.top().release();
            stack.open--;
        }
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
