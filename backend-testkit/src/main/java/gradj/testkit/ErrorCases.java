package gradj.testkit;

import gradj.op.Add;
import gradj.op.Affine;
import gradj.op.Divide;
import gradj.op.Dot;
import gradj.op.MeanSquaredError;
import gradj.op.Multiply;
import gradj.op.Operation;
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
                shapes(Softmax::new, "softmax: expected [N, C] with one class or more, got []", of()),
                shapes(Softmax::new, "softmax: expected [N, C] with one class or more, got [3, 0]", of(3, 0)),
                shapes(Softmax::new, "softmax: expected [N, C] with one class or more, got [2, 3, 4]", of(2, 3, 4)),
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
                new ErrorCases(
                        () -> new Sum(2),
                        tensors -> new Tensor[] {tensors.zeros(of(2, 3))},
                        IllegalArgumentException.class,
                        "shape [2, 3] has 2 axes, no axis 2"),
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
