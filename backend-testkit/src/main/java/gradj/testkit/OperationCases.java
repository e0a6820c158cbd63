package gradj.testkit;

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
import gradj.tensor.Shape;
import gradj.testkit.OperationCase.Definition;
import gradj.testkit.OperationCase.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The catalogue of cases for every operation: it drives the tests of values and of gradients on every backend. A new
 * operation is added here, in one place; {@link ErrorCases} has what each refuses.
 */
final class OperationCases {
    /** Nothing, one, primes, 2^k - 1, 2^k, 2^k + 1, the sizes of the book's net; ranks 0 to 4. */
    private static final List<Shape> SHAPES = List.of(
            Shape.of(),
            Shape.of(0),
            Shape.of(1),
            Shape.of(7),
            Shape.of(15),
            Shape.of(16),
            Shape.of(17),
            Shape.of(0, 5),
            Shape.of(5, 0),
            Shape.of(1, 1),
            Shape.of(2, 3),
            Shape.of(13, 1),
            Shape.of(31, 33),
            Shape.of(2, 3, 5),
            Shape.of(2, 3, 1, 5),
            Shape.of(0, 3, 2),
            Shape.of(784, 100));

    /** Equal shapes; a scalar, row, column or block on either side; both repeated; zero lengths. */
    private static final List<List<Shape>> PAIRS = List.of(
            List.of(Shape.of(), Shape.of()),
            List.of(Shape.of(7), Shape.of(7)),
            List.of(Shape.of(31, 33), Shape.of(31, 33)),
            List.of(Shape.of(2, 3), Shape.of()),
            List.of(Shape.of(), Shape.of(2, 3)),
            List.of(Shape.of(2, 3), Shape.of(1)),
            List.of(Shape.of(2, 3), Shape.of(3)),
            List.of(Shape.of(3), Shape.of(2, 3)),
            List.of(Shape.of(2, 3), Shape.of(2, 1)),
            List.of(Shape.of(2, 1), Shape.of(2, 3)),
            List.of(Shape.of(1, 3), Shape.of(2, 1)),
            List.of(Shape.of(2, 3, 5), Shape.of(3, 1)),
            List.of(Shape.of(3, 1), Shape.of(2, 3, 5)),
            List.of(Shape.of(2, 3, 5), Shape.of(2, 1, 5)),
            List.of(Shape.of(2, 3, 5), Shape.of(2, 1, 1)),
            List.of(Shape.of(5), Shape.of(2, 3, 5)),
            List.of(Shape.of(7, 1, 5), Shape.of(7, 3, 1)),
            List.of(Shape.of(0), Shape.of(0)),
            List.of(Shape.of(0), Shape.of()),
            List.of(Shape.of(1), Shape.of(0)),
            List.of(Shape.of(0, 3), Shape.of(3)),
            List.of(Shape.of(0, 3), Shape.of(0, 1)),
            List.of(Shape.of(2, 0), Shape.of(2, 1)),
            List.of(Shape.of(100, 784), Shape.of(784)),
            List.of(Shape.of(100, 1), Shape.of(100, 784)));

    private static final List<List<Shape>> PRODUCTS = List.of(
            List.of(Shape.of(1, 1), Shape.of(1, 1)),
            List.of(Shape.of(2, 3), Shape.of(3, 4)),
            List.of(Shape.of(1, 17), Shape.of(17, 1)),
            List.of(Shape.of(17, 1), Shape.of(1, 15)),
            List.of(Shape.of(7, 13), Shape.of(13, 11)),
            List.of(Shape.of(31, 33), Shape.of(33, 17)),
            List.of(Shape.of(64, 64), Shape.of(64, 64)),
            List.of(Shape.of(100, 784), Shape.of(784, 50)),
            List.of(Shape.of(0, 3), Shape.of(3, 2)),
            List.of(Shape.of(2, 3), Shape.of(3, 0)),
            List.of(Shape.of(2, 0), Shape.of(0, 3)));

