package gradj.graph.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gradj.cases.Target;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.graph.picture.LocalComputation.Derivative;
import gradj.graph.picture.LocalComputation.Variable;
import gradj.nn.Activation;
import gradj.op.Abs;
import gradj.op.Add;
import gradj.op.Affine;
import gradj.op.Concat;
import gradj.op.Divide;
import gradj.op.Dot;
import gradj.op.Exp;
import gradj.op.LeakyRelu;
import gradj.op.Log;
import gradj.op.LogSoftmax;
import gradj.op.Max;
import gradj.op.Mean;
import gradj.op.MeanSquaredError;
import gradj.op.Multiply;
import gradj.op.Negate;
import gradj.op.Operation;
import gradj.op.Reciprocal;
import gradj.op.Relu;
import gradj.op.Reshape;
import gradj.op.Sigmoid;
import gradj.op.Slice;
import gradj.op.Softmax;
import gradj.op.SoftmaxCrossEntropy;
import gradj.op.Sqrt;
import gradj.op.Square;
import gradj.op.Subtract;
import gradj.op.Sum;
import gradj.op.Tanh;
import gradj.op.Transpose;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A step's local computation as data: the operations' formulas, and the numbers in them. */
class LocalComputationTest {
    private static Arguments scalar(Supplier<Operation> operation, String formula, double... inputs) {
        return arguments(operation, formula, inputs);
    }

    /** On both sides of what has two. */
    static Stream<Arguments> scalars() {
        return Stream.of(
                scalar(Add::new, "a + b", 3, -0.5),
                scalar(Subtract::new, "a − b", 3, -0.5),
                scalar(Multiply::new, "a × b", 3, -0.5),
                scalar(Divide::new, "a / b", 3, -0.5),
                scalar(Divide::new, "a / b", -7, 0.3),
                scalar(Negate::new, "−x", 1.7),
                scalar(Square::new, "x²", -1.7),
                scalar(Sqrt::new, "√x", 1.7),
                scalar(Exp::new, "exp(x)", -1.3),
                scalar(Log::new, "log(x)", 0.3),
                scalar(Reciprocal::new, "1 / x", -0.3),
                scalar(Abs::new, "|x|", -0.3),
                scalar(Abs::new, "|x|", 0.3),
                scalar(Relu::new, "max(0, x)", -0.3),
                scalar(Relu::new, "max(0, x)", 0.3),
                scalar(() -> new LeakyRelu(0.2), "x (x > 0), 0.2 × x (x ≤ 0)", -0.3),
                scalar(() -> new LeakyRelu(-2), "x (x > 0), −2 × x (x ≤ 0)", 0.3),
                scalar(Tanh::new, "tanh(x)", 0.9),
                scalar(Sigmoid::new, "1 / (1 + exp(−x))", 1.9),
                scalar(Sum::new, "Σ x", 1.9),
                scalar(Mean::new, "Σ x / n", 1.9),
                scalar(Max::new, "max(x)", 1.9),
                scalar(MeanSquaredError::new, "Σ (a − b)² / (2 × N)", 1.9, 0.4));
    }

