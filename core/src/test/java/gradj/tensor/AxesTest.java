package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Axes in every order, parts of them, tensors behind each other: element by element, at the index it must come from. */
class AxesTest {
    private static final List<Shape> SHAPES = List.of(
            Shape.of(),
            Shape.of(0),
            Shape.of(1),
            Shape.of(7),
            Shape.of(2, 3),
            Shape.of(1, 5),
            Shape.of(0, 3),
            Shape.of(2, 3, 5),
            Shape.of(3, 1, 2),
            Shape.of(2, 0, 3),
            Shape.of(2, 3, 5, 7),
            Shape.of(1, 2, 1, 3),
            Shape.of(2, 1, 3, 2, 2));

    /** 0, 1, 2 ... in row-major order: each element tells where it comes from. */
    private static Tensor counted(Tensors tensors, Shape shape) {
        double[] values = new double[shape.size()];
        Arrays.setAll(values, i -> i);
        return tensors.of(shape, values);
    }

    /** Each element of y is that of x at the index that {@code source} makes of its own. */
    private static void assertTaken(Tensor x, Tensor y, UnaryOperator<int[]> source, String what) {
        double[] expected = new double[y.size()];
        for (int i = 0; i < expected.length; i++) {
            int[] index = new int[y.shape().rank()];
            int rest = i;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = rest % y.shape().length(axis);
                rest /= y.shape().length(axis);
            }
            expected[i] = x.shape().offset(source.apply(index));
        }
        assertArrayEquals(expected, y.toDoubleArray(), what);
    }

    private static List<int[]> permutations(int count) {
        List<int[]> all = new ArrayList<>();
        if (count == 0) {
            all.add(new int[0]);
            return all;
        }
        for (int[] shorter : permutations(count - 1)) {
            for (int place = 0; place < count; place++) {
                int[] longer = new int[count];
                System.arraycopy(shorter, 0, longer, 0, place);
                longer[place] = count - 1;
                System.arraycopy(shorter, place, longer, place + 1, count - 1 - place);
                all.add(longer);
            }
        }
        return all;
    }

    @Test
    void permutesInEveryOrder() {
        int orders = 0;
        for (Tensors tensors : Target.all()) {
            for (Shape shape : SHAPES) {
                Tensor x = counted(tensors, shape);
                for (int[] order : permutations(shape.rank())) {
                    String what = Target.name(tensors) + " " + shape + " " + Arrays.toString(order);
                    Tensor y = x.permute(order);
                    int[] lengths = Arrays.stream(order).map(shape::length).toArray();
                    assertEquals(Shape.of(lengths), y.shape(), what);
                    assertTaken(
                            x,
                            y,
                            index -> {
                                int[] source = new int[order.length];
                                IntStream.range(0, order.length).forEach(i -> source[order[i]] = index[i]);
                                return source;
                            },
                            what);
                    int[] fromEnd =
                            Arrays.stream(order).map(i -> i - order.length).toArray();
                    assertArrayEquals(y.toDoubleArray(), x.permute(fromEnd).toDoubleArray(), what);
                    orders++;
                }
            }
        }
        assertEquals(4 * (1 + 3 + 3 * 2 + 3 * 6 + 2 * 24 + 120), orders);
    }

    @Test
    void swapsTwoAxes() {
        for (Tensors tensors : Target.all()) {
            for (Shape shape : SHAPES) {
                Tensor x = counted(tensors, shape);
                for (int a = 0; a < shape.rank(); a++) {
                    for (int b = 0; b < shape.rank(); b++) {
                        int[] axes = {a, b};
                        Tensor y = x.transpose(a, b - shape.rank());
                        assertTaken(
                                x,
                                y,
                                index -> {
                                    int kept = index[axes[0]];
                                    index[axes[0]] = index[axes[1]];
                                    index[axes[1]] = kept;
                                    return index;
                                },
                                shape + " axes " + a + " and " + b);
                    }
                }
            }
        }
    }

    @Test
    void slicesEveryRangeOfEveryAxis() {
        for (Tensors tensors : Target.all()) {
            for (Shape shape : SHAPES) {
                Tensor x = counted(tensors, shape);
                for (int axis = 0; axis < shape.rank(); axis++) {
                    for (int from = 0; from <= shape.length(axis); from++) {
                        for (int to = from; to <= shape.length(axis); to++) {
                            int[] at = {axis, from};
                            Tensor y = x.slice(axis - (from % 2) * shape.rank(), from, to);
                            String what = shape + " axis " + axis + " from " + from + " to " + to;
                            assertEquals(shape.with(axis, to - from), y.shape(), what);
                            assertTaken(
                                    x,
                                    y,
                                    index -> {
                                        index[at[0]] += at[1];
                                        return index;
                                    },
                                    what);
                        }
                    }
                }
            }
        }
    }

    /** Cut at two places and put together again, a tensor is what it was. */
    @Test
    void concatUndoesSlices() {
        for (Tensors tensors : Target.all()) {
            for (Shape shape : SHAPES) {
                Tensor x = counted(tensors, shape);
                for (int axis = 0; axis < shape.rank(); axis++) {
                    int n = shape.length(axis);
                    int cut = n / 3;
                    Tensor y = Tensor.concat(
                            axis - shape.rank(), x.slice(axis, 0, cut), x.slice(axis, cut, n), x.slice(axis, n, n));
                    assertEquals(shape, y.shape());
                    assertArrayEquals(x.toDoubleArray(), y.toDoubleArray(), shape + " along axis " + axis);
                }
            }
        }
    }

    @Test
    void concatTakesOneTensorAndTheSameTwice() {
        Tensor x = Target.FLOAT64.matrix(new double[][] {{1, 2}, {3, 4}});
        assertArrayEquals(x.toDoubleArray(), Tensor.concat(0, x).toDoubleArray());
        assertArrayEquals(
                new double[] {1, 2, 1, 2, 3, 4, 3, 4}, Tensor.concat(1, x, x).toDoubleArray());
    }

    @Test
    void doesNotCopyWhatStaysAsItIs() {
        Tensor x = counted(Target.FLOAT32, Shape.of(2, 3, 5));
        assertSame(x, x.slice(1, 0, 3));
        assertSame(x, x.permute(0, 1, -1));
        assertSame(x, x.transpose(1, 1));
        assertSame(x.storage(), x.reshape(Shape.of(6, 5)).storage());
    }

    @Test
    void concatNeverMixes() {
        Tensor x = Target.FLOAT64.zeros(Shape.of(2));
        assertThrowsExactly(MixedTensorsException.class, () -> Tensor.concat(0, x, Target.FLOAT32.zeros(Shape.of(2))));
        assertThrowsExactly(
                MixedTensorsException.class, () -> Tensor.concat(0, x, Target.REFERENCE_FLOAT64.zeros(Shape.of(2))));
    }
}
