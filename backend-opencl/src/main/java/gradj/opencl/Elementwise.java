package gradj.opencl;

import static gradj.opencl.DeviceKernel.CONSTANT;
import static gradj.opencl.DeviceKernel.CROSS_ENTROPY_BACKWARD;
import static gradj.opencl.DeviceKernel.ELEMENTWISE_BINARY;
import static gradj.opencl.DeviceKernel.ELEMENTWISE_UNARY;
import static gradj.opencl.DeviceKernel.NONE;
import static gradj.opencl.DeviceKernel.REPEATED;
import static gradj.opencl.DeviceKernel.SELECT;
import static gradj.opencl.DeviceKernel.WHOLE;

import gradj.spi.BinaryOp;
import gradj.spi.UnaryOp;

/** Operations element by element. An operand of one element that came from the heap goes along as a number. */
final class Elementwise {
    private Elementwise() {}

    /** Y = op(X). */
    static void unary(Arena arena, UnaryOp op, int size, ArenaStorage x, ArenaStorage y) {
        unary(arena, DeviceKernel.kind(op), size, x, y);
    }

    /** Y = the square root of X. */
    static void sqrt(Arena arena, int size, ArenaStorage x, ArenaStorage y) {
        unary(arena, DeviceKernel.SQRT, size, x, y);
    }

    private static void unary(Arena arena, int kind, int size, ArenaStorage x, ArenaStorage y) {
        int input = arena.in(x);
        int output = arena.out(y);
        DeviceKernel kernel = arena.next();
        kernel.kind = kind;
        kernel.m = size;
        kernel.a = input;
        kernel.y = output;
        kernel.factors(Math.E, 0); // for EXP
        arena.launch(ELEMENTWISE_UNARY, size);
    }

    /** Y [outer, n, inner] = op(A, B), one of them perhaps of n elements only. */
    static void binary(
            Arena arena, BinaryOp op, int outer, int n, int inner, ArenaStorage a, ArenaStorage b, ArenaStorage y) {
        int size = outer * n * inner;
        int left = a.isConstant ? NONE : arena.in(a);
        int right = b.isConstant ? NONE : arena.in(b);
        double alpha = a.value;
        double beta = b.value;
        int output = arena.out(y);
        DeviceKernel kernel = arena.next();
        kernel.kind = DeviceKernel.kind(op);
        kernel.m = size;
        kernel.n = n;
        kernel.k = inner;
        kernel.a = left;
        kernel.b = right;
        kernel.y = output;
        kernel.aForm = left == NONE ? CONSTANT : a.size() == size ? WHOLE : REPEATED;
        kernel.bForm = right == NONE ? CONSTANT : b.size() == size ? WHOLE : REPEATED;
        kernel.factors(alpha, beta);
        arena.launch(ELEMENTWISE_BINARY, size);
    }

    /** Y = A where the condition is above 0, else B, which may be of one element. */
    static void select(Arena arena, int size, ArenaStorage condition, ArenaStorage a, ArenaStorage b, ArenaStorage y) {
        int asked = arena.in(condition);
        int left = arena.in(a);
        int right = b.isConstant ? NONE : arena.in(b);
        double constant = b.value;
        int output = arena.out(y);
        DeviceKernel kernel = arena.next();
        kernel.m = size;
        kernel.a = asked;
        kernel.b = left;
        kernel.c = right;
        kernel.y = output;
        kernel.bForm = right == NONE ? CONSTANT : b.size() == size ? WHOLE : REPEATED;
        kernel.factors(constant, 0);
        arena.launch(SELECT, size);
    }

    /** dX of an operation, from its output Y and the gradient dY: a kind of its own for ReLU and for the sigmoid. */
    static void backward(Arena arena, int kind, int size, ArenaStorage y, ArenaStorage dy, ArenaStorage dx) {
        int output = arena.in(y);
        int upstream = arena.in(dy);
        int gradient = arena.out(dx);
        DeviceKernel kernel = arena.next();
        kernel.kind = kind;
        kernel.m = size;
        whole(kernel, output, upstream, gradient);
        arena.launch(ELEMENTWISE_BINARY, size);
    }

    /** dX [rows, columns] = dLoss [1] (Y sum(T) - T) / rows; each item adds up a short row of T, groups add up long ones. */
    static void crossEntropyBackward(
            Arena arena, int rows, int columns, ArenaStorage y, ArenaStorage t, ArenaStorage dLoss, ArenaStorage dx) {
        int sums = columns <= Reductions.SHORT ? NONE : arena.takeScratch(rows);
        if (sums != NONE) {
            Reductions.sumsOfRows(arena, rows, columns, t, sums);
        }
        int probabilities = arena.in(y);
        int labels = arena.in(t);
        int upstream = dLoss.isConstant ? NONE : arena.in(dLoss);
        double factor = dLoss.isConstant ? dLoss.value / rows : 1.0 / rows;
        int gradient = arena.out(dx);
        DeviceKernel kernel = arena.next();
        kernel.kind = CROSS_ENTROPY_BACKWARD;
        kernel.m = rows * columns;
        kernel.c = upstream;
        whole(kernel, probabilities, labels, gradient);
        kernel.n = columns;
        kernel.z = sums;
        kernel.factors(factor, 0);
        arena.launch(ELEMENTWISE_BINARY, rows * columns);
        if (sums != NONE) {
            arena.giveScratch(sums, rows);
        }
    }

    private static void whole(DeviceKernel kernel, int a, int b, int y) {
        kernel.n = 1;
        kernel.k = 1;
        kernel.a = a;
        kernel.b = b;
        kernel.y = y;
        kernel.aForm = WHOLE;
        kernel.bForm = WHOLE;
    }
}
