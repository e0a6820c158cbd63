package gradj.play.graph;

import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Builds the graph of a formula such as {@code (x + y)^2} or {@code exp(-x)}: a node for each operation, an input for each
 * name.
 *
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = signed { ("*" | "/") signed }
 * signed  = [ "-" ] power
 * power   = operand [ "^" exponent ]
 * operand = number | name | function "(" sum ")" | "(" sum ")"
 * </pre>
 *
 * An exponent is a whole number from -8 to 8, or 0.5.
 */
public final class Formula {
    /** What a reader, and a picture, can take in. */
    private static final int MOST_CHARACTERS = 200;

    private static final int MOST_INPUTS = 12;
    private static final int MOST_OPERATIONS = 60;
    private static final int LARGEST_EXPONENT = 8;

    private static final Map<String, UnaryOperator<Node>> FUNCTIONS = new TreeMap<>(Map.of(
            "abs", Node::abs,
            "exp", Node::exp,
            "ln", Node::log,
            "log", Node::log,
            "relu", Node::relu,
            "sigmoid", Node::sigmoid,
            "sqrt", x -> x.apply(new gradj.op.Sqrt()),
            "tanh", Node::tanh));

    private final String text;
    private final Graph graph;
    private final Map<String, Double> values;
    private final Map<String, Node> inputs = new LinkedHashMap<>();
    private int position;

    private Formula(String text, Tensors tensors, Map<String, Double> values) {
        this.text = text;
        this.graph = new Graph(tensors);
        this.values = values;
    }

    /**
     * The node of the formula's result, computed forward.
     *
     * @param values of the names; a name without one is 1, 2, 3 ... in the order in which they come
     * @throws FormulaException if it cannot be understood, has no name in it, or is too long
     */
    public static Node build(String text, Tensors tensors, Map<String, Double> values) {
        if (text.length() > MOST_CHARACTERS) {
            throw new FormulaException(
                    MOST_CHARACTERS + 1, "expected at most " + MOST_CHARACTERS + " characters, got " + text.length());
        }
        Formula formula = new Formula(text, tensors, values);
        Node result = formula.sum();
        if (formula.peek() != END) {
            throw formula.expected("an operator such as + or *");
        }
        if (formula.inputs.isEmpty()) {
            throw new FormulaException(1, "expected a name such as x, found numbers alone");
        }
        if (result.operation().isEmpty()) {
            throw new FormulaException(1, "expected something to compute, such as x * x, found a name alone");
        }
        return result;
    }

    private Node sum() {
        Node left = product();
        while (true) {
            if (accept('+')) {
                left = counted(left.plus(product()));
            } else if (accept('-')) {
                left = counted(left.minus(product()));
            } else {
                return left;
            }
        }
    }

    private Node product() {
        Node left = signed();
        while (true) {
            if (accept('*')) {
                left = counted(left.times(signed()));
            } else if (accept('/')) {
                left = counted(left.dividedBy(signed()));
            } else {
                return left;
            }
        }
    }

    private Node signed() {
        return accept('-') ? counted(signed().negate()) : power();
    }

    private Node power() {
        Node base = operand();
        if (!accept('^')) {
            return base;
        }
        int start = column();
        boolean isBracketed = accept('(');
        double sign = accept('-') ? -1 : 1;
        if (!Character.isDigit(peek()) && peek() != '.') {
            throw expected("a number as exponent");
        }
        double exponent = sign * number();
        if (isBracketed && !accept(')')) {
            throw expected("a closing bracket");
        }
        return counted(raised(base, exponent, start));
    }

    private static Node raised(Node base, double exponent, int column) {
        if (exponent == 0.5) {
            return base.apply(new gradj.op.Sqrt());
        }
        if (exponent != Math.rint(exponent) || Math.abs(exponent) > LARGEST_EXPONENT || exponent == 0) {
            throw new FormulaException(
                    column,
                    "expected an exponent of 0.5 or a whole number from -" + LARGEST_EXPONENT + " to "
                            + LARGEST_EXPONENT + " but 0, found " + exponent);
        }
        Node power = raised(base, (int) Math.abs(exponent));
        return exponent < 0 ? power.reciprocal() : power;
    }

    /** By squares: x^5 = (x^2)^2 x. */
    private static Node raised(Node base, int exponent) {
        if (exponent == 1) {
            return base;
        }
        Node square = raised(base, exponent / 2).square();
        return exponent % 2 == 0 ? square : square.times(base);
    }

    private Node operand() {
        char next = peek();
        if (Character.isDigit(next) || next == '.') {
            return graph.constant(number());
        }
        if (accept('(')) {
            Node inside = sum();
            if (!accept(')')) {
                throw expected("a closing bracket");
            }
            return inside;
        }
        if (!Character.isLetter(next)) {
            throw expected("a number, a name or an opening bracket");
        }
        int start = column();
        String name = name();
        UnaryOperator<Node> function = FUNCTIONS.get(name);
        if (function != null) {
            if (!accept('(')) {
                throw expected("an opening bracket after " + name);
            }
            Node inside = sum();
            if (!accept(')')) {
                throw expected("a closing bracket");
            }
            return counted(function.apply(inside));
        }
        if (peek() == '(') {
            throw new FormulaException(
                    start, "there is no function " + name + "; there are " + String.join(", ", FUNCTIONS.keySet()));
        }
        return input(name, start);
    }

    private Node input(String name, int column) {
        Node known = inputs.get(name);
        if (known != null) {
            return known;
        }
        if (inputs.size() == MOST_INPUTS) {
            throw new FormulaException(column, "expected at most " + MOST_INPUTS + " names, found one more: " + name);
        }
        Node input = graph.input(name, values.getOrDefault(name, (double) inputs.size() + 1));
        inputs.put(name, input);
        return input;
    }

    private Node counted(Node node) {
        if (graph.forwardCount() > MOST_OPERATIONS) {
            throw new FormulaException(column(), "expected at most " + MOST_OPERATIONS + " operations, found more");
        }
        return node;
    }

    // ------------------------------------------------------------------------------------------------------ characters

    private static final char END = '\0';

    private char peek() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return END;
        }
        return switch (text.charAt(position)) {
            case '·', '×' -> '*';
            case '÷' -> '/';
            case '−' -> '-';
            case '（' -> '(';
            case '）' -> ')';
            default -> text.charAt(position);
        };
    }

    private boolean accept(char wanted) {
        if (peek() == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private int column() {
        peek();
        return position + 1;
    }

    private double number() {
        peek();
        int start = position;
        while (position < text.length() && (Character.isDigit(text.charAt(position)) || text.charAt(position) == '.')) {
            position++;
        }
        String number = text.substring(start, position);
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new FormulaException(start + 1, "expected a number, found " + number);
        }
    }

    private String name() {
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        return text.substring(start, position);
    }

    private FormulaException expected(String what) {
        char found = peek();
        return new FormulaException(column(), "expected " + what + ", found " + (found == END ? "the end" : found));
    }
}
