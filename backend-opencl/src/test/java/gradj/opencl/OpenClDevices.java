package gradj.opencl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.spi.Availability;

/** What a test says that needs an OpenCL device. */
final class OpenClDevices {
    private OpenClDevices() {}

    /** Skips the test with the reason where there is none; fails it under gradj.strict. */
    static void require() {
        Availability availability = new OpenClProvider().availability();
        if (!availability.isAvailable() && isStrict()) {
            fail("opencl is " + availability);
        }
        assumeTrue(availability.isAvailable(), () -> "opencl is " + availability);
    }

    static boolean isStrict() {
        return Boolean.getBoolean("gradj.strict") || Boolean.parseBoolean(System.getenv("GRADJ_STRICT"));
    }
}
