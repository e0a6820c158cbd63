package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.spi.DType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact words in which tensors refuse, so that nobody makes them vaguer unnoticed. */
class MessageTest {
    private static final Tensors T = Target.FLOAT64;

    static Stream<Arguments> shapeMessages() {
        return Stream.of(
                refused(
                        "dot: inner dimensions differ: left [64, 784] has 784 columns, right [100, 10] has 100 rows",
                        () -> zeros(64, 784).dot(zeros(100, 10))),
                refused(
                        "dot: inner dimensions differ: left [64, 784] has 64 rows, right [100, 10] has 100 rows",
                        () -> zeros(64, 784).transposedDot(zeros(100, 10))),
                refused(
                        "dot: inner dimensions differ: left [64, 784] has 784 columns, right [100, 10] has 10 columns",
                        () -> zeros(64, 784).dotTransposed(zeros(100, 10))),
                refused("dot: left must be a matrix, got [3]", () -> zeros(3).transposedDot(zeros(3, 2))),
                refused(
                        "dot: right must be a matrix, got [3]",
                        () -> zeros(2, 3).dotTransposed(zeros(3))),
                refused(
                        "plus: shapes [2, 3] and [4] do not broadcast: 3 against 4 on axis -1",
                        () -> zeros(2, 3).plus(zeros(4))),
                refused("where: expected [2], got [3]", () -> zeros(2).where(zeros(3))),
                refused(
                        "item: needs a tensor of one element, got [2, 1]",
                        () -> zeros(2, 1).item()),
                refused("item: needs a tensor of one element, got [0]", () -> zeros(0).item()),
                refused("transpose: needs a matrix [rows, columns], got [3]", () -> zeros(3).transpose()),
                refused(
                        "reshape: [2, 3] has 6 elements, [4] needs 4",
                        () -> zeros(2, 3).reshape(Shape.of(4))),
                refused("rows: a scalar has no rows", () -> zeros().rows(0, 0)),
                refused("gatherRows: a scalar has no rows", () -> zeros().gatherRows(0)),
                refused(
                        "max: axis 1 of [2, 0] has no elements",
                        () -> zeros(2, 0).max(1)),
                refused(
                        "argmax: axis 1 of [2, 0] has no elements",
                        () -> zeros(2, 0).argmax(-1)),
                refused(
                        "sum: shape [2, 3] has 2 axes, no axis 2",
                        () -> zeros(2, 3).sum(2)),
                refused(
                        "argmax: shape [2, 3] has 2 axes, no axis -3",
                        () -> zeros(2, 3).argmax(-3)),
                refused("where: expected [2], got [3]", () -> zeros(2).where(zeros(2), zeros(3))),
                refused("where: expected [2], got [1]", () -> zeros(2).where(zeros(2), zeros(1))),
                refused(
                        "concat: axis 0 would have 2147483648 elements, more than 2^31 - 1",
                        () -> Tensor.concat(0, zeros(1 << 30, 0), zeros(1 << 30, 0))),
                refused(
                        "expandTo: [3] is not repeated to [2, 4] by broadcasting",
                        () -> zeros(3).expandTo(Shape.of(2, 4))),
                refused(
                        "sumTo: [3] is not repeated to [2, 4] by broadcasting",
                        () -> zeros(2, 4).sumTo(Shape.of(3))),
                refused("of: [2, 2] needs 4 values, got 3", () -> T.of(Shape.of(2, 2), 1, 2, 3)),
                refused("of: [2] needs 2 values, got 0", () -> T.of(Shape.of(2), new float[0])),
                refused("matrix: row 0 has 2 columns, row 1 has 1", () -> T.matrix(new double[][] {{1, 2}, {3}})),
                refused("affine: expected [N, 3], got [2, 4]", () -> Fused.affine(zeros(2, 4), zeros(3, 5), zeros(5))),
                refused(
                        "affineBackward: expected [2, 5], got [3, 5]",
                        () -> Fused.affineBackward(zeros(2, 4), zeros(3, 5))),
                refused("reluBackward: expected [2], got [3]", () -> Fused.reluBackward(zeros(2), zeros(3))),
                refused("sigmoidBackward: expected [2], got [3]", () -> Fused.sigmoidBackward(zeros(2), zeros(3))),
                refused(
                        "softmaxCrossEntropy: expected [2, 3], got [2]",
                        () -> Fused.softmaxCrossEntropy(zeros(2, 3), zeros(2))),
                refused(
                        "softmaxCrossEntropyBackward: expected [], got [1]",
                        () -> Fused.softmaxCrossEntropyBackward(zeros(2, 3), zeros(2, 3), zeros(1))));
    }