    private static final List<List<Shape>> VECTOR_PRODUCTS = List.of(
            List.of(Shape.of(3), Shape.of(3)),
            List.of(Shape.of(0), Shape.of(0)),
            List.of(Shape.of(3), Shape.of(3, 2)),
            List.of(Shape.of(5, 3), Shape.of(3)));

    private static final List<Shape> SCORES = List.of(
            Shape.of(3),
            Shape.of(1),
            Shape.of(1, 7),
            Shape.of(5, 1),
            Shape.of(2, 3),
            Shape.of(17, 31),
            Shape.of(100, 10));

    /** Scores of more axes than a batch has. */
    private static final List<Shape> BLOCKS_OF_SCORES =
            List.of(Shape.of(2, 3, 5), Shape.of(2, 1, 3, 4), Shape.of(1, 1, 1));

    private final List<OperationCase> cases = new ArrayList<>();

    private OperationCases() {
        unary(Negate::new, x -> -x, Fill.between(-2, 2), ErrorBound.exact(), 0);
        unary(Reciprocal::new, x -> 1 / x, Fill.awayFromZero(0.5, 4), ErrorBound.ulps(1), 96); // 6 / x^4
        unary(Exp::new, Math::exp, Fill.between(-5, 3), ErrorBound.ulps(2), 21); // e^3
        unary(Log::new, Math::log, Fill.between(0.5, 8), ErrorBound.ulps(2), 16); // 2 / x^3
        unary(Square::new, x -> x * x, Fill.between(-2, 2), ErrorBound.ulps(1), 0);
        unary(Sqrt::new, Math::sqrt, Fill.between(0.5, 8), ErrorBound.ulps(2), 3); // 3/8 x^-2.5
        unary(Relu::new, x -> x > 0 ? x : 0, Fill.awayFromZero(0.01, 2), ErrorBound.exact(), 0);
        unary(Sigmoid::new, OperationCases::sigmoid, Fill.between(-8, 8), ErrorBound.ulps(4), 1);
        unary(Tanh::new, StrictMath::tanh, Fill.between(-3, 3), ErrorBound.ulps(4), 2);
        unary(() -> new LeakyRelu(0.2), x -> x > 0 ? x : 0.2 * x, Fill.awayFromZero(0.01, 2), ErrorBound.ulps(2), 0);
        unary(Abs::new, Math::abs, Fill.awayFromZero(0.01, 2), ErrorBound.exact(), 0);
        atPoles(Reciprocal::new, x -> 1 / x, 0.0, -0.0, INFINITY, -INFINITY, NAN);
        atPoles(Exp::new, Math::exp, 0.0, 1000, -1000, INFINITY, -INFINITY, NAN);
        atPoles(Log::new, Math::log, 1.0, 0.0, -1, INFINITY, -INFINITY, NAN);
        atPoles(Sqrt::new, Math::sqrt, 0.0, 1, 4, -1, INFINITY, -INFINITY, NAN);
        atPoles(Relu::new, x -> x <= 0 ? 0 : x, 0.0, -0.0, 1e-30f, -1e-30f, INFINITY, -INFINITY, NAN);
        atPoles(Tanh::new, StrictMath::tanh, 0.0, -0.0, 1000, -1000, INFINITY, -INFINITY, NAN);
        atPoles(() -> new LeakyRelu(0.5), x -> x > 0 ? x : x / 2, 0.0, -0.0, 1e-30f, -1e-30f, INFINITY, -INFINITY, NAN);
        atPoles(Abs::new, Math::abs, 0.0, -0.0, 1e-30f, -1e-30f, INFINITY, -INFINITY, NAN);
        atPoles(Sigmoid::new, OperationCases::sigmoid, 0.0, 1000, -1000, INFINITY, -INFINITY, NAN);

        binary(Add::new, Double::sum, 0);
        binary(Subtract::new, (a, b) -> a - b, 0);
        binary(Multiply::new, (a, b) -> a * b, 0);
        binary(Divide::new, (a, b) -> a / b, 192); // 6 a / b^4
        Fill dividends = Fill.of(0, 1, -1, INFINITY, 1, NAN);
        Fill divisors = Fill.of(0, 0, 0, INFINITY, -INFINITY, 1);
        add(
                Divide::new,
                pair(Shape.of(6), dividends, Shape.of(6), divisors),
                zip((a, b) -> a / b),
                ErrorBound.exact(),
                0,
                0);

        reductions();
        means();
        maxima();
        moves();
        products();
        losses();
    }

    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /** All cases. */
    public static List<OperationCase> all() {
        return List.copyOf(new OperationCases().cases);
    }

