package gradj.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every bit as the JDK's own parsers have it. */
class NumeralParserTest {
    /** Of each kind; 200,000 of each were compared once. */
    private static final int SAMPLE = 5_000;

    private final Random random = new Random(17);
    private final NumeralParser points = new NumeralParser('.');
    private final NumeralParser commas = new NumeralParser(',');

    /** The place behind the numeral that the text begins with. */
    private static int parse(NumeralParser parser, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] padded = Arrays.copyOf(ascii, ascii.length + NumeralParser.PADDING);
        parser.text(padded);
        return parser.parse(0);
    }

    private void check(String numeral) {
        for (String text : List.of(numeral, "-" + numeral)) {
            assertEquals(text.length(), parse(points, text), text);
            check(text, points);
            assertEquals(text.length(), parse(commas, text.replace('.', ',')), text);
            check(text, commas);
        }
    }

    private static void check(String text, NumeralParser parsed) {
        double expected = Double.parseDouble(text);
        if (Double.doubleToRawLongBits(expected) != Double.doubleToRawLongBits(parsed.toDouble())) {
            assertEquals(expected, parsed.toDouble(), text);
        }
        float expectedFloat = Float.parseFloat(text);
        if (Float.floatToRawIntBits(expectedFloat) != Float.floatToRawIntBits(parsed.toFloat())) {
            assertEquals(expectedFloat, parsed.toFloat(), text);
        }
    }

    @Test
    void readsWhatIsHard() {
        String[] numerals = {
            "0",
            "0.0",
            "00",
            "0e5",
            "0e-999999999",
            "0e99999999999",
            ".0",
            "0.",
            "1",
            "1.",
            ".5",
            "0.1",
            "1e1",
            "1E+1",
            "1e-1",
            "9007199254740991",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.0000000000000000001",
            "9223372036854775807",
            "9223372036854775808",
            "9999999999999999999",
            "18446744073709551615",
            "18446744073709551616",
            "18446744073709551616e-60",
            "99999999999999999999",
            "1e22",
            "1e23",
            "8.3e22",
            "1e-22",
            "1e-23",
            "000000000000000000000000000001.5",
            "0.000000000000000000000000000012345678901234567",
            "0.8692932128906250000",
            "8.692932128906250000e-01",
            "1.000000000000000000e+00",
            "5e-324",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072012e-308",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e308",
            "1e309",
            "1e310",
            "1e-342",
            "1e-343",
            "1e400",
            "1e-400",
            "1e2147483647",
            "1e2147483648",
            "1e-2147483649",
            "1e99999999999999",
            "16777216",
            "16777217",
            "16777218",
            "16777219",
            "16777217.000000000000001",
            "16777216.999999999999999",
            "16777217.0000000000000000000000001",
            "20191231",
            "3.4028234e38",
            "3.4028235e38",
            "3.4028235677973366e38",
            "3.40282356779733661637539395458142568447e38",
            "3.40282356779733661637539395458142568448e38",
            "3.4028236e38",
            "1.4e-45",
            "7e-46",
            "7.006492321624085e-46",
            "7.0064923216240854e-46",
            "1.17549435e-38",
            "1.1754942e-38",
            "1.1754943508222875e-38",
            "1.17549428754e-38",
            "1.401298464324817e-45",
            "6.3e-5",
            "4503599627370496.5",
            "4503599627370497.5",
            "9007199254740992.5",
            "72057594037927945",
            "7205759403792793600000",
            "123456789.123456789"
        };
        Arrays.stream(numerals).forEach(this::check);
    }

    @Test
    void readsShortDecimalsAndLongOnes() {
        for (int i = 0; i < SAMPLE; i++) {
            int length = 1 + random.nextInt(24);
            StringBuilder digits = new StringBuilder();
            for (int k = 0; k < length; k++) {
                digits.append(random.nextInt(10));
            }
            check(digits.toString());
            digits.insert(random.nextInt(length + 1), '.');
            check(digits.toString());
            check(digits + "e" + (random.nextInt(60) - 30));
            check(digits + "E" + (random.nextInt(800) - 400));
        }
    }

    @Test
    void readsWhatJavaWritesOfAnyBits() {
        for (int i = 0; i < SAMPLE; i++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (Double.isFinite(value)) {
                check(Double.toString(value));
            }
            float single = Math.abs(Float.intBitsToFloat(random.nextInt()));
            if (Float.isFinite(single)) {
                check(Float.toString(single));
                check(digits(new BigDecimal(single), 19)); // as %.18e has it
            }
            check(Float.toString(random.nextFloat() * 10));
            check(digits(new BigDecimal(random.nextFloat()), 19));
            check(digits(new BigDecimal(random.nextDouble()), 19));
        }
    }

    /** In the middle between two doubles, or two floats, and as near to it as some digits come. */
    @Test
    void readsWhatIsHalfway() {
        for (int i = 0; i < SAMPLE; i++) {
            double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
            double near = random.nextDouble() * (1L << random.nextInt(60));
            float single = Math.abs(Float.intBitsToFloat(random.nextInt()));
            float nearSingle = random.nextFloat() * (1 << random.nextInt(30));
            for (double each : new double[] {value, near}) {
                if (Double.isFinite(Math.nextUp(each))) {
                    checkAround(new BigDecimal(each).add(new BigDecimal(Math.nextUp(each))), 17, 18, 19, 20, 25, 800);
                }
            }
            for (float each : new float[] {single, nearSingle}) {
                if (Float.isFinite(Math.nextUp(each))) {
                    checkAround(new BigDecimal(each).add(new BigDecimal(Math.nextUp(each))), 9, 10, 17, 19, 20, 200);
                }
            }
        }
    }

    private void checkAround(BigDecimal twice, int... precisions) {
        BigDecimal middle = twice.divide(BigDecimal.valueOf(2));
        int precision = precisions[random.nextInt(precisions.length)];
        BigDecimal rounded = middle.round(new MathContext(precision, RoundingMode.FLOOR));
        check(digits(rounded, precision));
        check(digits(rounded.add(rounded.ulp()), precision));
        check(
                rounded.abs().compareTo(new BigDecimal("1e25")) < 0 && rounded.scale() < 40
                        ? rounded.toPlainString()
                        : "1");
    }

    /** In scientific notation. */
    private static String digits(BigDecimal value, int precision) {
        BigDecimal rounded = value.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        return digits.charAt(0) + "." + digits.substring(1) + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    /** No other rule than {@link Numeral}'s, on which a file is told to be wrong. */
    @Test
    void agreesOnWhatIsANumber() {
        String characters = "0123456789.+-eE,x";
        int numbers = 0;
        for (int i = 0; i < 20 * SAMPLE; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length >= 0; length--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            boolean isNumber = Numeral.isNumber(text.toString());
            assertEquals(isNumber, parse(points, text.toString()) == text.length(), text.toString());
            numbers += isNumber ? 1 : 0;
        }
        assertTrue(numbers > SAMPLE, numbers + " numbers");
    }

    @Test
    void powersOfTenHaveTheirExponent() {
        for (int exponent = -342; exponent <= 308; exponent++) {
            BigInteger ten = BigInteger.TEN.pow(Math.abs(exponent));
            int expected =
                    exponent >= 0 ? ten.bitLength() - 1 : -ten.bitLength(); // no power of ten but 1 is one of two
            assertEquals(expected, PowersOfTen.floorLog2(exponent), "10^" + exponent);
        }
    }
}
