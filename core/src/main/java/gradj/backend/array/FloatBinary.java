package gradj.backend.array;

import gradj.spi.BinaryOp;

/**
 * Element-wise loops of two operands with broadcasting, on float arrays. Every broadcast comes down to runs of elements,
 * in which either both operands advance, or one of them stands still. The twin for the other dtype is the same text.
 */
final class FloatBinary {
    private FloatBinary() {}

    /**
     * Computes {@code y = op(a, b)}, [outer, n, inner].
     *
     * @param wholeA whether {@code a} holds all elements, or n that are repeated
     * @param wholeB the same of {@code b}; one of them at least is whole
     */
    static void apply(
            BinaryOp op, int outer, int n, int inner, boolean wholeA, float[] a, boolean wholeB, float[] b, float[] y) {
        int size = outer * n * inner;
        if (size == 0) {
            return;
        }
        if (wholeA && wholeB) {
            run(op, a, 0, b, 0, y, 0, size);
        } else if (n == 1) {
            runWithScalar(op, wholeA, a, b, 0, y, 0, size);
        } else if (inner == 1) {
            for (int i = 0; i < outer; i++) {
                run(op, a, wholeA ? i * n : 0, b, wholeB ? i * n : 0, y, i * n, n);
            }
        } else {
            for (int i = 0; i < outer * n; i++) {
                runWithScalar(op, wholeA, a, b, i % n, y, i * inner, inner);
            }
        }
    }

    /** Both operands advance: y[yFrom...] = op(a[aFrom...], b[bFrom...]). */
    private static void run(BinaryOp op, float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        switch (op) {
            case ADD -> add(a, aFrom, b, bFrom, y, yFrom, count);
            case SUBTRACT -> subtract(a, aFrom, b, bFrom, y, yFrom, count);
            case MULTIPLY -> multiply(a, aFrom, b, bFrom, y, yFrom, count);
            case DIVIDE -> divide(a, aFrom, b, bFrom, y, yFrom, count);
        }
    }

    /** The whole operand advances with y; the other one stands still at its element {@code n}. */
    private static void runWithScalar(
            BinaryOp op, boolean wholeA, float[] a, float[] b, int n, float[] y, int from, int count) {
        if (wholeA) {
            switch (op) {
                case ADD -> addScalar(a, b[n], y, from, count);
                case SUBTRACT -> subtractScalar(a, b[n], y, from, count);
                case MULTIPLY -> multiplyScalar(a, b[n], y, from, count);
                case DIVIDE -> divideByScalar(a, b[n], y, from, count);
            }
        } else {
            switch (op) {
                case ADD -> addScalar(b, a[n], y, from, count);
                case SUBTRACT -> subtractFromScalar(a[n], b, y, from, count);
                case MULTIPLY -> multiplyScalar(b, a[n], y, from, count);
                case DIVIDE -> divideScalar(a[n], b, y, from, count);
            }
        }
    }

    private static void add(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        for (int i = 0; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] + b[bFrom + i];
        }
    }

    private static void subtract(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        for (int i = 0; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] - b[bFrom + i];
        }
    }

    private static void multiply(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        for (int i = 0; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] * b[bFrom + i];
        }
    }

    private static void divide(float[] a, int aFrom, float[] b, int bFrom, float[] y, int yFrom, int count) {
        for (int i = 0; i < count; i++) {
            y[yFrom + i] = a[aFrom + i] / b[bFrom + i];
        }
    }

    private static void addScalar(float[] a, float scalar, float[] y, int from, int count) {
        for (int i = from; i < from + count; i++) {
            y[i] = a[i] + scalar;
        }
    }

    private static void subtractScalar(float[] a, float scalar, float[] y, int from, int count) {
        for (int i = from; i < from + count; i++) {
            y[i] = a[i] - scalar;
        }
    }

    private static void subtractFromScalar(float scalar, float[] b, float[] y, int from, int count) {
        for (int i = from; i < from + count; i++) {
            y[i] = scalar - b[i];
        }
    }

    private static void multiplyScalar(float[] a, float scalar, float[] y, int from, int count) {
        for (int i = from; i < from + count; i++) {
            y[i] = a[i] * scalar;
        }
    }

    private static void divideByScalar(float[] a, float scalar, float[] y, int from, int count) {
        for (int i = from; i < from + count; i++) {
            y[i] = a[i] / scalar;
        }
    }

    private static void divideScalar(float scalar, float[] b, float[] y, int from, int count) {
        for (int i = from; i < from + count; i++) {
            y[i] = scalar / b[i];
        }
    }
}
