package gradj.peers.runner;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * What {@code peers/run} was asked for.
 *
 * @param peers the folder {@code peers}
 * @param python the Python to use
 * @param rounds how often all engines are run
 * @param seconds of warming up, and again of timing, for each figure
 * @param out the file to write
 */
record SittingOptions(Path peers, String python, int rounds, double seconds, Path out) {
    private static final int MOST = 1000;

    /**
     * Reads PEERS-FOLDER PYTHON [--rounds N] [--seconds S] [--out FILE].
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static SittingOptions parse(LocalDate today, String... arguments) {
        Path peers = Path.of(arguments[0]);
        String python = arguments[1];
        int rounds = 3;
        double seconds = 3;
        Path out = peers.resolve("results").resolve(today + ".md");
        for (int i = 2; i < arguments.length; i += 2) {
            String option = arguments[i];
            if (!List.of("--rounds", "--seconds", "--out").contains(option)) {
                throw new IllegalArgumentException(
                        "unknown option " + option + "; there are --rounds N, --seconds S, --out FILE");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(option + " needs a value behind it");
            }
            String value = arguments[i + 1];
            if (option.equals("--out")) {
                out = Path.of(value);
            } else if (option.equals("--rounds")) {
                rounds = (int) positive(option, value);
            } else {
                seconds = positive(option, value);
            }
        }
        return new SittingOptions(peers, python, rounds, seconds, out);
    }

    private static double positive(String option, String value) {
        boolean whole = option.equals("--rounds");
        double number;
        try {
            number = whole ? Integer.parseInt(value) : Double.parseDouble(value);
        } catch (NumberFormatException failure) {
            number = 0;
        }
        if (number > 0 && number <= MOST) {
            return number;
        }
        throw new IllegalArgumentException(option + ": expected a " + (whole ? "whole " : "")
                + "number above 0, at most " + MOST + ", got " + value);
    }
}
