package gradj.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What benchmarks ran on.
 *
 * @param cpu the processor's model
 * @param cores as many as Java may use
 * @param os name, version and architecture
 * @param jdk version and vendor
 * @param flags that the JVMs that measured were started with
 * @param commit the version of gradj's sources, with + behind it when they were changed since; "unknown" outside of git
 */
public record Machine(String cpu, int cores, String os, String jdk, List<String> flags, String commit) {
    private static final int SECONDS = 5;

    /**
     * This machine.
     *
     * @param sources a folder inside the sources, whose commit is told
     * @param flags of the JVMs that measured
     */
    public static Machine here(Path sources, List<String> flags) {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + ", "
                        + System.getProperty("java.vendor"),
                List.copyOf(flags),
                commit(sources));
    }

    /** The processor's model in lower case, words joined by hyphens. */
    public String shortName() {
        String name = cpu.toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)|@.*|\\b(cpu|processor|[0-9]+-core)\\b", " ")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return name.isEmpty() ? "unknown" : name;
    }

    private static String cpuModel() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return output(Path.of("."), "sysctl", "-n", "machdep.cpu.brand_string") // macOS
                    .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"))) // Windows
                    .orElseGet(() -> System.getProperty("os.arch"));
        }
    }

    private static String commit(Path sources) {
        Optional<String> commit = output(sources, "git", "rev-parse", "--short=12", "HEAD");
        boolean changed = output(sources, "git", "status", "--porcelain", "--untracked-files=no")
                .isPresent();
        return commit.map(hash -> changed ? hash + "+" : hash).orElse("unknown");
    }

    /** What a command prints; nothing if it cannot be run, fails or is silent. */
    private static Optional<String> output(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
