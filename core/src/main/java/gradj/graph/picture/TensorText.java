package gradj.graph.picture;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as text.
 *
 * @param lines what a picture shows of it: a number; the elements of a short vector or a small matrix; or shape and norm
 * @param inFull for a tooltip: every digit of a number; of a tensor shape, dtype and its first elements
 */
record TensorText(List<String> lines, String inFull) {
    /** That of no tensor. */
    static final TensorText NONE = new TensorText(List.of(), "");

    private static final int LONGEST_VECTOR = 4;
    private static final int LARGEST_MATRIX = 6;

    /**
     * {@code 220}; {@code (0.3, -0.8, 0.5)}; {@code [2, 2]} and its rows {@code (1, 2)}, {@code (3, 4)}; or
     * {@code [100, 50]} and {@code norm 12.3}, the root of the sum of squares.
     *
     * @param withShape whether short vectors show their shape too
     */
    static TensorText of(Tensor tensor, boolean withShape) {
        Shape shape = tensor.shape();
        if (shape.rank() == 0) {
            return new TensorText(List.of(ShortNumber.of(tensor.item())), Double.toString(tensor.item()));
        }
        List<String> lines = new ArrayList<>();
        if (withShape || hasShapeLine(shape)) {
            lines.add(shape.toString());
        }
        lines.addAll(content(shape, tensor.toDoubleArray()));
        return new TensorText(List.copyOf(lines), tensor.toString());
    }

    /** Whether a tensor of this shape shows it whatever stands beside it: all but numbers and short vectors do. */
    static boolean hasShapeLine(Shape shape) {
        return shape.rank() > 1 || shape.size() > LONGEST_VECTOR;
    }

    private static List<String> content(Shape shape, double[] values) {
        if (shape.rank() == 1 && values.length <= LONGEST_VECTOR) {
            return List.of(row(values));
        } else if (values.length == 1) {
            return List.of(ShortNumber.of(values[0]));
        } else if (shape.rank() == 2 && values.length > 0 && values.length <= LARGEST_MATRIX) {
            return rows(values, shape.length(1));
        }
        return List.of("norm " + ShortNumber.of(norm(values)));
    }

    private static List<String> rows(double[] values, int columns) {
        List<String> rows = new ArrayList<>();
        for (int from = 0; from < values.length; from += columns) {
            rows.add(row(Arrays.copyOfRange(values, from, from + columns)));
        }
        return rows;
    }

    private static String row(double[] values) {
        return Arrays.stream(values).mapToObj(ShortNumber::of).collect(Collectors.joining(", ", "(", ")"));
    }

    /** NaN where an element is, even beside an infinite one. */
    private static double norm(double[] values) {
        double norm = 0;
        for (double value : values) {
            norm = Double.isNaN(value) || Double.isNaN(norm)
                    ? Double.NaN
                    : Math.hypot(norm, value); // no overflow on the way
        }
        return norm;
    }

    String oneLine() {
        return String.join(" ", lines);
    }

    boolean isNone() {
        return lines.isEmpty();
    }
}
