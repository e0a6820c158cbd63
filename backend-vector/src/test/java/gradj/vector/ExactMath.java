package gradj.vector;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** e^x and ln x to 40 digits and more, slowly: the truth that errors are measured against. */
final class ExactMath {
    private static final MathContext DIGITS = new MathContext(45);

    private static final BigDecimal LN2 =
            new BigDecimal("0.6931471805599453094172321214581765680755001343602552541206800094933936219696947");

    private static final int HALVINGS = 10;
    private static final int TERMS = 12;

    private ExactMath() {}

    /** x = n ln 2 + 2^10 r: e^x = 2^n (e^r)^1024, by Taylor's series, whose next term is below 2^-11*13 / 13!. */
    static BigDecimal exp(BigDecimal x) {
        BigDecimal n = x.divide(LN2, 0, RoundingMode.HALF_EVEN);
        BigDecimal r = x.subtract(n.multiply(LN2)).divide(BigDecimal.valueOf(1 << HALVINGS), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int k = 1; k <= TERMS; k++) {
            term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int k = 0; k < HALVINGS; k++) {
            sum = sum.multiply(sum, DIGITS);
        }
        int exponent = n.intValueExact();
        BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(exponent), DIGITS);
        return exponent >= 0 ? sum.multiply(power, DIGITS) : sum.divide(power, DIGITS);
    }

    /** One step of Halley's kind from Java's own logarithm, which leaves an error of the third power of that one's. */
    static BigDecimal log(double x) {
        BigDecimal y = new BigDecimal(Math.log(x));
        BigDecimal d = new BigDecimal(x).multiply(exp(y.negate()), DIGITS).subtract(BigDecimal.ONE);
        return y.add(d).subtract(d.multiply(d).divide(BigDecimal.valueOf(2)), DIGITS);
    }

    /** How many ulps of the exact number a computed one is away from it. */
    static double ulps(double computed, BigDecimal exact) {
        BigDecimal difference = new BigDecimal(computed).subtract(exact);
        return Math.abs(difference.doubleValue() / Math.ulp(exact.doubleValue()));
    }
}
