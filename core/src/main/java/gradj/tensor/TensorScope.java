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

    /** The scopes of one thread. Closed ones are reused, so that a steady loop allocates none. */
    private static final class Stack {
        final List<TensorScope> scopes = new ArrayList<>();
        int open;
    }

    private final Stack stack;
    private final int depth;

    /** Tensors that own their storage, and those that look at another's (reshaped ones). */
    private final List<Tensor> owners = new ArrayList<>();

    private final List<Tensor> views = new ArrayList<>();

    private TensorScope(Stack stack, int depth) {
        this.stack = stack;
        this.depth = depth;
    }

    /** Opens a scope for the tensors that this thread makes from now on. */
    public static TensorScope open() {
        Stack stack = STACK.get();
        if (stack.open == stack.scopes.size()) {
            stack.scopes.add(new TensorScope(stack, stack.open));
        }
        return stack.scopes.get(stack.open++);
    }

    private static @Nullable TensorScope current() {
        Stack stack = STACK.get();
        return stack.open == 0 ? null : stack.scopes.get(stack.open - 1);
    }

    static void register(Tensor tensor, boolean ownsStorage) {
        TensorScope scope = current();
        if (scope != null) {
            (ownsStorage ? scope.owners : scope.views).add(tensor);
        }
    }

    /**
     * Hands a tensor, and those that share its memory, over to the next outer scope, or to the garbage collector when
     * there is none. A tensor that was not made in this scope is returned as it is.
     *
     * @return the same tensor
     */
    public Tensor keep(Tensor tensor) {
        requireInnermost("keep");
        @Nullable TensorScope outer = depth == 0 ? null : stack.scopes.get(depth - 1);
        handOver(owners, tensor, outer == null ? null : outer.owners);
        handOver(views, tensor, outer == null ? null : outer.views);
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

    /** Gives the memory of all tensors made inside, but the kept ones, back to their backends. */
    @Override
    public void close() {
        requireInnermost("close");
        stack.open--;
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
    }

    private void requireInnermost(String action) {
        if (STACK.get() != stack) {
            throw new IllegalStateException(action + ": this TensorScope belongs to another thread");
        }
        if (stack.open != depth + 1) {
            throw new IllegalStateException(
                    action + ": scopes close in the reverse order of their opening; open one per try block");
        }
    }
}
