package gradj.testkit;

import gradj.spi.Storage;
import gradj.testkit.WrongArithmetic.Wrong;
import java.util.Arrays;

/** Backends that are wrong on purpose in {@code dot}. */
final class WrongProducts {
    private WrongProducts() {}

    /** A product that is changed before or after. */
    abstract static class WrongDot extends Wrong {
        @Override
        public final void dot(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            wrong(ta, tb, m, n, k, alpha, a, b, beta, c);
        }

        abstract void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c);

        final void right(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            super.dot(ta, tb, m, n, k, alpha, a, b, beta, c);
        }
    }

    static final class IgnoresTransposeB extends WrongDot {
        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            right(ta, false, m, n, k, alpha, a, b, beta, c);
        }
    }

    static final class IgnoresAlpha extends WrongDot {
        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            right(ta, tb, m, n, k, 1, a, b, beta, c);
        }
    }

    /** Adds to C where it must overwrite. */
    static final class AccumulatesAlways extends WrongDot {
        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            right(ta, tb, m, n, k, alpha, a, b, beta == 0 ? 1 : beta, c);
        }
    }

    /** Multiplies C by beta = 0: right on numbers, but 0 times NaN is NaN. */
    static final class KeepsNaN extends WrongDot {
        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            double[] before = new double[m * n];
            Arrays.setAll(before, i -> 0 * get(c, i));
            right(ta, tb, m, n, k, alpha, a, b, beta, c);
            for (int i = 0; beta == 0 && i < before.length; i++) {
                set(c, i, get(c, i) + before[i]);
            }
        }
    }

    /** Returns early where there is nothing to multiply, and leaves C as it was. */
    static final class ForgetsCWithoutTerms extends WrongDot {
        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            if (k > 0) {
                right(ta, tb, m, n, k, alpha, a, b, beta, c);
            }
        }
    }

    /** float32 arithmetic inside float64. */
    static final class RoundsToFloat extends WrongDot {
        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            right(ta, tb, m, n, k, alpha, a, b, beta, c);
            for (int i = 0; i < m * n; i++) {
                set(c, i, (float) get(c, i));
            }
        }
    }

    /** Leaves out the terms with a 0: faster on sparse operands, and 0 times NaN is 0. */
    static final class SkipsZeros extends WrongDot {
        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            right(ta, tb, m, n, k, alpha, a, b, beta, c);
            for (int i = 0; i < m * n; i++) {
                if (Double.isNaN(get(c, i)) && beta == 0) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        double left = get(a, ta ? p * m + i / n : i / n * k + p);
                        sum += left == 0 ? 0 : left * get(b, tb ? i % n * k + p : p * n + i % n);
                    }
                    set(c, i, alpha * sum);
                }
            }
        }
    }

    /** Every second product differs in its last bit. */
    static final class OtherBitsTheSecondTime extends WrongDot {
        private int calls;

        @Override
        void wrong(
                boolean ta,
                boolean tb,
                int m,
                int n,
                int k,
                double alpha,
                Storage a,
                Storage b,
                double beta,
                Storage c) {
            right(ta, tb, m, n, k, alpha, a, b, beta, c);
            if (m * n > 0 && ++calls % 2 == 0) {
                double value = get(c, 0);
                set(c, 0, isFloat32(c) ? Math.nextUp((float) value) : Math.nextUp(value));
            }
        }
    }
}
