package gradj.play.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradj.backend.JavaBackend;
import gradj.graph.Node;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
    private static final Tensors TENSORS = new Tensors(new JavaBackend(), DType.FLOAT64);

    private static double value(String formula, double x, double y) {
        return Formula.build(formula, TENSORS, Map.of("x", x, "y", y)).item();
    }

    /** By Java's own arithmetic. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(x + y)^2                  | 12.25",
                "x + y * 2                  | 5.5",
                "-x^2                       | -2.25",
                "(-x)^2                     | 2.25",
                "x - y - 1                  | -1.5",
                "x / y / 2                  | 0.375",
                "x * (y + 1) / 2            | 2.25",
                "2 / x                      | 1.3333333333333333",
                "x^-1                       | 0.6666666666666666",
                "x^(-2)                     | 0.4444444444444444",
                "x^3 * y                    | 6.75",
                "x^5                        | 7.59375",
                "x^8                        | 25.62890625",
                "x^0.5                      | 1.224744871391589",
                "sqrt(x)                    | 1.224744871391589",
                "exp(-x)                    | 0.22313016014842982",
                "ln(x) + log(y)             | 1.0986122886681098",
                "1 / (1 + exp(-x))          | 0.8175744761936437",
                "sigmoid(x)                 | 0.8175744761936437",
                "tanh(x) * abs(-y)          | 1.810296507289154",
                "relu(x - y) + relu(y - x)  | 0.5",
                "x·y × 2 ÷ 4 − 1            | 0.5",
                ".5 * x                     | 0.75",
                "（x + y）^2                | 12.25",
                "--x + 0                    | 1.5",
            })
    void computes(String formula, double expected) {
        assertEquals(expected, value(formula, 1.5, 2), 1e-12 * Math.abs(expected), formula);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(x + y)^2",
                "x^7 / y",
                "exp(-x) * y",
                "x^-3 + sqrt(y)",
                "1 / (1 + exp(-(x * y)))",
                "ln(x * y) - x / y",
                "x * x + x",
                "tanh(x * y) + sigmoid(x - y)",
            })
    void gradientsAreTheSlopes(String formula) {
        Node output = Formula.build(formula, TENSORS, Map.of("x", 1.5, "y", 2.0));
        output.backward();
        double h = 1e-5;
        Map<String, Double> slopes = new LinkedHashMap<>();
        slopes.put("x", (value(formula, 1.5 + h, 2) - value(formula, 1.5 - h, 2)) / (2 * h));
        slopes.put("y", (value(formula, 1.5, 2 + h) - value(formula, 1.5, 2 - h)) / (2 * h));
        for (Node node : output.graph().nodes()) {
            if (node.kind() == Node.Kind.INPUT) {
                double slope = slopes.get(node.name());
                assertEquals(slope, node.gradient().item(), 1e-7 * Math.max(1, Math.abs(slope)), node.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x +           | column 4: expected a number, a name or an opening bracket, found the end",
                "''            | column 1: expected a number, a name or an opening bracket, found the end",
                "(x + 1        | column 7: expected a closing bracket, found the end",
                "x + 1)        | column 6: expected an operator such as + or *, found )",
                "2 x           | column 3: expected an operator such as + or *, found x",
                "x y           | column 3: expected an operator such as + or *, found y",
                "x^y           | column 3: expected a number as exponent, found y",
                "x^1.5         | column 3: expected an exponent of 0.5 or a whole number from -8 to 8 but 0, found 1.5",
                "x^0           | column 3: expected an exponent of 0.5 or a whole number from -8 to 8 but 0, found 0.0",
                "x^9           | column 3: expected an exponent of 0.5 or a whole number from -8 to 8 but 0, found 9.0",
                "sin(x)        | column 1: there is no function sin; there are abs, exp, ln, log, relu, sigmoid, sqrt, tanh",
                "exp x         | column 5: expected an opening bracket after exp, found x",
                "1 + 2         | column 1: expected a name such as x, found numbers alone",
                "x             | column 1: expected something to compute, such as x * x, found a name alone",
                "x + 1.2.3     | column 5: expected a number, found 1.2.3",
                "x $ 2         | column 3: expected an operator such as + or *, found $",
            })
    void saysWhereItCannotBeUnderstood(String formula, String message) {
        FormulaException problem =
                assertThrows(FormulaException.class, () -> Formula.build(formula, TENSORS, Map.of()));
        assertEquals(message, problem.getMessage());
    }

    @Test
    void isNotEndless() {
        String characters = "x + ".repeat(60) + "x";
        assertEquals(
                "column 201: expected at most 200 characters, got 241",
                assertThrows(FormulaException.class, () -> Formula.build(characters, TENSORS, Map.of()))
                        .getMessage());
        String operations = "x" + "+x".repeat(61);
        assertEquals(
                "expected at most 60 operations, found more",
                assertThrows(FormulaException.class, () -> Formula.build(operations, TENSORS, Map.of()))
                        .getMessage()
                        .replaceFirst("column \\d+: ", ""));
        assertEquals(61, value("x" + "+x".repeat(60), 1, 1));
        String names = "a*b*c*d*e*f*g*i*j*k*l*m*n";
        assertEquals(
                "column 25: expected at most 12 names, found one more: n",
                assertThrows(FormulaException.class, () -> Formula.build(names, TENSORS, Map.of()))
                        .getMessage());
        String deep = "(".repeat(99) + "x*x" + ")".repeat(98);
        assertEquals(
                "column 201: expected a closing bracket, found the end",
                assertThrows(FormulaException.class, () -> Formula.build(deep, TENSORS, Map.of()))
                        .getMessage());
    }

    @Test
    void namesWithoutAValueAreOneTwoThree() {
        assertEquals(1 + 2 * 3, Formula.build("x + y * z", TENSORS, Map.of()).item());
    }
}
