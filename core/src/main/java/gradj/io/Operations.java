package gradj.io;

import gradj.op.Abs;
import gradj.op.Exp;
import gradj.op.LeakyRelu;
import gradj.op.Log;
import gradj.op.LogSoftmax;
import gradj.op.Negate;
import gradj.op.Reciprocal;
import gradj.op.Relu;
import gradj.op.Sigmoid;
import gradj.op.Softmax;
import gradj.op.Sqrt;
import gradj.op.Square;
import gradj.op.Tanh;
import gradj.op.UnaryOperation;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The operations that a file may name as activations: a fixed list, for no class is loaded by a name from a file. */
final class Operations {
    private static final Map<String, Supplier<UnaryOperation>> WITHOUT_SETTINGS = Map.ofEntries(
            Map.entry("Abs", Abs::new),
            Map.entry("Exp", Exp::new),
            Map.entry("Log", Log::new),
            Map.entry("LogSoftmax", LogSoftmax::new),
            Map.entry("Negate", Negate::new),
            Map.entry("Reciprocal", Reciprocal::new),
            Map.entry("Relu", Relu::new),
            Map.entry("Sigmoid", Sigmoid::new),
            Map.entry("Softmax", Softmax::new),
            Map.entry("Sqrt", Sqrt::new),
            Map.entry("Square", Square::new),
            Map.entry("Tanh", Tanh::new));

    private Operations() {}

    static boolean isKnown(UnaryOperation operation) {
        Class<?> type = operation.getClass();
        Supplier<UnaryOperation> known = WITHOUT_SETTINGS.get(type.getSimpleName());
        return operation instanceof LeakyRelu || (known != null && known.get().getClass() == type);
    }

    /** What an activation's fields say. */
    static Supplier<UnaryOperation> of(JsonObject fields) {
        String name = fields.string("operation");
        if (name.equals(LayerFormat.OWN)) {
            throw LayerFormat.own(fields, "the activation \"" + fields.string("name") + "\"");
        }
        if (name.equals("LeakyRelu")) {
            fields.requireOnly(List.of("type", "operation", "slope"));
            double slope = fields.number("slope");
            return () -> new LeakyRelu(slope);
        }
        Supplier<UnaryOperation> known = WITHOUT_SETTINGS.get(name);
        if (known == null) {
            throw fields.unknown("operation");
        }
        fields.requireOnly(List.of("type", "operation"));
        return known;
    }
}