    @ParameterizedTest
    @MethodSource("shapeMessages")
    void namesTheOperationAndBothShapes(String message, Executable call) {
        ShapeException thrown = assertThrowsExactly(ShapeException.class, call);
        assertEquals(message, thrown.getMessage());
        assertEquals(message.substring(0, message.indexOf(':')), thrown.operation());
    }

    static Stream<Arguments> indexMessages() {
        return Stream.of(
                refused(
                        "index [2, 0] is outside shape [2, 3]",
                        () -> zeros(2, 3).get(2, 0)),
                refused(
                        "index [0, -1] is outside shape [2, 3]",
                        () -> zeros(2, 3).get(0, -1)),
                refused(
                        "rows: rows -1 to 2 of [3, 2], which has 3",
                        () -> zeros(3, 2).rows(-1, 2)),
                refused(
                        "rows: rows 2 to 1 of [3, 2], which has 3",
                        () -> zeros(3, 2).rows(2, 1)),
                refused(
                        "rows: rows 0 to 4 of [3, 2], which has 3",
                        () -> zeros(3, 2).rows(0, 4)),
                refused(
                        "gatherRows: row 3 of [3, 2], which has 3",
                        () -> zeros(3, 2).gatherRows(0, 3)),
                refused(
                        "gatherRows: row -1 of [3, 2], which has 3",
                        () -> zeros(3, 2).gatherRows(-1)));
    }

    @ParameterizedTest
    @MethodSource("indexMessages")
    void namesTheIndexAndTheShape(String message, Executable call) {
        assertEquals(
                message,
                assertThrowsExactly(IndexOutOfBoundsException.class, call).getMessage());
    }

    static Stream<Arguments> argumentMessages() {
        return Stream.of(
                refused(
                        "index [1] has 1 numbers, shape [2, 3] needs 2",
                        () -> zeros(2, 3).get(1)),
                refused(
                        "shape [2, 3] has 2 axes, no axis 2",
                        () -> Shape.of(2, 3).with(2, 1)),
                refused("concat: expected one tensor or more, got none", () -> Tensor.concat(0)),
                refused("label 1 is class 10, expected 0 to 9 for 10 classes", () -> T.oneHot(10, 0, 10)));
    }

    @ParameterizedTest
    @MethodSource("argumentMessages")
    void namesTheArgument(String message, Executable call) {
        assertEquals(
                message,
                assertThrowsExactly(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void namesTheCallThatConvertsADtype() {
        Tensor left = zeros(2, 2);
        Tensor right = left.to(DType.FLOAT32);
        MixedTensorsException thrown = assertThrowsExactly(MixedTensorsException.class, () -> left.dot(right));
        assertEquals(
                "dot: left is float64, right is float32: convert one of them with to(DType.FLOAT64)",
                thrown.getMessage());
        assertEquals("dot", thrown.operation());
    }

    @Test
    void namesTheCallThatMovesToABackend() {
        Tensor left = zeros(2);
        Tensor right = left.to(Target.REFERENCE);
        MixedTensorsException thrown = assertThrowsExactly(MixedTensorsException.class, () -> left.times(right));
        assertEquals(
                "times: left is on backend java, right on reference: move one of them with to(backend)",
                thrown.getMessage());
    }

    @Test
    void carriesTheShapesAsFields() {
        ShapeException thrown =
                assertThrowsExactly(ShapeException.class, () -> zeros(64, 784).dot(zeros(100, 10)));
        assertEquals("dot", thrown.operation());
        assertEquals(List.of(Shape.of(64, 784), Shape.of(100, 10)), thrown.shapes());
    }

    /** A batch of several axes would be read as if only its first part were there. */
    @Test
    void affineBackwardWantsMatrices() {
        assertThrowsExactly(ShapeException.class, () -> Fused.affineBackward(zeros(2, 3, 4), zeros(2, 5)));
    }

    private static Arguments refused(String message, Executable call) {
        return Arguments.of(message, Named.of("call", call));
    }

    private static Tensor zeros(int... lengths) {
        return T.zeros(Shape.of(lengths));
    }
}
