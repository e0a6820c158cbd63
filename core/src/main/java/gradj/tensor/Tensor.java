package gradj.tensor;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * A dense, row-major array of numbers with a shape, a dtype and a backend that computes on it. A tensor is a value: no
 * operation changes it, each gives a new one.
 *
 * <p>Operands must have the same dtype and live on the same backend ({@link MixedTensorsException} otherwise); shapes
 * that do not fit give a {@link ShapeException}. Element-wise operations broadcast as NumPy does. Tensors are made by
 * {@link Tensors}; {@link Fused} has the operations that a backend may do in one pass; {@link TensorScope} says who
 * frees what.
 */
public final class Tensor {
    private final TensorBackend backend;
    private final Shape shape;
    private @Nullable Storage storage;

    Tensor(TensorBackend backend, Shape shape, Storage storage) {
        this.backend = backend;
        this.shape = shape;
        this.storage = storage;
    }

    /** A new tensor whose content the caller must write. */
    static Tensor allocate(TensorBackend backend, DType dtype, Shape shape) {
        return TensorScope.make(backend, dtype, shape);
    }

    /** The same outside all scopes. */
    static Tensor allocatePersistent(TensorBackend backend, DType dtype, Shape shape) {
        return new Tensor(backend, shape, backend.allocate(dtype, shape.size()));
    }

    /** A new tensor like this one, in dtype and backend, with another shape and unwritten content. */
    Tensor allocateLike(Shape newShape) {
        return allocate(backend, dtype(), newShape);
    }

    // ------------------------------------------------------------------------------------------------ what it is

    public Shape shape() {
        return shape;
    }

    public DType dtype() {
        return storage().dtype();
    }

    public TensorBackend backend() {
        return backend;
    }

    /** Number of elements. */
    public int size() {
        return shape.size();
    }

    /**
     * The memory, for backends and for those who extend gradj: whoever writes to it breaks the promise that tensors are
     * values.
     *
     * @throws IllegalStateException if the tensor was made in a {@link TensorScope} that is closed
     */
    public Storage storage() {
        if (storage == null) {
            throw new IllegalStateException("tensor " + shape
                    + " was made in a TensorScope that is closed: call scope.keep(tensor) before it closes");
        }
        return storage;
    }

    /** Called by the scope that ends, after it released the storage. */
    void close() {
        storage = null;
    }

    /** Called by the scope of a later round, with other storage. */
    void open(Storage other) {
        storage = other;
    }

    // ------------------------------------------------------------------------------------------- reading elements

    /** The element at this index, one number per axis. */
    public double get(int... index) {
        return HeapCopy.element(this, shape.offset(index));
    }

    /** The only element of a tensor of size 1. */
    public double item() {
        if (size() != 1) {
            throw new ShapeException("item", "needs a tensor of one element, got " + shape, shape);
        }
        return HeapCopy.element(this, 0);
    }

    /** All elements in row-major order, as a new array. */
    public double[] toDoubleArray() {
        return HeapCopy.doubles(this);
    }

    /** All elements in row-major order, as a new array; float64 values are rounded. */
    public float[] toFloatArray() {
        return HeapCopy.floats(this);
    }

    /** The same numbers in another dtype; this tensor itself when it has that dtype already. */
    public Tensor to(DType dtype) {
        return to(backend, dtype);
    }

    /** The same numbers on another backend; this tensor itself when it is there already. */
    public Tensor to(TensorBackend target) {
        return to(target, dtype());
    }

    private Tensor to(TensorBackend target, DType dtype) {
        if (target == backend && dtype == dtype()) {
            return this;
        }
        Tensors tensors = new Tensors(target, dtype);
        return dtype() == DType.FLOAT32 && dtype == DType.FLOAT32
                ? tensors.of(shape, toFloatArray())
                : tensors.of(shape, toDoubleArray());
    }

    /** A tensor of its own with the same content. */
    public Tensor copy() {
        return fill(allocateLike(shape));
    }

    /** A copy that belongs to no {@link TensorScope}, whatever scope is open. */
    public Tensor persistentCopy() {
        return fill(new Tensor(backend, shape, backend.allocate(dtype(), size())));
    }

