package gradj.peers.runner;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine, the date, and what runs on it: without these a figure says nothing. */
final class Machine {
    private Machine() {}

    /** Sentences for a report. The load is that before the first measurement: above 0.5 or so, others disturb. */
    static String describe() {
        return String.format(
                Locale.ROOT,
                "%s, %s, %d processors, %s %s, JDK %s (%s), load average %.1f before the start. Commit %s.",
                LocalDate.now(ZoneId.systemDefault()),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("peers.commit", "unknown"));
    }

    /** The processor's name where the system tells it in a file, as Linux does. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("processor unknown");
        } catch (IOException failure) {
            return "processor unknown";
        }
    }
}
