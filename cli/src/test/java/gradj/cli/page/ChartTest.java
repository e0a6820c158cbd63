package gradj.cli.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class ChartTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static double[] of(double... numbers) {
        return numbers;
    }

    private static List<String> all(String regex, String html) {
        return Pattern.compile(regex)
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> ticks(String anchor, String html) {
        return all("<text text-anchor=\"" + anchor + "\"[^>]*>([^<]*)</text>", html);
    }

    @Test
    void joinsItsPointsBetweenTheAxes() {
        String html = new Chart("Loss & more", "epoch")
                .fromZero()
                .line("train <1>", of(1, 2, 4), of(2, 1, 0.5))
                .html();
        assertEquals(
                List.of("M117.5 10.0L189.0 105.0L332.0 152.5"), all("class=\"line series1\" d=\"([^\"]*)\"", html));
        assertEquals(List.of("0.0", "0.5", "1.0", "1.5", "2.0"), ticks("end", html));
        assertEquals(List.of("0", "1", "2", "3", "4", "epoch"), ticks("middle", html));
        assertTrue(html.contains("<title>Loss &amp; more</title>"), html);
        assertTrue(html.contains("<span class=\"key series1\">train &lt;1&gt;</span>"), html);
    }

    @Test
    void whatIsNoNumberPartsALine() {
        String html = new Chart("t", "x")
                .line("a", of(0, 1, 2, 3, 4, 5), of(0, 1, NAN, INFINITE, 1, 0))
                .points("b", of(0, NAN), of(NAN, 1))
                .html();
        String path = all("class=\"line series1\" d=\"([^\"]*)\"", html).get(0);
        assertEquals(2, path.chars().filter(c -> c == 'M').count());
        assertEquals(2, path.chars().filter(c -> c == 'L').count());
        assertTrue(html.contains("class=\"dots series2\" d=\"\""), html);
        assertFalse(html.contains("NaN") || html.contains("Infinity"), html);
    }

    /** From nothing, one number, or numbers near the end of the range comes a chart that ends. */
    @ParameterizedTest
    @CsvSource({
        "NaN, NaN",
        "3, 3",
        "0, 0",
        "-9e299, 9e299",
        "1.7e308, 1",
        "1e-300, 2e-300",
        "1, 1.0000000000000002",
        "-5, -4",
        "1e17, 1e17"
    })
    void anyNumbersHaveAxes(double one, double other) {
        String html = new Chart("t", "x")
                .withDiagonal()
                .points("a", of(one, other), of(other, one))
                .html();
        assertFalse(html.contains("NaN") || html.contains("Infinity"), html);
        assertTrue(ticks("end", html).size() < 12, html);
    }
}
