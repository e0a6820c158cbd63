package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A small library that stands between Aparapi and libOpenCL: it prints the calls, and can let one of them fail. */
final class CallTracer {
    private CallTracer() {}

    /** Compiles it into this folder; where that is impossible, the test is skipped, or fails under gradj.strict. */
    static Path compile(Path folder) throws IOException, InterruptedException {
        OpenClDevices.require();
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the call tracer is for Linux");
        Path source = folder.resolve("opencl_calls.c");
        try (InputStream text = Objects.requireNonNull(CallTracer.class.getResourceAsStream("opencl_calls.c"))) {
            Files.copy(text, source);
        }
        Path library = folder.resolve("libopencl_calls.so");
        Path log = folder.resolve("gcc.log");
        try {
            Process gcc = new ProcessBuilder(
                            "gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertTrue(gcc.waitFor(10, TimeUnit.MINUTES) && gcc.exitValue() == 0, () -> "gcc: " + read(log));
        } catch (IOException missing) {
            if (OpenClDevices.isStrict()) {
                fail("gcc is missing: " + missing.getMessage());
            }
            assumeTrue(false, "gcc is missing");
        }
        return library;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
