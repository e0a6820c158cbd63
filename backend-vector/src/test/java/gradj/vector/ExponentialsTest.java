package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.array.Parallel;
import gradj.spi.UnaryOp;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * e^x, ln x, the sigmoid and tanh: how far they are from the exact numbers, and that a number has the same bits wherever it stands.
 * {@code -Dgradj.vector.step=1} goes through all floats, in a minute or two.
 */
class ExponentialsTest {
    @BeforeAll
    static void takeVectors() throws InterruptedException {
        CompiledKernels.await();
    }

    /** Through the bits of all floats in steps; a prime, so that every mantissa bit changes from one to the next. */
    private static final int STEP = Integer.getInteger("gradj.vector.step", 251);

    private static final int CHUNK = 1 << 16;
    private static final int DOUBLES = 20_000;

    private static final float[] NOTABLE = {
        0,
        Float.MIN_VALUE,
        Float.MIN_NORMAL,
        0.5f,
        (float) Math.sqrt(0.5),
        1,
        (float) Math.sqrt(2),
        88.72284f,
        87.33655f,
        103.97208f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY
    };

    /** The largest error found so far, in ulps, and where. */
    private static final class Worst {
        double ulps;
        double at;

        void see(float x, double computed, double exact) {
            double ulp = Math.scalb(1.0, Math.max(Math.getExponent(exact), Float.MIN_EXPONENT) - 23);
            double error = Math.abs(computed - exact) / ulp;
            if (error > ulps) {
                ulps = error;
                at = x;
            }
        }

        void assertAtMost(double bound, String what) {
            assertTrue(ulps <= bound, what + " is " + ulps + " ulps off at " + at);
        }
    }

    private final Worst exp = new Worst();
    private final Worst subnormalExp = new Worst();
    private final Worst log = new Worst();
    private final Worst sigmoid = new Worst();
    private final Worst tanh = new Worst();
    private final Parallel oneThread = new Parallel(1);

    @Test
    void floatsAreWithinTheirUlps() {
        float[] x = new float[CHUNK];
        for (long bits = 0; bits < 1L << 32; bits += (long) CHUNK * STEP) {
            int count = (int) Math.min(CHUNK, ((1L << 32) - bits + STEP - 1) / STEP);
            for (int i = 0; i < count; i++) {
                x[i] = Float.intBitsToFloat((int) (bits + (long) i * STEP));
            }
            check(count, x);
        }
        for (float notable : NOTABLE) {
            int first = Float.floatToIntBits(notable) - 2000;
            for (int i = 0; i < 8000; i++) {
                x[i] = Float.intBitsToFloat(first + i / 2) * (i % 2 == 0 ? 1 : -1);
            }
            check(8000, x);
        }
        exp.assertAtMost(1.02, "exp");
        subnormalExp.assertAtMost(0.76, "exp where it is subnormal");
        log.assertAtMost(0.96, "log");
        sigmoid.assertAtMost(2.5, "sigmoid");
        tanh.assertAtMost(1.4, "tanh");
    }

    /** Java's own functions in double precision are exact enough to judge floats by. */
    private void check(int count, float[] x) {
        float[] e = new float[count];
        float[] l = new float[count];
        float[] s = new float[count];
        float[] t = new float[count];
        FloatExp.exp(0, count, x, e);
        FloatLog.log(0, count, x, l);
        FloatElements.unary(UnaryOp.SIGMOID, count, x, s, oneThread);
        FloatElements.tanh(count, x, t, oneThread);
        for (int i = 0; i < count; i++) {
            assertSame(x[i], FloatExp.exp(x[i]), e[i], "exp by the vector, and by itself,");
            assertSame(x[i], FloatLog.log(x[i]), l[i], "log by the vector, and by itself,");
            double exactExp = Math.exp(x[i]);
            if (Math.abs(exactExp) < Float.MIN_NORMAL) {
                subnormalExp.see(x[i], e[i], exactExp);
            } else if (Math.abs(exactExp) <= Float.MAX_VALUE) {
                exp.see(x[i], e[i], exactExp);
            } else {
                assertSame(x[i], (float) exactExp, e[i], "exp");
            }
            double exactLog = Math.log(x[i]);
            if (Double.isNaN(exactLog) || Double.isInfinite(exactLog)) {
                assertSame(x[i], (float) exactLog, l[i], "log");
            } else {
                log.see(x[i], l[i], exactLog);
            }
            if (Float.isNaN(x[i])) {
                assertSame(x[i], Float.NaN, t[i], "tanh");
            } else {
                tanh.see(x[i], t[i], StrictMath.tanh(x[i]));
            }
            double exactSigmoid = 1 / (1 + Math.exp(-(double) x[i]));
            if (Math.abs(exactSigmoid) >= Float.MIN_NORMAL) {
                sigmoid.see(x[i], s[i], exactSigmoid);
            } else {
                assertEquals(
                        exactSigmoid, s[i], 4 * Float.MIN_NORMAL * Math.ulp(1f) + tiny(x[i]), "sigmoid of " + x[i]);
            }
        }
    }