    private void reductions() {
        Fill fill = Fill.between(-2, 2);
        for (Shape shape : SHAPES) {
            List<Input> input = List.of(new Input(shape, fill));
            ErrorBound bound = ErrorBound.sum(shape.size(), x -> Definitions.sum(x[0].map(Math::abs)));
            add(Sum::new, input, x -> Definitions.sum(x[0]), bound, 1, 0);
            for (int axis = 0; axis < shape.rank(); axis++) {
                int a = axis;
                ErrorBound alongAxis = ErrorBound.sum(shape.length(axis), x -> Definitions.sum(x[0].map(Math::abs), a));
                add(() -> new Sum(a), input, x -> Definitions.sum(x[0], a), alongAxis, 1, 0);
                int fromEnd = axis - shape.rank();
                add(() -> new Sum(fromEnd), input, x -> Definitions.sum(x[0], a), alongAxis, 1, 0);
            }
            if (shape.rank() == 2) {
                add(Transpose::new, input, x -> Definitions.transpose(x[0]), ErrorBound.exact(), 1, 0);
            }
        }
    }

    private void means() {
        for (Shape shape : SHAPES) {
            List<Input> input = List.of(new Input(shape, Fill.between(-2, 2)));
            if (shape.size() > 0) {
                int n = shape.size();
                ErrorBound bound = ErrorBound.sum(n, x -> Definitions.mean(Definitions.line(x[0].map(Math::abs)), 0));
                add(Mean::new, input, x -> Definitions.mean(Definitions.line(x[0]), 0), bound, 1, 0);
            }
            for (int axis = 0; axis < shape.rank(); axis++) {
                int a = axis;
                int n = shape.length(axis);
                ErrorBound sum = ErrorBound.sum(n, x -> Definitions.sum(x[0].map(Math::abs), a));
                Definition kept = x -> Definitions.withAxis(Definitions.sum(x[0], a), a);
                add(() -> new Sum(a, true), input, kept, sum, 1, 0);
                if (n > 0) {
                    ErrorBound mean = ErrorBound.sum(n, x -> Definitions.mean(x[0].map(Math::abs), a));
                    add(() -> new Mean(a), input, x -> Definitions.mean(x[0], a), mean, 1, 0);
                    Definition keptMean = x -> Definitions.withAxis(Definitions.mean(x[0], a), a);
                    add(() -> new Mean(a - shape.rank(), true), input, keptMean, mean, 1, 0);
                }
            }
        }
    }

    /** Random numbers are not equal, and no two of them so close that a central difference would cross the kink. */
    private void maxima() {
        for (Shape shape : SHAPES) {
            List<Input> input = List.of(new Input(shape, Fill.distinct()));
            if (shape.size() > 0) {
                Definition largest = x -> Definitions.max(Definitions.line(x[0]), 0);
                add(Max::new, input, largest, ErrorBound.exact(), 1, 0);
            }
            for (int axis = 0; axis < shape.rank(); axis++) {
                int a = axis;
                if (shape.length(axis) > 0) {
                    Definition along = x -> Definitions.max(x[0], a);
                    Definition kept = x -> Definitions.withAxis(Definitions.max(x[0], a), a);
                    add(() -> new Max(a), input, along, ErrorBound.exact(), 1, 0);
                    add(() -> new Max(a - shape.rank(), true), input, kept, ErrorBound.exact(), 1, 0);
                    add(() -> Max.ofFirst(a, false), input, along, ErrorBound.exact(), 1, 0);
                    add(() -> Max.ofFirst(a, true), input, kept, ErrorBound.exact(), 1, 0);
                }
            }
        }
        Input infinite = new Input(Shape.of(2, 3), Fill.of(INFINITY, 1, -INFINITY, -INFINITY, -INFINITY, -INFINITY));
        add(() -> new Max(1), List.of(infinite), x -> Definitions.max(x[0], 1), ErrorBound.exact(), 0, 0);
    }

