package gradj.nn;

import gradj.tensor.Tensors;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Copies of parameters, such that one that two layers share is one in their copies, too. Each layer copies its own
 * parameters; what belongs together is known to whoever copies them all.
 */
final class SharedCopies {
    /** The copies made so far by the outermost {@link #together} of the thread. */
    private static final ThreadLocal<Map<Object, Object>> MADE = new ThreadLocal<>();

    private SharedCopies() {}

    /** Runs this so that each parameter is copied once only. */
    static <T> T together(Supplier<T> copying) {
        if (MADE.get() != null) {
            return copying.get();
        }
        MADE.set(new HashMap<>());
        try {
            return copying.get();
        } finally {
            MADE.remove();
        }
    }

    static Parameter of(Parameter parameter, Tensors tensors) {
        Map<Object, Object> made = MADE.get();
        Parameter copy = made == null ? null : (Parameter) made.get(parameter);
        if (copy == null) {
            copy = new Parameter(
                    parameter.name(), parameter.value().to(tensors.backend()).to(tensors.dtype()));
            if (made != null) {
                made.put(parameter, copy);
            }
        }
        return copy.named(parameter.name());
    }
}
