package gradj.jblas;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.spi.Availability;

/** What a test says that needs the native library. */
final class NativeLibrary {
    private NativeLibrary() {}

    /** Skips the test with the reason where jblas cannot run; fails it under gradj.strict. */
    static void require() {
        Availability availability = new JblasProvider().availability();
        if (!availability.isAvailable()
                && (Boolean.getBoolean("gradj.strict") || Boolean.parseBoolean(System.getenv("GRADJ_STRICT")))) {
            fail("jblas is " + availability);
        }
        assumeTrue(availability.isAvailable(), () -> "jblas is " + availability);
    }
}