    /** What brings elements to other places. */
    private void moves() {
        Fill fill = Fill.between(-2, 2);
        for (Shape shape : SHAPES) {
            Input x = new Input(shape, fill);
            int rank = shape.rank();
            add(
                    () -> new Reshape(Shape.of(shape.size())),
                    List.of(x),
                    v -> Definitions.line(v[0]),
                    ErrorBound.exact(),
                    1,
                    0);
            for (int axis = 0; axis < rank; axis++) {
                int a = axis;
                int n = shape.length(axis);
                for (int[] range : new int[][] {{0, n}, {n / 3, n - n / 3}, {n / 2, n / 2}}) {
                    add(
                            () -> new Slice(a - (n % 2 == 0 ? 0 : rank), range[0], range[1]),
                            List.of(x),
                            v -> Definitions.slice(v[0], a, range[0], range[1]),
                            ErrorBound.exact(),
                            1,
                            0);
                }
                List<Input> parts =
                        List.of(x, new Input(shape.with(axis, 2), fill), new Input(shape.with(axis, 0), fill), x);
                add(() -> new Concat(a), parts, v -> Definitions.concat(a, v), ErrorBound.exact(), 4, 0);
                int other = (axis + 1) % rank;
                int[] swapped = IntStream.range(0, rank)
                        .map(i -> i == a ? other : i == other ? a : i)
                        .toArray();
                add(
                        () -> new Transpose(a, other - rank),
                        List.of(x),
                        v -> Definitions.permute(v[0], swapped),
                        ErrorBound.exact(),
                        1,
                        0);
            }
            for (int turn = 0; turn < rank; turn++) {
                int first = turn;
                int[] turned =
                        IntStream.range(0, rank).map(i -> (i + first) % rank).toArray();
                int[] reversed =
                        IntStream.range(0, rank).map(i -> turned[rank - 1 - i]).toArray();
                for (int[] order : List.of(turned, reversed)) {
                    add(
                            () -> Transpose.permuting(order),
                            List.of(x),
                            v -> Definitions.permute(v[0], order),
                            ErrorBound.exact(),
                            1,
                            0);
                }
            }
        }
    }

    private void products() {
        Fill fill = Fill.between(-1, 1);
        List<List<Shape>> all = new ArrayList<>(PRODUCTS);
        all.addAll(VECTOR_PRODUCTS);
        for (List<Shape> shapes : all) {
            List<Input> inputs = pair(shapes.get(0), fill, shapes.get(1), fill);
            int k = shapes.get(0).length(-1);
            ErrorBound bound = ErrorBound.sum(k, x -> Definitions.dot(x[0].map(Math::abs), x[1].map(Math::abs)));
            add(Dot::new, inputs, x -> Definitions.dot(x[0], x[1]), bound, 2, 0);
            if (shapes.get(1).rank() == 2) {
                List<Input> withBias = new ArrayList<>(inputs);
                withBias.add(new Input(Shape.of(shapes.get(1).length(1)), fill));
                ErrorBound affineBound = ErrorBound.sum(
                        k + 1, x -> Definitions.affine(x[0].map(Math::abs), x[1].map(Math::abs), x[2].map(Math::abs)));
                add(Affine::new, withBias, x -> Definitions.affine(x[0], x[1], x[2]), affineBound, 3, 0);
            }
        }
    }

