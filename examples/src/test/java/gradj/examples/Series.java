package gradj.examples;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A line of a program's output with a name, a colon, and numbers: what the charts show. */
record Series(String name, double... values) {
    private static final Pattern LINE = Pattern.compile("(\\S.*?) *: *([0-9][-+.e/0-9 ]*)");

    /** Those that a program prints, in its order. */
    static List<Series> of(String program) {
        return ProgramOutput.of(program).stream().flatMap(Series::parse).toList();
    }

    private static Stream<Series> parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            return Stream.empty();
        }
        double[] values = Arrays.stream(matcher.group(2).split("[ /]+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return Stream.of(new Series(matcher.group(1).replaceAll(" +", " "), values));
    }

    double last() {
        return values[values.length - 1];
    }

    double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The numbers from this place on, counted from 0. */
    Series from(int first) {
        return new Series(name, Arrays.copyOfRange(values, first, values.length));
    }

    /** Every second number, beginning with this one. */
    Series everySecond(int first) {
        double[] some = new double[(values.length - first + 1) / 2];
        Arrays.setAll(some, i -> values[first + 2 * i]);
        return new Series(name, some);
    }
}