    private static Node apply(Operation operation, double... inputs) {
        Graph graph = new Graph(Target.FLOAT64);
        Node[] nodes = new Node[inputs.length];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = graph.input("input" + i, inputs[i]);
        }
        return graph.apply(operation, nodes);
    }

    /** The first step back, that of the output's own operation. */
    private static LocalComputation backward(Node output) {
        return GraphPicture.of(output)
                .backwardOnly()
                .steps()
                .get(0)
                .computation()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void theLocalDerivativeIsThatOfTheFunction(Supplier<Operation> operation, String formula, double[] inputs) {
        double upstream = -2.5;
        Node output = apply(operation.get(), inputs);
        output.backward(Target.FLOAT64.scalar(upstream));
        LocalComputation computation = backward(output);
        assertEquals(formula, computation.formula());
        assertEquals("-2.5", computation.upstream());
        assertEquals(inputs.length, computation.derivatives().size());
        for (int i = 0; i < inputs.length; i++) {
            double h = 1e-5;
            double[] above = inputs.clone();
            double[] below = inputs.clone();
            above[i] += h;
            below[i] -= h;
            double slope = (apply(operation.get(), above).item()
                            - apply(operation.get(), below).item())
                    / (2 * h);
            Derivative derivative = computation.derivatives().get(i);
            assertEquals(computation.inputs().get(i), derivative.input());
            double value = Double.parseDouble(derivative.value()); // four digits
            assertEquals(slope, value, 1e-3 * Math.abs(slope) + 1e-9, derivative.toString());
            assertEquals(upstream * value, Double.parseDouble(derivative.gradient()), 1e-3 * Math.abs(slope) * 2.5);
            assertFalse(derivative.formula().isEmpty());
            assertTrue(derivative.rule().startsWith("dout"), derivative.rule());
        }
    }

    private static Node matrix(Graph graph, String name, int rows, int columns) {
        return graph.input(name, Target.FLOAT64.gaussian(Shape.of(rows, columns), 1, new SeededRandom(rows)));
    }

    /** The rules of inputs that get a gradient, with what is not one number each. */
    static Stream<Arguments> tensors() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = matrix(graph, "x", 2, 3);
        Node w = matrix(graph, "W", 3, 4);
        Node b = graph.input("b", Target.FLOAT64.vector(1, 2, 3, 4));
        Node row = graph.input("row", Target.FLOAT64.vector(1, 2, 3));
        Node t = graph.constant("t", Target.FLOAT64.vector(0, 2));
        return Stream.of(
                arguments(x.dot(w), List.of("dout · bᵀ", "aᵀ · dout")),
                arguments(x.affine(w, b), List.of("dout · Wᵀ", "xᵀ · dout", "Σ dout")),
                arguments(x.plus(row), List.of("dout × 1", "Σ dout × 1")),
                arguments(x.dividedBy(row), List.of("dout × (1 / b)", "Σ dout × (−a / b²)")),
                arguments(row.times(x), List.of("Σ dout × b", "dout × a")),
                arguments(x.sum(0), List.of("dout × 1")),
                arguments(x.mean(), List.of("dout × (1 / n)")),
                arguments(x.max(1), List.of("dout (x = y), 0 (x < y)")),
                arguments(x.transpose(), List.of("doutᵀ")),
                arguments(x.permute(0, 1), List.of("transpose(dout)")),
                arguments(x.reshape(Shape.of(2, 1, 3)).transpose(0, 2), List.of("transpose(dout)")),
                arguments(x.reshape(Shape.of(6)), List.of("reshape(dout)")),
                arguments(x.slice(0, 0, 1), List.of("(0, dout, 0)")),
                arguments(x.concat(1, w.transpose().slice(0, 0, 2)), List.of("dout[x1]", "dout[x2]")),
                arguments(x.softmax(), List.of("y × (dout − Σ dout × y)")),
                arguments(x.logSoftmax(), List.of("dout − exp(y) × Σ dout")),
                arguments(x.softmaxCrossEntropy(t), List.of("dout × (softmax(x) − t) / N")),
                arguments(x.apply(Activation.of(Tanh::new)), List.of("dout × (1 − y²)")),
                arguments(x.apply(Activation.of("cube", in -> in, (dout, in, y) -> dout)), List.of("")));
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void tensorsHaveRulesAndNoNumber(Node output, List<String> rules) {
        output.backward(Target.FLOAT64.full(output.value().shape(), 1));
        List<Derivative> derivatives = backward(output).derivatives();
        assertEquals(rules, derivatives.stream().map(Derivative::rule).toList());
        assertTrue(
                derivatives.stream().allMatch(derivative -> derivative.value().isEmpty()));
    }

    /** One that is new, and forgotten in the table, is found here. */
    @Test
    void everyOperationHasARule() {
        Set<String> known = Stream.concat(
                        scalars()
                                .map(case_ ->
                                        ((Supplier<?>) case_.get()[0]).get().getClass()),
                        Stream.<Class<?>>of(
                                Dot.class,
                                Affine.class,
                                Transpose.class,
                                Reshape.class,
                                Slice.class,
                                Concat.class,
                                Softmax.class,
                                LogSoftmax.class,
                                SoftmaxCrossEntropy.class))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        Set<String> all = new ClassFileImporter()
                .importPackagesOf(Operation.class).stream()
                        .filter(type -> type.isAssignableTo(Operation.class)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        assertEquals(all, known);
    }

    @Test
    void stepsTellWhatGoesInAndComesBack() {
        List<GraphPicture> steps =
                GraphPicture.of(NamedGraph.APPLE.build(Target.FLOAT64)).steps();
        Variable apple = new Variable("a", "apple", "100");
        Variable apples = new Variable("b", "number of apples", "2");
        Variable sum = new Variable("y", "", "200");
        assertEquals(
                new LocalComputation(1, 4, false, "×", "a × b", List.of(apple, apples), sum, "", List.of()),
                steps.get(0).computation().orElseThrow());
        assertEquals(
                new LocalComputation(
                        4,
                        4,
                        true,
                        "×",
                        "a × b",
                        List.of(apple, apples),
                        sum,
                        "1.1",
                        List.of(
                                new Derivative(apple, "b", "dout × b", "2", "2.2"),
                                new Derivative(apples, "a", "dout × a", "100", "110"))),
                steps.get(3).computation().orElseThrow());
    }

    @Test
    void aWholePictureComputesNothing() {
        assertEquals(
                Optional.empty(),
                GraphPicture.of(NamedGraph.APPLE.build(Target.FLOAT64)).computation());
    }

    /** A number that stands in the circle is an input still, and so are values that are not drawn. */
    @Test
    void whatIsNotDrawnIsTold() {
        GraphPicture sigmoid = GraphPicture.of(NamedGraph.SIGMOID.build(Target.FLOAT64));
        LocalComputation last = sigmoid.numbersInside()
                .backwardOnly()
                .steps()
                .get(3)
                .computation()
                .orElseThrow();
        assertEquals("× −1", last.operation());
        assertEquals(List.of(new Variable("a", "x", "1"), new Variable("b", "", "-1")), last.inputs());
        assertEquals(
                List.of(new Derivative(last.inputs().get(0), "b", "dout × b", "-1", "0.1966")), last.derivatives());
    }

    @Test
    void aNetsLayersHaveTheirOperationsRules() {
        List<GraphPicture> steps =
                GraphPicture.of(NamedGraph.NET.build(Target.FLOAT64)).steps();
        List<List<String>> rules = steps.stream()
                .map(step -> step.computation().orElseThrow())
                .filter(LocalComputation::isBackward)
                .map(computation -> computation.derivatives().stream()
                        .map(derivative -> derivative.input().symbol() + ": " + derivative.rule())
                        .toList())
                .toList();
        List<String> affine = List.of("x: dout · Wᵀ", "W: xᵀ · dout", "b: Σ dout");
        assertEquals(
                List.of(
                        List.of("x: dout × (softmax(x) − t) / N"),
                        affine,
                        List.of("x: dout (x > 0), 0 (x ≤ 0)"),
                        affine),
                rules);
    }

    @Test
    void whatIsFoldedHasNoFormula() {
        Graph graph = new Graph(Target.FLOAT64);
        Node y = graph.input("x", 0.5);
        for (int i = 0; i < 7; i++) {
            y = y.sigmoid();
        }
        y.backward();
        LocalComputation folded =
                GraphPicture.of(y).steps().get(4).computation().orElseThrow();
        assertEquals("5 more: sigmoid", folded.operation());
        assertEquals("", folded.formula());
        assertEquals(List.of(new Variable("x", "", "0.6225")), folded.inputs());
        assertEquals("", folded.derivatives().get(0).rule());
    }

    /** Symbols are no numbers that could be multiplied. */
    @Test
    void symbolsStandForNumbers() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", 10);
        Node y = graph.input("y", 5);
        Node z = x.times(y).named("z");
        z.backward();
        Symbols symbols =
                new Symbols().put(x, "", "∂L/∂z · y").put(y, "y", "∂L/∂z · x").put(z, "x y", "∂L/∂z");
        LocalComputation last =
                GraphPicture.of(z, symbols).steps().get(1).computation().orElseThrow();
        assertEquals("∂L/∂z", last.upstream());
        assertEquals(
                new Derivative(new Variable("a", "x", ""), "b", "dout × b", "", "∂L/∂z · y"),
                last.derivatives().get(0));
    }
}