    private Tensor fill(Tensor copy) {
        backend.copy(storage(), 0, copy.storage(), 0, size());
        return copy;
    }

    // -------------------------------------------------------------------------------------- element by element

    public Tensor plus(Tensor other) {
        return Broadcast.apply(BinaryOp.ADD, "plus", this, other);
    }

    public Tensor plus(double other) {
        return plus(scalar(other));
    }

    public Tensor minus(Tensor other) {
        return Broadcast.apply(BinaryOp.SUBTRACT, "minus", this, other);
    }

    public Tensor minus(double other) {
        return minus(scalar(other));
    }

    public Tensor times(Tensor other) {
        return Broadcast.apply(BinaryOp.MULTIPLY, "times", this, other);
    }

    public Tensor times(double other) {
        return times(scalar(other));
    }

    public Tensor dividedBy(Tensor other) {
        return Broadcast.apply(BinaryOp.DIVIDE, "dividedBy", this, other);
    }

    public Tensor dividedBy(double other) {
        return dividedBy(scalar(other));
    }

    public Tensor negate() {
        return unary(UnaryOp.NEGATE);
    }

    /** 1 / x. */
    public Tensor reciprocal() {
        return unary(UnaryOp.RECIPROCAL);
    }

    public Tensor exp() {
        return unary(UnaryOp.EXP);
    }

    /** The natural logarithm. */
    public Tensor log() {
        return unary(UnaryOp.LOG);
    }

    public Tensor square() {
        return unary(UnaryOp.SQUARE);
    }

    /** The square root; NaN where x is below 0. */
    public Tensor sqrt() {
        Tensor y = allocateLike(shape);
        backend.sqrt(size(), storage(), y.storage());
        return y;
    }

    /** x where x > 0, else 0. */
    public Tensor relu() {
        return unary(UnaryOp.RELU);
    }

    /** 1 / (1 + e^-x). */
    public Tensor sigmoid() {
        return unary(UnaryOp.SIGMOID);
    }

    /** The hyperbolic tangent, (e^x - e^-x) / (e^x + e^-x): between -1 and 1. */
    public Tensor tanh() {
        Tensor y = allocateLike(shape);
        backend.tanh(size(), storage(), y.storage());
        return y;
    }

    /** x where x > 0, else slope times x: {@link #relu} that lets a little through. */
    public Tensor leakyRelu(double slope) {
        return where(this, times(slope));
    }

    /** |x|, the distance from 0. */
    public Tensor abs() {
        return where(this, scalar(0).minus(this)); // 0 - x: of either zero it is 0
    }

    /** 1 where x is above 0, -1 where it is below; zeros and NaN stay as they are. */
    public Tensor sign() {
        Tensor one = new Tensors(backend, dtype()).full(shape, 1);
        return one.where(this, one.negate().where(negate(), this));
    }

    /** This tensor's element where {@code condition} > 0, else 0. Both have the same shape. */
    public Tensor where(Tensor condition) {
        Checks.sameShape("where", this, condition);
        return select(condition, scalar(0));
    }

    /**
     * This tensor's element where {@code condition} > 0, else that of {@code other}, also where the condition is NaN. All have
     * the same shape; {@code other} may be a scalar.
     */
    public Tensor where(Tensor condition, Tensor other) {
        Checks.sameShape("where", this, condition);
        Checks.compatible("where", this, other);
        if (other.shape.rank() > 0) {
            Checks.shape("where", shape, other);
        }
        return select(condition, other);
    }

    private Tensor select(Tensor condition, Tensor other) {
        Tensor y = allocateLike(shape);
        backend.select(size(), condition.storage(), storage(), other.storage(), y.storage());
        return y;
    }

    private Tensor unary(UnaryOp op) {
        Tensor y = allocateLike(shape);
        backend.unary(op, size(), storage(), y.storage());
        return y;
    }

    private Tensor scalar(double value) {
        return new Tensors(backend, dtype()).scalar(value);
    }

    // ------------------------------------------------------------------------------------------------- products

