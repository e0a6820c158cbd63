package gradj.vector;

import gradj.backend.array.ArrayBackend;
import gradj.backend.array.Parallel;
import gradj.spi.Availability;
import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.UnaryOp;
import java.util.List;

/**
 * The backend on the JDK's Vector API: SIMD instructions written down where the JIT compiler finds none by itself, and
 * inherited pure Java where it does.
 *
 * <p>A row is added up in as many lanes as the processor has: the last bits of sums along rows, and of the softmax over them,
 * depend on the width of its vectors. Nothing else's do, and none on the number of threads.
 *
 * <p><b>Measured</b> on one core of an AMD EPYC with AVX-512, JDK 17 (25); {@code SpeedReport} among the tests repeats it.
 * How many times as fast as the inherited kernel, float32, from [100, 50] to [256, 1024]:
 * <ul>
 *   <li>exp 2.2 to 2.9, log 6 to 15, sigmoid 1.5 to 1.7 (JDK 17 alone; the inherited ones are polynomials in SIMD, too), tanh 13 to
 *       15 (13 to 18); float64 exp 1.6 to 1.8, log 4 to 9, sigmoid 1.2 to 1.3
 *   <li>ReLU backward and select 5 to 30: the inherited loop has a branch that nothing foretells
 *   <li>sum of columns 3 to 6, of rows 2.5 to 3 from 64 elements on; maximum 2 to 7; position of the maximum 8 to 30
 *   <li>a row repeated (a bias): add 2 to 3, divide 3 to 6; with rows of 10 no gain, and inherited
 *   <li>rows gathered from a matrix larger than the cache: 1.6
 *   <li>inherited, because written in vectors they gained nothing (0.8 to 1.1): negate, square, reciprocal, ReLU, the step
 *       of gradient descent (axpy), the backward of sigmoid and of cross entropy, operations of two whole operands or with a
 *       repeated column, transpose
 * </ul>
 */
public final class VectorBackend extends ArrayBackend {
    /** Of a repeated operand. With 10 elements a run, the inherited loop is as fast; from 50 on it takes 1.5 to 3 times as long. */
    private static final int SHORTEST_RUN = 32;

    /** Of a row. With 50 elements, the inherited loop takes 0.7 times as long: to add up a vector's lanes takes time, too. */
    private static final int SHORTEST_SUM = 64;

    /** With as many threads as the system property {@code gradj.threads} says, or as there are processors. */
    public VectorBackend() {
        this(Parallel.configuredThreads());
    }

    /**
     * With this many threads inside an operation, 1 or more; the results do not depend on the number.
     *
     * @throws IllegalStateException if this JVM cannot run it; the message says why, and what fixes it
     */
    public VectorBackend(int threads) {
        super("vector", threads);
        Availability availability = VectorSupport.availability();
        if (!availability.isAvailable()) {
            throw new IllegalStateException("backend vector: " + availability);
        }
    }

    @Override
    public DeviceInfo device() {
        return new DeviceInfo(description(), parallel().threads(), VectorSupport.Width.inWords());
    }

    /** Names what Java did not compile to SIMD instructions, and is computed number by number for good. */
    private static String description() {
        List<String> scalar = VectorKernel.thatStayScalar();
        return scalar.isEmpty()
                ? "CPU"
                : "CPU: without SIMD instructions, for this Java compiled none: " + String.join(", ", scalar);
    }

    /** Has the kernels of a training compiled, on a thread of its own: see {@code docs/adr/0008}. */
    @Override
    public void prepare(DType dtype) {
        WarmUp.later(
                switch (dtype) {
                    case FLOAT32 -> FloatVectorKernels.OF_TRAINING;
                    case FLOAT64 -> DoubleVectorKernels.OF_TRAINING;
                });
    }

    @Override
    public void close() {
        WarmUp.end();
        super.close();
    }

    // ------------------------------------------------------------------------------------------------ matrix products

    @Override
    public void dot(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            Storage a,
            Storage b,
            double beta,
            Storage c) {
        if (transposeB && m == 1) { // to turn B around takes longer: 709 us instead of 313 for n = k = 1000
            super.dot(transposeA, true, m, n, k, alpha, a, b, beta, c);
        } else {
            switch (c.dtype()) {
                case FLOAT32 ->
                    FloatVectorDot.dot(
                            transposeA,
                            transposeB,
                            m,
                            n,
                            k,
                            (float) alpha,
                            floats(a),
                            floats(b),
                            (float) beta,
                            floats(c),
                            parallel());
                case FLOAT64 ->
                    DoubleVectorDot.dot(
                            transposeA,
                            transposeB,
                            m,
                            n,
                            k,
                            alpha,
                            doubles(a),
                            doubles(b),
                            beta,
                            doubles(c),
                            parallel());
            }
        }
    }

    @Override
    public void affine(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        affine(false, rows, in, out, x, w, b, y);
    }

    @Override
    public void affineRelu(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        affine(true, rows, in, out, x, w, b, y);
    }