    /** What a sigmoid below the smallest normal number may be off by: all of it, where e^-x overflows. */
    private static double tiny(float x) {
        return x < -88.7f ? Float.MIN_NORMAL : 0;
    }

    private static void assertSame(float x, float expected, float actual, String what) {
        if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
            throw new AssertionError(what + " of " + x + ": expected " + expected + ", got " + actual);
        }
    }

    @Test
    void doublesAreWithinTheirUlps() {
        Random random = new Random(5);
        double[] x = new double[DOUBLES];
        double[] positive = new double[DOUBLES];
        for (int i = 0; i < DOUBLES; i++) {
            x[i] = switch (i % 3) {
                case 0 -> random.nextDouble() * 1416 - 707;
                case 1 -> random.nextGaussian();
                // where the rounding of x / ln 2 goes over to the next number, and the polynomial is at its end
                default -> (random.nextInt(2000) - 1000 + 0.5) * Math.log(2) + random.nextGaussian() * 1e-3;
            };
            positive[i] = switch (i % 3) {
                case 0 -> Math.exp(random.nextDouble() * 1416 - 707);
                case 1 -> 0.7 + 0.75 * random.nextDouble();
                default -> 1 + random.nextGaussian() * 1e-3;
            };
        }
        double[] e = new double[DOUBLES];
        double[] l = new double[DOUBLES];
        DoubleExp.exp(0, DOUBLES, x, e);
        DoubleLog.log(0, DOUBLES, positive, l);
        for (int i = 0; i < DOUBLES; i++) {
            assertEquals(DoubleExp.exp(x[i]), e[i], "exp by the vector, and by itself, of " + x[i]);
            assertEquals(DoubleLog.log(positive[i]), l[i], "log by the vector, and by itself, of " + positive[i]);
            if (Math.abs(x[i]) < 708) {
                double error = ExactMath.ulps(e[i], ExactMath.exp(new BigDecimal(x[i])));
                assertTrue(error <= 1, "exp of " + x[i] + " is " + error + " ulps off");
            }
            double error = ExactMath.ulps(l[i], ExactMath.log(positive[i]));
            assertTrue(error <= 1, "log of " + positive[i] + " is " + error + " ulps off");
        }
    }

    /** Beside the exact numbers, and each element alone the same bits as among others. */
    @Test
    void tanhOfDoublesIsWithinItsUlps() {
        Random random = new Random(6);
        double[] x = new double[DOUBLES / 4];
        for (int i = 0; i < x.length; i++) {
            x[i] = switch (i % 4) {
                case 0 -> random.nextGaussian();
                case 1 -> 0.625 + 0.1 * random.nextGaussian();
                case 2 -> 22 * random.nextDouble();
                default -> Math.exp(-30 * random.nextDouble());
            };
        }
        double[] y = new double[x.length];
        DoubleElements.tanh(x.length, x, y, oneThread);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double[] alone = new double[1];
            DoubleElements.tanh(1, new double[] {x[i]}, alone, oneThread);
            assertEquals(alone[0], y[i], "tanh by the vector, and by itself, of " + x[i]);
            BigDecimal e = ExactMath.exp(new BigDecimal(2 * x[i]));
            BigDecimal exact = e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), MathContext.DECIMAL128);
            worst = Math.max(worst, ExactMath.ulps(y[i], exact));
        }
        assertTrue(worst <= 1.4, "tanh is " + worst + " ulps off");
    }

    @Test
    void doublesBeyondAreZeroSubnormalOrInfinite() {
        double[] x = {
            710,
            1e300,
            Double.POSITIVE_INFINITY,
            -746,
            -1e300,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            0.0,
            -0.0,
            -745,
            -720,
            709.78,
            Double.MIN_VALUE
        };
        double[] y = new double[x.length];
        DoubleExp.exp(0, x.length, x, y);
        double infinity = Double.POSITIVE_INFINITY;
        double[] expected = {
            infinity,
            infinity,
            infinity,
            0,
            0,
            0,
            Double.NaN,
            1,
            1,
            StrictMath.exp(-745),
            StrictMath.exp(-720),
            StrictMath.exp(709.78),
            1
        };
        for (int i = 0; i < x.length; i++) {
            double ulp = Double.isFinite(expected[i]) ? Math.ulp(expected[i]) : 1;
            assertEquals(expected[i], y[i], ulp, "exp of " + x[i]);
        }
        double[] arguments = {
            0.0,
            -0.0,
            -Double.MIN_VALUE,
            -1,
            infinity,
            -infinity,
            Double.NaN,
            Double.MIN_VALUE,
            1e-310,
            Double.MAX_VALUE,
            1
        };
        double[] logs = new double[arguments.length];
        DoubleLog.log(0, arguments.length, arguments, logs);
        double[] expectedLogs = new double[arguments.length];
        for (int i = 0; i < logs.length; i++) {
            expectedLogs[i] = StrictMath.log(arguments[i]);
        }
        assertArrayEquals(expectedLogs, logs);
    }
}
