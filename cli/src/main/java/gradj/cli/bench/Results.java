package gradj.cli.bench;

import java.util.List;

/**
 * What one run of the benchmarks found.
 *
 * @param format the version of the file's layout, {@link #FORMAT}
 * @param date when the run began, as in {@code 2026-11-22T10:15:30Z}
 * @param quick whether it was the short selection
 * @param machine what it ran on
 * @param backends every backend found, also those that were not measured
 * @param scores the measurements
 * @param refused benchmarks that did not run, with the reason: a wrong result as a rule
 * @param leftOut benchmarks of a quick run for which no time was left
 */
public record Results(
        int format,
        String date,
        boolean quick,
        Machine machine,
        List<MeasuredBackend> backends,
        List<Score> scores,
        List<String> refused,
        List<String> leftOut) {
    /** Raised when files of the version before cannot be read any more. */
    public static final int FORMAT = 1;

    /**
     * A backend of the class path.
     *
     * @param name as users choose it
     * @param device what really computed, threads and SIMD included; empty when it was skipped
     * @param skipped why it was not measured, and what fixes that; empty when it was
     */
    public record MeasuredBackend(String name, String device, String skipped) {}

    /** The day, machine and kind of run, as the name of a file without its ending. */
    public String fileName() {
        return date.substring(0, 10) + "-" + machine.shortName() + (quick ? "-quick" : "");
    }

    /** The same with each score's part of the limit that was measured in this run. */
    public Results withPercentOfPeak() {
        Rulers rulers = new Rulers(this);
        List<Score> judged = scores.stream().map(rulers::judge).toList();
        return new Results(format, date, quick, machine, backends, judged, refused, leftOut);
    }
}
