package gradj.graph.picture;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as short as a picture needs them: four digits that count, but never fewer than stand before the point. */
final class ShortNumber {
    private static final int DIGITS = 4;
    private static final BigDecimal LARGE = new BigDecimal("1e7");
    private static final BigDecimal SMALL = new BigDecimal("1e-3");

    private ShortNumber() {}

    /** As in 220, 2.2, 0.2689, 12346, 1.5e-7; NaN, ∞ and -∞ too. */
    static String of(double x) {
        if (Double.isNaN(x)) {
            return "NaN";
        } else if (Double.isInfinite(x)) {
            return x > 0 ? "∞" : "-∞";
        } else if (x == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(x);
        int beforePoint = exact.precision() - exact.scale();
        BigDecimal rounded =
                exact.abs().compareTo(LARGE) < 0 ? round(exact, Math.max(DIGITS, beforePoint)) : round(exact, DIGITS);
        boolean isPlain = rounded.abs().compareTo(LARGE) < 0 && rounded.abs().compareTo(SMALL) >= 0;
        return isPlain ? rounded.toPlainString() : scientific(rounded);
    }

    /** The same text with the sign of minus in the place of hyphens before numbers, for text that is drawn. */
    static String withMinus(String text) {
        return text.replaceAll("-(?=[0-9∞])", "−");
    }

    private static BigDecimal round(BigDecimal x, int digits) {
        return x.round(new MathContext(digits)).stripTrailingZeros();
    }

    private static String scientific(BigDecimal x) {
        int exponent = x.precision() - x.scale() - 1;
        return x.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
