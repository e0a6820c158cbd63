package gradj.graph.picture;

import gradj.op.Add;
import gradj.op.Divide;
import gradj.op.Multiply;
import gradj.op.Negate;
import gradj.op.Operation;
import gradj.op.Reciprocal;
import gradj.op.SoftmaxCrossEntropy;
import gradj.op.Square;
import gradj.op.Subtract;
import gradj.op.Sum;
import gradj.op.Transpose;
import java.util.Locale;
import java.util.Map;

/** What stands in an operation's circle: the book's sign, or the operation's name in small letters, word by word. */
final class Sign {
    private static final Map<Class<? extends Operation>, String> SIGNS = Map.of(
            Add.class, "+",
            Subtract.class, "−",
            Multiply.class, "×",
            Divide.class, "/",
            Reciprocal.class, "/",
            Negate.class, "−1×",
            Square.class, "( )²",
            Sum.class, "Σ",
            Transpose.class, "T",
            SoftmaxCrossEntropy.class, "softmax with loss");

    private Sign() {}

    static String of(Operation operation) {
        String sign = SIGNS.get(operation.getClass());
        if (sign != null) {
            return sign;
        }
        String words = operation.name().replaceAll("(?<=\\p{Lower})(?=\\p{Upper})", " ");
        return words.isEmpty() ? "f" : words.toLowerCase(Locale.ROOT); // an anonymous class has no name
    }
}