    /**
     * The matrix product of this [M, K] and {@code other} [K, N]: [M, N]. A vector [K] on the left counts as one row, on
     * the right as one column, and that axis is left out of the result.
     */
    public Tensor dot(Tensor other) {
        return MatrixProduct.of(this, false, other, false);
    }

    /** This transposed, times other: [K, M] and [K, N] give [M, N], without a transposed copy being made. */
    public Tensor transposedDot(Tensor other) {
        return MatrixProduct.of(this, true, other, false);
    }

    /** This times other transposed: [M, K] and [N, K] give [M, N], without a transposed copy being made. */
    public Tensor dotTransposed(Tensor other) {
        return MatrixProduct.of(this, false, other, true);
    }

    /** Rows become columns: [M, N] gives [N, M]. */
    public Tensor transpose() {
        Checks.matrix("transpose", this);
        return transposeMatrix();
    }

    Tensor transposeMatrix() {
        Tensor y = allocateLike(Shape.of(shape.length(1), shape.length(0)));
        backend.transpose(shape.length(0), shape.length(1), storage(), y.storage());
        return y;
    }

    /** Two axes of any number change places; each is counted from 0, or from the end as -1, -2 ... */
    public Tensor transpose(int axis, int otherAxis) {
        int[] order = Axes.counted(shape.rank());
        int a = Checks.axis("transpose", shape, axis);
        int b = Checks.axis("transpose", shape, otherAxis);
        order[a] = b;
        order[b] = a;
        return Axes.permute(this, order);
    }

    /**
     * The axes in another order: axis i of the result is axis {@code axes[i]} of this. A [2, 3, 5] with 2, 0, 1 gives
     * [5, 2, 3]. This tensor itself when the order is the one it has.
     *
     * @param axes each axis once, counted from 0, or from the end as -1, -2 ...
     * @throws ShapeException if an axis is missing, or there twice
     */
    public Tensor permute(int... axes) {
        return Axes.permute(this, Checks.permutation("permute", shape, axes));
    }

    // ----------------------------------------------------------------------------------------------- reductions

    /** The sum of all elements, a scalar; 0 of none. */
    public Tensor sum() {
        return reduce(Reduction.SUM, 1, size(), 1, Shape.of());
    }

    /** The sums along an axis, which disappears: [N, D] summed along axis 0 gives [D]. */
    public Tensor sum(int axis) {
        return reduceAxis(Reduction.SUM, "sum", axis);
    }

    /** The sums along an axis, which stays with length 1 if it is kept: [N, D] summed along axis 1 gives [N, 1]. */
    public Tensor sum(int axis, boolean keepsAxis) {
        return keep(sum(axis), axis, keepsAxis);
    }

    /**
     * The mean of all elements, a scalar.
     *
     * @throws ShapeException if there are none
     */
    public Tensor mean() {
        requireElements("mean");
        return sum().dividedBy(size());
    }

    /** The means along an axis of length 1 or more, which disappears. */
    public Tensor mean(int axis) {
        Tensor sums = reduceAxis(Reduction.SUM, "mean", axis);
        return sums.dividedBy(shape.length(axis));
    }

    /** The means along an axis of length 1 or more, which stays with length 1 if it is kept. */
    public Tensor mean(int axis, boolean keepsAxis) {
        return keep(mean(axis), axis, keepsAxis);
    }

    /**
     * The largest of all elements, a scalar. Unspecified where one is NaN.
     *
     * @throws ShapeException if there are none
     */
    public Tensor max() {
        requireElements("max");
        return reduce(Reduction.MAX, 1, size(), 1, Shape.of());
    }

    /** The largest elements along an axis of length 1 or more, which disappears. Unspecified where one is NaN. */
    public Tensor max(int axis) {
        return reduceAxis(Reduction.MAX, "max", axis);
    }

    /** The largest elements along an axis of length 1 or more, which stays with length 1 if it is kept. */
    public Tensor max(int axis, boolean keepsAxis) {
        return keep(max(axis), axis, keepsAxis);
    }

    private Tensor keep(Tensor reduced, int axis, boolean keepsAxis) {
        return keepsAxis ? reduced.reshape(shape.with(axis, 1)) : reduced;
    }

