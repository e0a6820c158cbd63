package gradj.tensor;

import java.util.List;

/** Shapes that do not fit an operation; the message says what was expected, what was found. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final transient List<Shape> shapes;

    /**
     * @param operation the operation's name, such as {@code dot}; the message starts with it
     * @param problem the rest of the message
     * @param shapes the shapes that were found
     */
    public ShapeException(String operation, String problem, Shape... shapes) {
        super(operation + ": " + problem);
        this.operation = operation;
        this.shapes = List.of(shapes);
    }

    /** The operation that refused. */
    public String operation() {
        return operation;
    }

    /** The shapes of its operands, in their order. */
    public List<Shape> shapes() {
        return shapes;
    }
}