    private void affine(boolean relu, int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        switch (y.dtype()) {
            case FLOAT32 ->
                FloatVectorDot.affine(rows, in, out, floats(x), floats(w), floats(b), relu, floats(y), parallel());
            case FLOAT64 ->
                DoubleVectorDot.affine(rows, in, out, doubles(x), doubles(w), doubles(b), relu, doubles(y), parallel());
        }
    }

    // ------------------------------------------------------------------------------------------- element by element

    @Override
    public void unary(UnaryOp op, int size, Storage x, Storage y) {
        if (op != UnaryOp.EXP && op != UnaryOp.LOG && op != UnaryOp.SIGMOID) {
            super.unary(op, size, x, y);
        } else {
            switch (x.dtype()) {
                case FLOAT32 -> FloatElements.unary(op, size, floats(x), floats(y), parallel());
                case FLOAT64 -> DoubleElements.unary(op, size, doubles(x), doubles(y), parallel());
            }
        }
    }

    @Override
    public void tanh(int size, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatElements.tanh(size, floats(x), floats(y), parallel());
            case FLOAT64 -> DoubleElements.tanh(size, doubles(x), doubles(y), parallel());
        }
    }

    @Override
    public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
        boolean wholeA = a.size() == y.size();
        boolean wholeB = b.size() == y.size();
        if ((wholeA && wholeB) || inner > 1 || n < SHORTEST_RUN) {
            super.binary(op, outer, n, inner, a, b, y);
        } else {
            switch (y.dtype()) {
                case FLOAT32 -> FloatBroadcast.apply(op, outer, n, wholeA, floats(a), wholeB, floats(b), floats(y));
                case FLOAT64 -> DoubleBroadcast.apply(op, outer, n, wholeA, doubles(a), wholeB, doubles(b), doubles(y));
            }
        }
    }

    @Override
    public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
        boolean oneB = b.size() == 1;
        switch (y.dtype()) {
            case FLOAT32 -> {
                if (oneB) {
                    FloatElements.select(size, floats(condition), floats(a), floats(b)[0], floats(y), parallel());
                } else {
                    FloatElements.select(size, floats(condition), floats(a), floats(b), floats(y), parallel());
                }
            }
            case FLOAT64 -> {
                if (oneB) {
                    DoubleElements.select(size, doubles(condition), doubles(a), doubles(b)[0], doubles(y), parallel());
                } else {
                    DoubleElements.select(size, doubles(condition), doubles(a), doubles(b), doubles(y), parallel());
                }
            }
        }
    }

    @Override
    public void gatherRows(int columns, int[] rows, int count, Storage x, Storage y) {
        switch (y.dtype()) {
            case FLOAT32 -> FloatGather.gather(columns, rows, count, floats(x), floats(y), parallel());
            case FLOAT64 -> DoubleGather.gather(columns, rows, count, doubles(x), doubles(y), parallel());
        }
    }

    @Override
    public void gatherGreys(int columns, int[] rows, int count, byte[] x, Storage y) {
        if (isFloat32(y) && GreyVectors.isReady()) {
            GreyVectors.gather(columns, rows, count, x, floats(y), parallel());
        } else {
            super.gatherGreys(columns, rows, count, x, y);
        }
    }

    @Override
    public void reluBackward(int size, Storage y, Storage dy, Storage dx) {
        switch (y.dtype()) {
            case FLOAT32 -> FloatElements.select(size, floats(y), floats(dy), 0, floats(dx), parallel());
            case FLOAT64 -> DoubleElements.select(size, doubles(y), doubles(dy), 0, doubles(dx), parallel());
        }
    }

    // ------------------------------------------------------------------------------------------ along rows, columns

    @Override
    public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
        if (inner == 1 && reduction == Reduction.SUM && n < SHORTEST_SUM) {
            super.reduce(reduction, outer, n, inner, x, y);
        } else {
            switch (x.dtype()) {
                case FLOAT32 -> {
                    if (inner == 1) {
                        FloatRowReductions.reduce(reduction, outer, n, floats(x), floats(y), parallel());
                    } else {
                        FloatColumnReductions.reduce(reduction, outer, n, inner, floats(x), floats(y), parallel());
                    }
                }
                case FLOAT64 -> {
                    if (inner == 1) {
                        DoubleRowReductions.reduce(reduction, outer, n, doubles(x), doubles(y), parallel());
                    } else {
                        DoubleColumnReductions.reduce(reduction, outer, n, inner, doubles(x), doubles(y), parallel());
                    }
                }
            }
        }
    }

    @Override
    public void softmax(int rows, int columns, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatVectorSoftmax.softmax(rows, columns, floats(x), floats(y), parallel());
            case FLOAT64 -> DoubleVectorSoftmax.softmax(rows, columns, doubles(x), doubles(y), parallel());
        }
    }

    @Override
    public void softmaxCrossEntropy(int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
        switch (x.dtype()) {
            case FLOAT32 ->
                FloatVectorSoftmax.crossEntropy(
                        rows, columns, floats(x), floats(t), floats(y), floats(loss), parallel());
            case FLOAT64 ->
                DoubleVectorSoftmax.crossEntropy(
                        rows, columns, doubles(x), doubles(t), doubles(y), doubles(loss), parallel());
        }
    }
}
