package gradj.jblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.backend.JavaBackend;
import gradj.spi.Availability;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.TensorBackend;
import org.junit.jupiter.api.Test;

/** How the backend announces itself, and what it says where it cannot run. */
class JblasProviderTest {
    private static final Platform LINUX = new Platform("Linux", "amd64", false);

    @Test
    void isFoundByName() {
        NativeLibrary.require();
        TensorBackend backend = Backends.get("jblas");
        assertInstanceOf(JblasBackend.class, backend);
        assertTrue(backend.supports(DType.FLOAT32) && backend.supports(DType.FLOAT64));
        DeviceInfo device = backend.device();
        assertTrue(device.description().startsWith("CPU"), device::toString);
        assertEquals(1, device.threads());
    }

    @Test
    void isNeverChosenBeforeJava() {
        JblasProvider provider = new JblasProvider();
        assertEquals("jblas", provider.name());
        assertTrue(provider.priority() >= 0 && provider.priority() < new JavaBackend.Provider().priority());
        assertFalse(Backends.get() instanceof JblasBackend);
    }

    @Test
    void theAnswerIsRemembered() {
        assertSame(new JblasProvider().availability(), new JblasProvider().availability());
    }

    private static Availability link(Platform platform, String distribution, String message) {
        return LinkFailure.explain(platform, distribution, new UnsatisfiedLinkError(message));
    }

    @Test
    void missingGfortranIsMendedByTheSystemsOwnCommand() {
        String message =
                "/tmp/jblas1/libjblas.so: libgfortran.so.5: cannot open shared object file: No such file or directory";
        Availability debian = link(LINUX, "debian", message);
        assertEquals(Availability.no("libgfortran.so.5 is missing", "apt-get install libgfortran5"), debian);
        assertEquals(debian, link(LINUX, "ubuntu debian", message));
        assertEquals("dnf install libgfortran", link(LINUX, "fedora", message).remedy());
        assertEquals(
                "dnf install libgfortran",
                link(LINUX, "rocky rhel centos fedora", message).remedy());
        assertEquals(
                "install the package of your system that holds libgfortran.so.5",
                link(LINUX, "", message).remedy());
        Platform power = new Platform("Linux", "ppc64le", false);
        assertEquals(
                "apt-get install libgfortran3",
                link(power, "debian", message.replace("so.5", "so.3")).remedy());
        assertEquals(
                "libgfortran.so.5 cannot be loaded: file too short",
                link(LINUX, "debian", "/tmp/libjblas.so: /lib/libgfortran.so.5: file too short")
                        .reason());
    }

    @Test
    void everyFailureHasAReasonAndAMendOfOneLine() {
        Throwable[] failures = {
            new UnsatisfiedLinkError(),
            new UnsatisfiedLinkError("'void org.jblas.NativeBlas.sgemm(char, char, int)'"),
            new UnsatisfiedLinkError("/tmp/libjblas.so: failed to map segment from shared object"),
            new UnsatisfiedLinkError("one\ntwo"),
            new NoClassDefFoundError("org/jblas/util/Logger")
                    .initCause(new ClassNotFoundException("org.jblas.util.Logger")),
            new ExceptionInInitializerError(new IllegalCallerException("native access")),
            new IllegalStateException("its 2 x 3 is 0.0"),
        };
        for (Throwable failure : failures) {
            for (String os : new String[] {"Linux", "Windows", "Mac OS X"}) {
                assertActionable(LinkFailure.explain(new Platform(os, "amd64", false), "debian", failure));
            }
        }
    }

    @Test
    void platformsWithoutALibraryAreNotTried() {
        Platform[] without = {
            new Platform("Mac OS X", "aarch64", false),
            new Platform("Linux", "riscv64", false),
            new Platform("Linux", "amd64", true),
            new Platform("Windows", "aarch64", false),
        };
        for (Platform platform : without) {
            assertFalse(platform.hasLibrary(), platform::toString);
            assertActionable(JblasLibrary.load(platform, JblasLibrary.folders()));
        }
    }

    private static void assertActionable(Availability availability) {
        assertFalse(availability.isAvailable());
        assertEquals(1, availability.reason().lines().count(), availability::toString);
        assertEquals(1, availability.remedy().lines().count(), availability::toString);
        assertFalse(availability.reason().isBlank() || availability.remedy().isBlank(), availability::toString);
    }
}