    private void losses() {
        for (Shape shape : SCORES) {
            List<Input> scores = List.of(new Input(shape, Fill.between(-4, 4)));
            add(Softmax::new, scores, x -> Definitions.softmax(x[0]), Definitions::softmaxBound, 1, 1);
            for (Fill labels : List.of(Fill.oneHot(), Fill.distributions())) {
                crossEntropy(shape, new Input(shape, labels), 1);
            }
            crossEntropy(shape, new Input(shape, Fill.labelRows()), Fill.LARGEST_SUM);
            Shape classNumbers = shape.rank() == 2 ? Shape.of(shape.length(0)) : Shape.of();
            crossEntropy(shape, new Input(classNumbers, Fill.classNumbers(shape.length(-1))), 1);
        }
        List<Shape> scores = new ArrayList<>(SCORES);
        scores.addAll(BLOCKS_OF_SCORES);
        for (Shape shape : scores) {
            List<Input> input = List.of(new Input(shape, Fill.between(-4, 4)));
            add(LogSoftmax::new, input, x -> Definitions.logSoftmax(x[0]), Definitions::logSoftmaxBound, 1, 1);
        }
        for (Shape shape : BLOCKS_OF_SCORES) {
            List<Input> input = List.of(new Input(shape, Fill.between(-4, 4)));
            add(Softmax::new, input, x -> Definitions.softmax(x[0]), Definitions::softmaxBound, 1, 1);
        }
        for (Shape shape : List.of(Shape.of(0, 5), Shape.of(2, 0, 3))) {
            Input none = new Input(shape, Fill.between(-1, 1));
            add(Softmax::new, List.of(none), x -> x[0], ErrorBound.exact(), 1, 0);
            add(LogSoftmax::new, List.of(none), x -> x[0], ErrorBound.exact(), 1, 0);
        }
        for (Shape shape : SHAPES) {
            if (shape.size() > 0) {
                List<Input> inputs = pair(shape, Fill.between(-2, 2), shape, Fill.between(-2, 2));
                ErrorBound bound = ErrorBound.sum(shape.size() + 5, x -> Definitions.meanSquaredError(x[0], x[1]));
                add(MeanSquaredError::new, inputs, x -> Definitions.meanSquaredError(x[0], x[1]), bound, 2, 0);
            }
        }
    }

    private void crossEntropy(Shape shape, Input labels, double thirdDerivative) {
        List<Input> inputs = List.of(new Input(shape, Fill.between(-4, 4)), labels);
        Definition definition = x -> Definitions.crossEntropy(x[0], x[1]);
        add(SoftmaxCrossEntropy::new, inputs, definition, Definitions::crossEntropyBound, 1, thirdDerivative);
    }

    private void unary(
            Supplier<Operation> operation, DoubleUnaryOperator f, Fill fill, ErrorBound bound, double thirdDerivative) {
        for (Shape shape : SHAPES) {
            add(operation, List.of(new Input(shape, fill)), x -> x[0].map(f), bound, 1, thirdDerivative);
        }
    }

    /** The values at these points are exact; a central difference across them would mean nothing. */
    private void atPoles(Supplier<Operation> operation, DoubleUnaryOperator f, double... points) {
        Input input = new Input(Shape.of(points.length), Fill.of(points));
        add(operation, List.of(input), x -> x[0].map(f), ErrorBound.ulps(1), 0, 0);
    }

    private void binary(Supplier<Operation> operation, DoubleBinaryOperator f, double thirdDerivative) {
        for (List<Shape> shapes : PAIRS) {
            List<Input> inputs = pair(shapes.get(0), Fill.between(-2, 2), shapes.get(1), Fill.awayFromZero(0.5, 2));
            add(operation, inputs, zip(f), ErrorBound.ulps(1), 2, thirdDerivative);
        }
    }

    private void add(
            Supplier<Operation> operation,
            List<Input> inputs,
            Definition definition,
            ErrorBound bound,
            int differentiable,
            double thirdDerivative) {
        cases.add(
                new OperationCase(operation, inputs, definition, bound, differentiable, thirdDerivative, cases.size()));
    }

    private static List<Input> pair(Shape a, Fill fillA, Shape b, Fill fillB) {
        return List.of(new Input(a, fillA), new Input(b, fillB));
    }

    private static Definition zip(DoubleBinaryOperator f) {
        return x -> Flat.zip(x[0], x[1], f);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
