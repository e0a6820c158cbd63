package gradj.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import gradj.backend.array.Parallel;
import gradj.backend.array.Sharing;
import gradj.spi.UnaryOp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise operations on float arrays, each on a range of elements, from (inclusive) to (exclusive). What is left over
 * behind the last whole vector is computed one by one in the same steps: an element has the same bits wherever it falls. The
 * twin for the other dtype is the same text.
 */
final class FloatElements {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** An exponential or a logarithm takes at least as long as reading and writing so many elements. */
    static final int EXPONENTIAL = 4;

    /** Elements that stay in the first-level cache from one pass over them to the next. */
    private static final int BLOCK = 1024;

    private static final float[] SAMPLE = new float[VectorKernel.STEPS * LANES];

    static final VectorKernel TANH =
            new VectorKernel("tanh float32", steps -> tanhVectors(0, steps * LANES, SAMPLE, SAMPLE, SAMPLE));

    static final VectorKernel SELECT = new VectorKernel(
            "select float32", steps -> selectVectors(0, steps * LANES, SAMPLE, SAMPLE, SAMPLE, SAMPLE));

    static final VectorKernel SELECT_ELSE_NUMBER = new VectorKernel(
            "select else a number float32", steps -> selectVectors(0, steps * LANES, SAMPLE, SAMPLE, 0, SAMPLE));

    private FloatElements() {}

    /** y = op(x) for the operations that take an exponential or a logarithm. */
    static void unary(UnaryOp op, int size, float[] x, float[] y, Parallel parallel) {
        if (Sharing.pays((long) EXPONENTIAL * size)) {
            int grain = Sharing.grain(size, EXPONENTIAL, parallel);
            parallel.range(0, size, grain, (from, to) -> unary(op, from, to, x, y));
        } else {
            unary(op, 0, size, x, y);
        }
    }

    private static void unary(UnaryOp op, int from, int to, float[] x, float[] y) {
        switch (op) {
            case EXP -> FloatExp.exp(from, to, x, y);
            case LOG -> FloatLog.log(from, to, x, y);
            case SIGMOID -> sigmoid(from, to, x, y);
            default -> throw new IllegalArgumentException(op + " is left to the JIT compiler");
        }
    }

    /** 1 / (1 + e^-x): where e^-x overflows, 0 instead of a result below the smallest normal number. */
    private static void sigmoid(int from, int to, float[] x, float[] y) {
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(block + BLOCK, to);
            for (int i = block; i < end; i++) {
                y[i] = -x[i];
            }
            FloatExp.exp(block, end, y, y);
            for (int i = block; i < end; i++) {
                y[i] = 1 / (1 + y[i]);
            }
        }
    }

    static void tanh(int size, float[] x, float[] y, Parallel parallel) {
        if (Sharing.pays((long) EXPONENTIAL * size)) {
            int grain = Sharing.grain(size, EXPONENTIAL, parallel);
            parallel.range(0, size, grain, (from, to) -> tanh(from, to, x, y));
        } else {
            tanh(0, size, x, y);
        }
    }

    /** Both formulas for each element, block by block: where their exponential overflows, the far one is 1. */
    private static void tanh(int from, int to, float[] x, float[] y) {
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(block + BLOCK, to);
            for (int i = block; i < end; i++) {
                y[i] = 2 * Math.abs(x[i]);
            }
            FloatExp.exp(block, end, y, y);
            tanh(block, end, x, y, y);
        }
    }

    /**
     * tanh x from {@code exp} = e^2|x|: 1 - 2 / (e^2|x| + 1), and below 0.625, where its digits would cancel, Lambert's continued
     * fraction x / (1 + x^2 / (3 + x^2 / (5 + ...))) up to 15, written as one quotient.
     */
    private static void tanh(int from, int to, float[] x, float[] exp, float[] y) {
        int i = to - from >= LANES && TANH.isReady() ? tanhVectors(from, to, x, exp, y) : from;
        for (; i < to; i++) {
            float a = Math.abs(x[i]);
            float z = a * a;
            float p = (((z + 594) * z + 45045) * z + 675675) * z;
            float q = (((z + 630) * z + 51975) * z + 945945) * z + 2027025;
            float positive = a < 0.625f ? a - a * (p / q) : 1 - 2 / (exp[i] + 1);
            y[i] = x[i] < 0 ? -positive : positive;
        }
    }

    private static int tanhVectors(int from, int to, float[] x, float[] exp, float[] y) {
        if (from == to) {
            return to; // a call that only counts, see VectorKernel
        }
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2f);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector input = FloatVector.fromArray(SPECIES, x, i);
            FloatVector a = input.abs();
            FloatVector z = a.mul(a);
            FloatVector p = z.add(594).mul(z).add(45045).mul(z).add(675675).mul(z);
            FloatVector q =
                    z.add(630).mul(z).add(51975).mul(z).add(945945).mul(z).add(2027025);
            FloatVector near = a.sub(a.mul(p.div(q)));
            FloatVector far =
                    one.sub(two.div(FloatVector.fromArray(SPECIES, exp, i).add(one)));
            FloatVector positive = far.blend(near, a.compare(LT, 0.625f));
            positive.blend(positive.neg(), input.compare(LT, zero)).intoArray(y, i);
        }
        return i;
    }

    /** y = a where the condition is above 0, else b. */
    static void select(int size, float[] condition, float[] a, float[] b, float[] y, Parallel parallel) {
        if (Sharing.pays(size)) {
            int grain = Sharing.grain(size, 1, parallel);
            parallel.range(0, size, grain, (from, to) -> select(from, to, condition, a, b, y));
        } else {
            select(0, size, condition, a, b, y);
        }
    }

    private static void select(int from, int to, float[] condition, float[] a, float[] b, float[] y) {
        int i = to - from >= LANES && SELECT.isReady() ? selectVectors(from, to, condition, a, b, y) : from;
        for (; i < to; i++) {
            y[i] = condition[i] > 0 ? a[i] : b[i];
        }
    }

    private static int selectVectors(int from, int to, float[] condition, float[] a, float[] b, float[] y) {
        if (from == to) {
            return to;
        }
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            VectorMask<Float> takesA =
                    FloatVector.fromArray(SPECIES, condition, i).compare(GT, zero);
            FloatVector other = FloatVector.fromArray(SPECIES, b, i);
            other.blend(FloatVector.fromArray(SPECIES, a, i), takesA).intoArray(y, i);
        }
        return i;
    }

    /** y = a where the condition is above 0, else the one number b. */
    static void select(int size, float[] condition, float[] a, float b, float[] y, Parallel parallel) {
        if (Sharing.pays(size)) {
            int grain = Sharing.grain(size, 1, parallel);
            parallel.range(0, size, grain, (from, to) -> select(from, to, condition, a, b, y));
        } else {
            select(0, size, condition, a, b, y);
        }
    }

    private static void select(int from, int to, float[] condition, float[] a, float b, float[] y) {
        int i = to - from >= LANES && SELECT_ELSE_NUMBER.isReady() ? selectVectors(from, to, condition, a, b, y) : from;
        for (; i < to; i++) {
            y[i] = condition[i] > 0 ? a[i] : b;
        }
    }

    private static int selectVectors(int from, int to, float[] condition, float[] a, float b, float[] y) {
        if (from == to) {
            return to;
        }
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector other = FloatVector.broadcast(SPECIES, b);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            VectorMask<Float> takesA =
                    FloatVector.fromArray(SPECIES, condition, i).compare(GT, zero);
            other.blend(FloatVector.fromArray(SPECIES, a, i), takesA).intoArray(y, i);
        }
        return i;
    }
}
