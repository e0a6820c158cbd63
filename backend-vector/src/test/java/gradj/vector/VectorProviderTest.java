package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.backend.Backends;
import gradj.backend.JavaBackend;
import gradj.spi.Availability;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the backend announces itself, and what it says where it cannot run, each time in a Java that is like that. */
class VectorProviderTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";
    private static final String REMEDY =
            "start Java with --add-modules jdk.incubator.vector: in front of -cp or -jar, in an"
                    + " @file, or in JDK_JAVA_OPTIONS; or require gradj.vector in your module, or link it into an image by jlink";

    private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

    @Test
    void isChosenBeforeJava() {
        VectorProvider provider = new VectorProvider();
        assertEquals("vector", provider.name());
        assertTrue(provider.priority() > new JavaBackend.Provider().priority());
        assertSame(provider.availability(), new VectorProvider().availability());
        TensorBackend backend = Backends.get();
        assertInstanceOf(VectorBackend.class, backend);
        assertSame(backend, Backends.get("vector"));
        assertTrue(backend.supports(DType.FLOAT32) && backend.supports(DType.FLOAT64));
    }

    @Test
    void theDeviceTellsThreadsAndWidth() {
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        VectorBackend backend = new VectorBackend(3);
        assertEquals(
                32 * lanes + " bits, " + lanes + " floats", backend.device().simd());
        assertEquals(3, backend.device().threads());
    }

    @Test
    void withoutTheModuleItSaysHowToLoadItAndJavaIsChosen() throws IOException {
        assertEquals(
                List.of("not available: the module jdk.incubator.vector is not loaded (" + REMEDY + ")", "java"),
                ChildJvm.run(AvailabilityProgram.class));
    }

    /** Who only sees what Java logs by itself sees it there, in the line that names the backend chosen. */
    @Test
    void theAnnouncementOfJavaSaysThatVectorIsHereAndWhatItNeeds(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("log");
        ChildJvm.run(AvailabilityProgram.class, ProcessBuilder.Redirect.to(log.toFile()));
        String line = Files.readAllLines(log).stream()
                .filter(each -> each.contains("backend java"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "backend java on CPU, by priority; -Dgradj.backend=NAME chooses another; vector is here and comes first,"
                        + " but cannot run: the module jdk.incubator.vector is not loaded (" + REMEDY + ")",
                line.substring(line.indexOf("backend java")));
        ChildJvm.run(AvailabilityProgram.class, ProcessBuilder.Redirect.to(log.toFile()), MODULE);
        assertTrue(Files.readString(log).contains("backend vector on CPU, by priority"));
        assertFalse(Files.readString(log).contains("cannot run"));
    }

    @Test
    void withTheModuleItIsAvailableAndChosen() throws IOException {
        assertEquals(List.of("available", "vector"), ChildJvm.run(AvailabilityProgram.class, MODULE));
    }

    @ParameterizedTest
    @CsvSource({
        "-Xint, this Java does not compile (-Xint)",
        "-XX:TieredStopAtLevel=1, the compiler C2 is switched off (-XX:TieredStopAtLevel=1)",
        "-XX:MaxVectorSize=8, this Java has no vectors of 128 bits or more",
        "-XX:-UseFMA, 'this processor has no fused multiply-add, or Java does not use it'",
    })
    void whereEachVectorWouldBeAnObjectItSaysWhy(String option, String reason) throws IOException {
        assumeTrue(
                List.of("amd64", "aarch64").contains(System.getProperty("os.arch")),
                () -> "the option " + option + " is known of x86 and ARM only");
        List<String> lines = ChildJvm.run(AvailabilityProgram.class, MODULE, option);
        assertTrue(lines.get(0).startsWith("not available: " + reason + " (start Java without"), lines::toString);
        assertEquals("java", lines.get(1));
    }

    @Test
    void aVirtualMachineWithoutC2IsRefused() {
        Availability client = VectorSupport.availability(true, "OpenJDK Client VM", "mixed mode");
        assertFalse(client.isAvailable());
        assertTrue(client.reason().contains("OpenJDK Client VM has none"), client::toString);
        assertTrue(
                VectorSupport.availability(true, HOTSPOT, "mixed mode, sharing").isAvailable());
    }
}
