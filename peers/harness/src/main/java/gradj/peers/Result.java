package gradj.peers;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one process measured: one line, {@code key=value} with tabs between.
 *
 * @param engine as users call it
 * @param threads the threads it says it uses; 0 if it does not say
 * @param bytes size on disk of the libraries it needs, natives included; Java and Python themselves are not counted
 * @param unpackedBytes size on disk of what the libraries unpack when they start: their natives once more
 * @param calls the timed calls, each of one gradient
 * @param best microseconds of the fastest call
 * @param lowerQuartile microseconds
 * @param median microseconds
 * @param upperQuartile microseconds
 */
public record Result(
        String engine,
        String version,
        int threads,
        long bytes,
        long unpackedBytes,
        int calls,
        double best,
        double lowerQuartile,
        double median,
        double upperQuartile) {
    /** The line that {@link #parse} reads. */
    public String line() {
        return "engine=" + engine + "\tversion=" + version + "\tthreads=" + threads + "\tbytes=" + bytes
                + "\tunpackedBytes="
                + unpackedBytes + "\tcalls="
                + calls + "\tbest=" + best + "\tlowerQuartile=" + lowerQuartile + "\tmedian=" + median
                + "\tupperQuartile=" + upperQuartile;
    }

    /**
     * Reads a {@link #line}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Result parse(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : line.split("\t", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                values.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return new Result(
                value(values, "engine", line),
                value(values, "version", line),
                Integer.parseInt(value(values, "threads", line)),
                Long.parseLong(value(values, "bytes", line)),
                Long.parseLong(value(values, "unpackedBytes", line)),
                Integer.parseInt(value(values, "calls", line)),
                Double.parseDouble(value(values, "best", line)),
                Double.parseDouble(value(values, "lowerQuartile", line)),
                Double.parseDouble(value(values, "median", line)),
                Double.parseDouble(value(values, "upperQuartile", line)));
    }

    private static String value(Map<String, String> values, String key, String line) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + "= in the result \"" + line + "\"");
        }
        return value;
    }
}
