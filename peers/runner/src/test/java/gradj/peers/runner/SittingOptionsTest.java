package gradj.peers.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SittingOptionsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 2);

    private static String complaint(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "peers";
        arguments[1] = "python3";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return assertThrows(IllegalArgumentException.class, () -> SittingOptions.parse(TODAY, arguments))
                .getMessage();
    }

    @Test
    void readsOptionsAndNamesTheFileByTheDate() {
        assertEquals(
                new SittingOptions(Path.of("peers"), "python3", 3, 3, Path.of("peers/results/2026-01-02.md")),
                SittingOptions.parse(TODAY, "peers", "python3"));
        assertEquals(
                new SittingOptions(Path.of("peers"), "python3", 5, 0.5, Path.of("x.md")),
                SittingOptions.parse(TODAY, "peers", "python3", "--out", "x.md", "--seconds", "0.5", "--rounds", "5"));
    }

    @Test
    void saysWhatIsWrongWithOptions() {
        assertEquals("unknown option --fast; there are --rounds N, --seconds S, --out FILE", complaint("--fast"));
        assertEquals("--out needs a value behind it", complaint("--out"));
        assertEquals("--rounds: expected a whole number above 0, at most 1000, got 1.5", complaint("--rounds", "1.5"));
        assertEquals("--seconds: expected a number above 0, at most 1000, got NaN", complaint("--seconds", "NaN"));
    }
}
