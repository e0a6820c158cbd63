package gradj.testkit;

import gradj.op.Add;
import gradj.op.Affine;
import gradj.op.Concat;
import gradj.op.Divide;
import gradj.op.Dot;
import gradj.op.LogSoftmax;
import gradj.op.Max;
import gradj.op.Mean;
import gradj.op.MeanSquaredError;
import gradj.op.Multiply;
import gradj.op.Operation;
import gradj.op.Reshape;
import gradj.op.Slice;
import gradj.op.Softmax;
import gradj.op.SoftmaxCrossEntropy;
import gradj.op.Subtract;
import gradj.op.Sum;
import gradj.op.Transpose;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an operation refuses on the way forward, and in which words.
 *
 * @param inputs makes the inputs that do not fit
 */
record ErrorCases(
        Supplier<Operation> operation,
        Function<Tensors, Tensor[]> inputs,
        Class<? extends RuntimeException> type,
        String message) {
    /** Inputs whose shapes or values do not fit each other. */
    public static List<ErrorCases> all() {
        return List.of(
                shapes(
                        Add::new,
                        "plus: shapes [2, 3] and [2] do not broadcast: 3 against 2 on axis -1",
                        of(2, 3),
                        of(2)),
                shapes(
                        Subtract::new,
                        "minus: shapes [2] and [0] do not broadcast: 2 against 0 on axis -1",
                        of(2),
                        of(0)),
                shapes(
                        Multiply::new,
                        "times: shapes [4, 1, 5] and [3, 5, 5] do not broadcast: 4 against 3 on axis -3",
                        of(4, 1, 5),
                        of(3, 5, 5)),
                shapes(
                        Divide::new,
                        "dividedBy: shapes [2, 3] and [3, 2] do not broadcast: 3 against 2 on axis -1",
                        of(2, 3),
                        of(3, 2)),
                shapes(
                        Dot::new,
                        "dot: inner dimensions differ: left [64, 784] has 784 columns, right [100, 10] has 100 rows",
                        of(64, 784),
                        of(100, 10)),
                shapes(
                        Dot::new,
                        "dot: inner dimensions differ: left [3] has 3 columns, right [2, 3] has 2 rows",
                        of(3),
                        of(2, 3)),
                shapes(Dot::new, "dot: left must be a matrix or a vector, got []", of(), of(2, 3)),
                shapes(Dot::new, "dot: right must be a matrix or a vector, got [1, 2, 3]", of(2, 1), of(1, 2, 3)),
                shapes(Affine::new, "affine: expected [N, 784], got [64, 785]", of(64, 785), of(784, 50), of(50)),
                shapes(Affine::new, "affine: expected [N, 4], got [2, 3, 4]", of(2, 3, 4), of(4, 5), of(5)),
                shapes(Affine::new, "affine: expected [N, 4], got []", of(), of(4, 5), of(5)),
                shapes(Affine::new, "affine bias: expected [50], got [1, 50]", of(2, 3), of(3, 50), of(1, 50)),
                shapes(Affine::new, "affine weights: needs a matrix [rows, columns], got [3]", of(2, 3), of(3), of(3)),
                shapes(Transpose::new, "transpose: needs a matrix [rows, columns], got [3]", of(3)),
                shapes(Softmax::new, "softmax: expected [..., C] with one class or more, got []", of()),
                shapes(Softmax::new, "softmax: expected [..., C] with one class or more, got [3, 0]", of(3, 0)),
                shapes(LogSoftmax::new, "logSoftmax: expected [..., C] with one class or more, got []", of()),
                shapes(
                        LogSoftmax::new,
                        "logSoftmax: expected [..., C] with one class or more, got [2, 3, 0]",
                        of(2, 3, 0)),
                shapes(() -> new Sum(-3, true), "sum: shape [2, 3] has 2 axes, no axis -3", of(2, 3)),
                shapes(() -> new Mean(2), "mean: shape [2, 3] has 2 axes, no axis 2", of(2, 3)),
                shapes(() -> new Mean(1), "mean: axis 1 of [2, 0] has no elements", of(2, 0)),
                shapes(Mean::new, "mean: [2, 0] has no elements", of(2, 0)),
                shapes(() -> new Max(0), "max: shape [] has 0 axes, no axis 0", of()),
                shapes(() -> new Max(-1), "max: axis 1 of [2, 0] has no elements", of(2, 0)),
                shapes(() -> Max.ofFirst(0, false), "max: axis 0 of [0, 2] has no elements", of(0, 2)),
                shapes(Max::new, "max: [0] has no elements", of(0)),
                shapes(() -> new Reshape(of(4, 2)), "reshape: [2, 3] has 6 elements, [4, 2] needs 8", of(2, 3)),
                shapes(
                        () -> new Slice(1, 2, 4),
                        "slice: expected a range within 0 to 3 of axis 1 of [2, 3], got 2 to 4",
                        of(2, 3)),
                shapes(
                        () -> new Slice(-2, 1, 0),
                        "slice: expected a range within 0 to 2 of axis 0 of [2, 3], got 1 to 0",
                        of(2, 3)),
                shapes(
                        () -> new Slice(0, -1, 0),
                        "slice: expected a range within 0 to 2 of axis 0 of [2, 3], got -1 to 0",
                        of(2, 3)),
                shapes(() -> new Slice(2, 0, 1), "slice: shape [2, 3] has 2 axes, no axis 2", of(2, 3)),
                shapes(() -> new Concat(2), "concat: shape [2, 3] has 2 axes, no axis 2", of(2, 3), of(2, 3)),
                shapes(
                        () -> new Concat(-1),
                        "concat: along axis 1 expected the other axes of [2, 3], got [3, 3]",
                        of(2, 3),
                        of(2, 1),
                        of(3, 3)),
                shapes(
                        () -> new Concat(0),
                        "concat: along axis 0 expected the other axes of [2, 3], got [3]",
                        of(2, 3),
                        of(3)),
                shapes(() -> new Transpose(0, 2), "transpose: shape [2, 3] has 2 axes, no axis 2", of(2, 3)),
                shapes(
                        () -> Transpose.permuting(0, -2),
                        "permute: expected each of the 2 axes of [2, 3] once, got [0, -2]",
                        of(2, 3)),
                shapes(
                        () -> Transpose.permuting(1, 0, 2),
                        "permute: expected each of the 2 axes of [2, 3] once, got [1, 0, 2]",
                        of(2, 3)),
                shapes(() -> Transpose.permuting(0, 2), "permute: shape [2, 3] has 2 axes, no axis 2", of(2, 3)),
                shapes(
                        SoftmaxCrossEntropy::new,
                        "SoftmaxCrossEntropy: labels of scores [4, 3]: expected one-hot rows [4, 3] or class numbers [4],"
                                + " got [3]",
                        of(4, 3),
                        of(3)),
                shapes(
                        SoftmaxCrossEntropy::new,
                        "SoftmaxCrossEntropy: labels of the scores [3] of one sample: expected a one-hot row [3] or a class"
                                + " number [], got [2]",
                        of(3),
                        of(2)),
                shapes(
                        SoftmaxCrossEntropy::new,
                        "SoftmaxCrossEntropy: labels of scores [4, 3]: expected one-hot rows [4, 3] or class numbers [4],"
                                + " got [4, 1]: give a column of class numbers as [4], with reshape",
                        of(4, 3),
                        of(4, 1)),
                shapes(
                        SoftmaxCrossEntropy::new,
                        "softmaxCrossEntropy: a batch without samples has no mean loss",
                        of(0, 3),
                        of(0, 3)),
                shapes(
                        MeanSquaredError::new,
                        "MeanSquaredError: expected outputs and targets of one shape and at least one sample,"
                                + " got [2, 3] and [2]",
                        of(2, 3),
                        of(2)),
                shapes(
                        MeanSquaredError::new,
                        "MeanSquaredError: expected outputs and targets of one shape and at least one sample,"
                                + " got [0, 3] and [0, 3]",
                        of(0, 3),
                        of(0, 3)),
                shapes(() -> new Sum(2), "sum: shape [2, 3] has 2 axes, no axis 2", of(2, 3)),
                labels("label 1 is class 3, expected 0 to 2 for 3 classes", 0, 3),
                labels("label 0 is class -1, expected 0 to 2 for 3 classes", -1, 0),
                labels("label 1 is 0.5, no class number", 2, 0.5),
                labels("label 0 is NaN, no class number", Double.NaN, 0),
                labels("label 1 is Infinity, no class number", 0, Double.POSITIVE_INFINITY));
    }

    private static ErrorCases shapes(Supplier<Operation> operation, String message, Shape... shapes) {
        return new ErrorCases(
                operation,
                tensors -> List.of(shapes).stream().map(tensors::zeros).toArray(Tensor[]::new),
                ShapeException.class,
                message);
    }

    private static ErrorCases labels(String message, double... classNumbers) {
        return new ErrorCases(
                SoftmaxCrossEntropy::new,
                tensors -> new Tensor[] {tensors.zeros(of(2, 3)), tensors.vector(classNumbers)},
                IllegalArgumentException.class,
                message);
    }

    private static Shape of(int... lengths) {
        return Shape.of(lengths);
    }
}
