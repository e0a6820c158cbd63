package gradj.data.table;

import java.util.regex.Pattern;

/** Which texts are numbers: digits, a decimal point, an exponent. The same everywhere, whatever the computer's locale. */
final class Numeral {
    /** What people and programs elsewhere write for a number. */
    private static final Pattern NEARLY = Pattern.compile("[+\\-\u2212]?[$\u20ac\u00a3]?\\s?"
            + "(\\d+,\\d*|,\\d+|\\d+\\.?\\d*|\\d{1,3}([.,'\u2019\\s\u00a0\u202f]\\d{3})+([.,]\\d*)?)"
            + "([eE][+-]?\\d+)?\\s?[%$\u20ac\u00a3]?|[+-]?([iI]nf|[iI]nfinity|INF)");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?(\\d+,\\d*|,\\d+)([eE][+-]?\\d+)?");

    private Numeral() {}

    /** Whether it is a number; {@link Double#parseDouble} takes more: blanks, {@code 1f}, {@code 0x1p3}, {@code NaN}. */
    static boolean isNumber(String text) {
        int at = sign(text, 0);
        int whole = digits(text, at);
        int end = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(text, end + 1);
            if (end == whole + 1 && whole == at) {
                return false; // a point alone
            }
        } else if (whole == at) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) | 0x20) == 'e') {
            int exponent = sign(text, end + 1);
            end = digits(text, exponent);
            if (end == exponent) {
                return false;
            }
        }
        return end == text.length();
    }

    /** Whether it is a whole number in digits alone. */
    static boolean isWhole(String text) {
        return !text.isEmpty() && text.length() < 10 && digits(text, 0) == text.length();
    }

    /** Whether somebody meant a number: with a comma, thousands apart, a unit, or infinite. */
    static boolean isNearlyNumber(String text) {
        return text.length() < 64 && NEARLY.matcher(text).matches();
    }

    /** Whether it is a number but for the comma, as half of Europe writes it. */
    static boolean hasDecimalComma(String text) {
        return text.length() < 64 && DECIMAL_COMMA.matcher(text).matches();
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
