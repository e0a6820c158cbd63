package gradj.backend.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.UnaryOp;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * e^x, ln x and the sigmoid of the pure-Java backend: how far they are from the exact numbers, and that a number has the same bits
 * wherever it stands. {@code -Dgradj.exponentials.step=1} goes through all floats, in some minutes.
 */
class ExponentialsTest {
    /** Through the bits of all floats in steps; a prime, so that every mantissa bit changes from one to the next. */
    private static final int STEP = Integer.getInteger("gradj.exponentials.step", 10007);

    private static final int CHUNK = 1 << 14;
    private static final int DOUBLES = 3000;
    private static final MathContext DIGITS = new MathContext(45);
    private static final BigDecimal LN2 =
            new BigDecimal("0.6931471805599453094172321214581765680755001343602552541206800094933936219696947");

    private final Parallel oneThread = new Parallel(1);

    private float[] floats(UnaryOp op, float... x) {
        float[] y = new float[x.length];
        FloatExponentials.unary(op, x.length, x, y, oneThread);
        return y;
    }

    private double[] doubles(UnaryOp op, double... x) {
        double[] y = new double[x.length];
        DoubleExponentials.unary(op, x.length, x, y, oneThread);
        return y;
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "LOG", "SIGMOID"})
    void floatsAreWithinTheirUlps(UnaryOp op) {
        float[] x = new float[CHUNK];
        for (long bits = 0; bits < 1L << 32; bits += (long) CHUNK * STEP) {
            for (int i = 0; i < CHUNK; i++) {
                x[i] = Float.intBitsToFloat((int) (bits + (long) i * STEP));
            }
            check(op, x);
        }
        // Around the numbers where something begins or ends.
        for (float notable : new float[] {
            0,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            0.3465736f,
            0.70710677f,
            1,
            1.4142135f,
            87.33655f,
            88.72284f,
            103.97208f,
            Float.MAX_VALUE
        }) {
            for (int i = 0; i < 2000; i++) {
                int near = Float.floatToIntBits(notable) - 500 + i / 2;
                x[i] = Float.intBitsToFloat(near) * (i % 2 == 0 ? 1 : -1);
            }
            check(op, x);
        }
    }

    /** Java's own functions in double precision are exact enough to judge floats by. */
    private void check(UnaryOp op, float[] x) {
        float[] y = floats(op, x);
        for (int i = 0; i < x.length; i++) {
            double exact = exactly(op, x[i]);
            if (Double.isNaN(exact) || Math.abs(exact) > Float.MAX_VALUE) {
                assertEquals((float) exact, y[i], op + " of " + x[i]);
            } else if (op == UnaryOp.SIGMOID && exact < Float.MIN_NORMAL) {
                assertTrue(y[i] >= 0 && y[i] <= 2 * exact, op + " of " + x[i] + " is " + y[i]);
            } else {
                double ulp = Math.scalb(1.0, Math.max(Math.getExponent(exact), Float.MIN_EXPONENT) - 23);
                double error = Math.abs(y[i] - exact) / ulp;
                assertTrue(error <= bound(op), op + " of " + x[i] + " is " + error + " ulps off");
            }
        }
    }

    private static double exactly(UnaryOp op, double x) {
        return switch (op) {
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            default -> 1 / (1 + Math.exp(-x));
        };
    }

    private static double bound(UnaryOp op) {
        return switch (op) {
            case EXP -> 1;
            case LOG -> 0.96;
            default -> 2.5;
        };
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
            positive[i] = switch (i % 4) {
                case 0 -> Math.exp(random.nextDouble() * 1416 - 707);
                case 1 -> 0.7 + 0.75 * random.nextDouble();
                case 2 -> 1 + random.nextGaussian() * 1e-3;
                default -> Double.MIN_NORMAL * random.nextDouble();
            };
        }
        double[] exp = doubles(UnaryOp.EXP, x);
        double[] sigmoid = doubles(UnaryOp.SIGMOID, x);
        double[] log = doubles(UnaryOp.LOG, positive);
        for (int i = 0; i < DOUBLES; i++) {
            if (Math.abs(x[i]) < 708) {
                BigDecimal exact = exp(new BigDecimal(x[i]));
                assertUlps(1.05, exp[i], exact, "exp of " + x[i]);
                BigDecimal one = BigDecimal.ONE;
                assertUlps(2.5, sigmoid[i], exact.divide(exact.add(one), DIGITS), "sigmoid of " + x[i]);
            }
            // ln x = y + ln(x e^-y), and the last is x e^-y - 1, but for its square.
            BigDecimal y = new BigDecimal(log[i]);
            BigDecimal rest = new BigDecimal(positive[i])
                    .multiply(exp(y.negate()), DIGITS)
                    .subtract(BigDecimal.ONE);
            assertUlps(1, log[i], y.add(rest), "log of " + positive[i]);
        }
    }

    private static void assertUlps(double bound, double computed, BigDecimal exact, String what) {
        double difference = new BigDecimal(computed).subtract(exact).doubleValue();
        double error = Math.abs(difference) / Math.ulp(exact.doubleValue());
        assertTrue(error <= bound, what + " is " + error + " ulps off");
    }

    /** x = n ln 2 + 2^10 r: e^x = 2^n (e^r)^1024, by Taylor's series. */
    private static BigDecimal exp(BigDecimal x) {
        BigDecimal n = x.divide(LN2, 0, RoundingMode.HALF_EVEN);
        BigDecimal r = x.subtract(n.multiply(LN2)).divide(BigDecimal.valueOf(1024), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 12; k > 0; k--) {
            sum = sum.multiply(r, DIGITS).divide(BigDecimal.valueOf(k), DIGITS).add(BigDecimal.ONE);
        }
        BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(n.intValueExact()), DIGITS);
        sum = sum.pow(1024, DIGITS);
        return n.signum() >= 0 ? sum.multiply(power, DIGITS) : sum.divide(power, DIGITS);
    }

    @Test
    void beyondTheRangeIsWhatIeeeSays() {
        double infinity = Double.POSITIVE_INFINITY;
        double[] beyond = {710, 1e300, infinity, -746, -1e300, -infinity, Double.NaN, 0.0, -0.0, Double.MIN_VALUE};
        double[] powers = {infinity, infinity, infinity, 0, 0, 0, Double.NaN, 1, 1, 1};
        double[] logs = {Math.log(710), Math.log(1e300), infinity, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        assertArrayEquals(powers, doubles(UnaryOp.EXP, beyond));
        assertArrayEquals(logs, doubles(UnaryOp.LOG, Arrays.copyOf(beyond, logs.length)));
        assertArrayEquals(
                new double[] {-infinity, -infinity, Math.log(Double.MIN_VALUE), 0},
                doubles(UnaryOp.LOG, 0.0, -0.0, Double.MIN_VALUE, 1));
        for (double x : new double[] {-745, -720, -708.4, 709.78}) {
            double exact = StrictMath.exp(x);
            assertEquals(exact, doubles(UnaryOp.EXP, x)[0], Math.ulp(exact), "exp of " + x);
        }
        assertArrayEquals(
                new double[] {1, 1, 0, 0, Double.NaN, 0.5},
                doubles(UnaryOp.SIGMOID, 40, infinity, -1000, -infinity, Double.NaN, 0));
    }

    /** Also beside numbers that send a block the slow way, in place, and for any number of threads. */
    @ParameterizedTest
    @EnumSource(names = {"EXP", "LOG", "SIGMOID"})
    void aNumberHasTheSameBitsWhereverItStands(UnaryOp op) {
        Random random = new Random(7);
        int size = 40_000; // more than two threads' worth
        float[] x = new float[size];
        double[] u = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextGaussian() * 20);
            u[i] = random.nextGaussian() * 20;
            if (op == UnaryOp.LOG && (i < 5000 || random.nextInt(3000) > 0)) {
                x[i] = Math.abs(x[i]);
                u[i] = Math.abs(u[i]);
            }
        }
        float[] y = floats(op, x);
        double[] v = doubles(op, u);
        for (int i = 0; i < size; i += 97) {
            assertEquals(floats(op, x[i])[0], y[i], op + " of " + x[i]);
            assertEquals(doubles(op, u[i])[0], v[i], op + " of " + u[i]);
        }
        try (Parallel threeThreads = new Parallel(3)) {
            FloatExponentials.unary(op, size, x, x, threeThreads);
            DoubleExponentials.unary(op, size, u, u, threeThreads);
        }
        assertArrayEquals(y, x);
        assertArrayEquals(v, u);
    }
}