    private void requireElements(String name) {
        if (size() == 0) {
            throw new ShapeException(name, shape + " has no elements", shape);
        }
    }

    /** The positions of the largest elements along an axis, the first one where several are equal. */
    public Tensor argmax(int axis) {
        return reduceAxis(Reduction.ARGMAX, "argmax", axis);
    }

    /**
     * The sum over all axes along which {@code target} was repeated to get this shape: what becomes of a gradient when
     * its tensor was broadcast.
     */
    public Tensor sumTo(Shape target) {
        return Broadcast.sumTo(this, target);
    }

    /** This tensor repeated to {@code target}'s shape, as broadcasting does; itself when it has that shape. */
    public Tensor expandTo(Shape target) {
        return Broadcast.expandTo(this, target);
    }

    private Tensor reduceAxis(Reduction reduction, String name, int negativeOrPositiveAxis) {
        int axis = Checks.axis(name, shape, negativeOrPositiveAxis);
        int n = shape.length(axis);
        if (n == 0 && !name.equals("sum")) {
            throw new ShapeException(name, "axis " + axis + " of " + shape + " has no elements", shape);
        }
        int outer = shape.product(0, axis);
        int inner = shape.product(axis + 1, shape.rank());
        return reduce(reduction, outer, n, inner, Broadcast.without(shape, axis));
    }

    Tensor reduce(Reduction reduction, int outer, int n, int inner, Shape newShape) {
        Tensor y = allocateLike(newShape);
        backend.reduce(reduction, outer, n, inner, storage(), y.storage());
        return y;
    }

    // ------------------------------------------------------------------------------------------ shapes and rows

    /** The same elements, in the same order and the same memory, under another shape of the same size. */
    public Tensor reshape(Shape newShape) {
        if (newShape.size() != size()) {
            throw new ShapeException(
                    "reshape",
                    shape + " has " + size() + " elements, " + newShape + " needs " + newShape.size(),
                    shape,
                    newShape);
        }
        if (newShape.equals(shape)) {
            return this;
        }
        return TensorScope.makeView(backend, newShape, storage());
    }

    /**
     * The part of an axis {@code from} (inclusive) to {@code to} (exclusive), copied; this tensor itself when that is all of it.
     * [2, 3, 5] sliced along axis 1 from 1 to 3 gives [2, 2, 5].
     *
     * @param axis counted from 0, or from the end as -1, -2 ...
     * @throws ShapeException if there is no such axis, or the range is not within it
     */
    public Tensor slice(int axis, int from, int to) {
        return Axes.slice(this, Checks.axis("slice", shape, axis), from, to);
    }

    /**
     * These tensors one after the other along an axis: [2, 3] and [2, 4] along axis 1 give [2, 7]. Their other axes have equal
     * lengths.
     *
     * @param axis counted from 0, or from the end as -1, -2 ...
     * @throws ShapeException if there is no such axis, or another one differs
     * @throws IllegalArgumentException if there are no tensors
     */
    public static Tensor concat(int axis, Tensor... parts) {
        return Axes.concat(axis, parts);
    }

    /** The rows {@code from} (inclusive) to {@code to} (exclusive) along the first axis, copied. */
    public Tensor rows(int from, int to) {
        Checks.rows("rows", this, from, to);
        int columns = shape.product(1, shape.rank());
        Tensor y = allocateLike(Broadcast.withFirst(shape, to - from));
        backend.copy(storage(), from * columns, y.storage(), 0, (to - from) * columns);
        return y;
    }

    /** The rows with these numbers along the first axis, in this order, copied: a mini-batch. */
    public Tensor gatherRows(int... rows) {
        Checks.rowNumbers("gatherRows", this, rows);
        int columns = shape.product(1, shape.rank());
        Tensor y = allocateLike(Broadcast.withFirst(shape, rows.length));
        backend.gatherRows(columns, rows, rows.length, storage(), y.storage());
        return y;
    }

    /** Shape, dtype and the elements, or the first few of them. */
    @Override
    public String toString() {
        return storage == null ? "closed tensor " + shape : HeapCopy.describe(this);
    }
}
