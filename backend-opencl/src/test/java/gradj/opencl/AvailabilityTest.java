package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.opencl.OpenCLPlatform;
import gradj.backend.Backends;
import gradj.backend.JavaBackend;
import gradj.spi.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where OpenCL cannot compute, it says why, and what fixes it. */
@Tag("once")
class AvailabilityTest {
    private static final long MB = ArenaSize.MEGABYTE;

    private static String ask(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        return ChildJvm.run(environment, List.of(options), ChildPrograms.AskAvailability.class)
                .line("opencl: ");
    }

    private static void assertUnavailable(String answer, String reason, String remedy) {
        assertTrue(answer.startsWith("not available: "), answer);
        assertTrue(answer.contains(reason) && answer.contains(remedy), answer);
    }

    @Test
    void isNeverChosenBeforeJava() {
        OpenClProvider provider = new OpenClProvider();
        assertEquals("opencl", provider.name());
        assertTrue(provider.priority() >= 0 && provider.priority() < new JavaBackend.Provider().priority());
        assertFalse(Backends.get() instanceof OpenClBackend);
        assertSame(provider.availability(), new OpenClProvider().availability(), "the answer is remembered");
    }

    @Test
    void withoutADriverItSaysWhatToInstall(@TempDir Path empty) throws Exception {
        OpenClDevices.require();
        String answer = ask(Map.of("OCL_ICD_VENDORS", empty.toString()));
        assertUnavailable(answer, "no OpenCL device", "install");
    }

    /** Hides the system's library behind a file of its name that is none. */
    @Test
    void withoutTheLibraryItSaysWhatToInstall(@TempDir Path folder) throws Exception {
        OpenClDevices.require();
        Files.writeString(folder.resolve("libOpenCL.so.1"), "no library");
        String answer = ask(Map.of("LD_LIBRARY_PATH", folder.toString()));
        assertUnavailable(answer, "libOpenCL", "install");
    }

    /** Where the driver is pocl; others leave Java's signals alone. */
    @Test
    void aDriverThatTakesDivisionByZeroAwayIsRefused() throws Exception {
        OpenClDevices.require();
        assertThrows(ArithmeticException.class, () -> Math.floorDiv(7, Integer.parseInt("0")));
        String platform = OpenClSetup.get().device().getOpenCLPlatform().getName();
        assumeTrue(platform.startsWith("Portable Computing Language"), platform);
        ChildJvm child =
                ChildJvm.run(Map.of("POCL_SIGFPE_HANDLER", "1"), List.of(), ChildPrograms.AskAvailability.class);
        assertUnavailable(child.line("opencl: "), "would take over SIGFPE", "POCL_SIGFPE_HANDLER=0");
        assertEquals("false", child.line("loaded: "));
    }

    /** As pocl's own packages and others write them. */
    @Test
    void poclIsSeenInTheFilesOfDriversBeforeItIsLoaded(@TempDir Path folder) throws IOException {
        Path none = folder.resolve("none");
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("nvidia.icd"), "libnvidia-opencl.so.1\n");
        DivisionByZero.requireHarmlessDrivers(vendors, Map.of());
        DivisionByZero.requireHarmlessDrivers(none, Map.of("OCL_ICD_VENDORS", none.toString()));
        Path cpu = Files.writeString(vendors.resolve("cpu.icd"), "/usr/lib/libpocl.so.2.9.0\n");
        for (Map<String, String> environment : List.<Map<String, String>>of(
                Map.of(),
                Map.of("POCL_SIGFPE_HANDLER", "1"),
                Map.of("OCL_ICD_VENDORS", vendors.toString()),
                Map.of("OCL_ICD_VENDORS", cpu.toString()),
                Map.of("OCL_ICD_FILENAMES", "/lib/libother.so:/lib/libpocl.so.2"))) {
            UnavailableException no = assertThrows(
                    UnavailableException.class,
                    () -> DivisionByZero.requireHarmlessDrivers(vendors, environment),
                    environment::toString);
            assertTrue(no.getMessage().contains("pocl"), no.getMessage());
        }
        DivisionByZero.requireHarmlessDrivers(vendors, Map.of("POCL_SIGFPE_HANDLER", "0"));
        DivisionByZero.requireHarmlessDrivers(vendors, Map.of("OCL_ICD_VENDORS", none.toString()));
    }

    /** No error message and no report loads a native library. */
    @Test
    void whatIsToldOfItLoadsNothing() throws Exception {
        ChildJvm child = ChildJvm.run(Map.of(), List.of("-Xmx300m"), ChildPrograms.AskInVain.class);
        assertTrue(child.line("typo: ").contains("opencl (not asked)"), child.line("typo: "));
        assertTrue(child.line("candidates: ").contains("name=opencl"), child.line("candidates: "));
        assertTrue(child.line("candidates: ").contains("availability=not asked"), child.line("candidates: "));
        assertTrue(child.line("report: ").contains("availability=not asked"), child.line("report: "));
        assertEquals("false", child.line("loaded: "));
        assertFalse(child.line("asked: ").contains("not asked"), child.line("asked: "));
    }

    @Test
    void collectorsThatMoveLargeArraysAreRefused() throws Exception {
        for (String collector : List.of("-XX:+UseSerialGC", "-XX:+UseParallelGC")) {
            assertUnavailable(ask(Map.of(), collector), "garbage collector", "-XX:+UseG1GC");
        }
        OpenClSetup.requireCollector(List.of("G1 Young Generation", "G1 Old Generation"));
        OpenClSetup.requireCollector(List.of("ZGC Minor Cycles", "ZGC Minor Pauses"));
        OpenClSetup.requireCollector(List.of("Shenandoah Pauses", "Shenandoah Cycles"));
        assertThrows(UnavailableException.class, () -> OpenClSetup.requireCollector(List.of("Epsilon Heap")));
    }

    @Test
    void propertiesThatCannotBeMetAreNamed() throws Exception {
        OpenClDevices.require();
        assertUnavailable(
                ask(Map.of(), "-Dgradj.opencl.device=nosuch"),
                "-Dgradj.opencl.device asks for nosuch",
                "choose one of 0: ");
        assertUnavailable(ask(Map.of(), "-Dgradj.opencl.device=99"), "asks for 99", "choose one of 0: ");
        assertUnavailable(ask(Map.of(), "-Dgradj.opencl.arena=abc"), "expects a size", "512m");
        assertUnavailable(ask(Map.of(), "-Dgradj.opencl.arena=9g"), "too little memory", "a smaller arena");
        assertUnavailable(ask(Map.of(), "-Xmx64m"), "too little memory", "-Xmx193m");
        assertEquals("available", ask(Map.of(), "-Dgradj.opencl.arena=1m", "-Dgradj.opencl.device=0"));
    }

    private static OpenCLDevice device(String platform, long id, Device.TYPE type, String name) {
        OpenCLDevice device = new OpenCLDevice(new OpenCLPlatform(id, "OpenCL 3.0", "vendor", platform), id, type);
        device.setName(name);
        device.setMaxWorkGroupSize(1024);
        device.setLocalMemSize(48 << 10);
        return device;
    }

    @Test
    void aGpuIsPreferredAndAnyDeviceCanBeChosen() {
        OpenCLDevice cpu = device("Portable", 1, Device.TYPE.CPU, "cpu-znver4");
        OpenCLDevice gpu = device("NVIDIA CUDA", 2, Device.TYPE.GPU, "NVIDIA H200");
        List<OpenCLDevice> both = List.of(cpu, gpu);
        assertSame(gpu, DeviceChoice.of("", both));
        assertSame(cpu, DeviceChoice.of("", List.of(cpu)));
        assertSame(cpu, DeviceChoice.of("0", both));
        assertSame(gpu, DeviceChoice.of("200", both));
        assertSame(gpu, DeviceChoice.of("h200", both));
        assertSame(gpu, DeviceChoice.of("cuda", both));
        Availability none = assertThrows(UnavailableException.class, () -> DeviceChoice.of("amd", both))
                .availability();
        assertEquals("choose one of 0: cpu-znver4 (Portable), 1: NVIDIA H200 (NVIDIA CUDA)", none.remedy());
        gpu.setLocalMemSize(16 << 10);
        assertTrue(assertThrows(UnavailableException.class, () -> DeviceChoice.of("", both))
                .getMessage()
                .contains("NVIDIA H200 is too small"));
    }

    @Test
    void theArenaFitsTheMemory() {
        assertEquals(new ArenaSize(512 * MB, 512 * MB), ArenaSize.of("", 8192 * MB, 4096 * MB));
        assertEquals(new ArenaSize(300 * MB, 300 * MB), ArenaSize.of("", 900 * MB, 4096 * MB));
        assertEquals(new ArenaSize(128 * MB, 128 * MB), ArenaSize.of("", 8192 * MB, 128 * MB));
        assertEquals(new ArenaSize(1024 * MB, 1024 * MB), ArenaSize.of("1G", 8192 * MB, 4096 * MB));
        assertEquals(new ArenaSize(3 * MB, 64 * MB), ArenaSize.of("3145728", 8192 * MB, 4096 * MB));
        for (String wrong : List.of("-1", "1.5g", "12x", "0", "1000k", "99999999999999")) {
            assertThrows(UnavailableException.class, () -> ArenaSize.of(wrong, 8192 * MB, 4096 * MB), wrong);
        }
        assertThrows(UnavailableException.class, () -> ArenaSize.of("", 8192 * MB, 32 * MB));
        assertThrows(UnavailableException.class, () -> ArenaSize.of("2g", 8192 * MB, 4096 * MB), "31 bits");
    }

    @Test
    void everyFailureToLoadHasAReasonAndAMendOfOneLine() {
        Throwable[] failures = {
            new UnsatisfiedLinkError("libOpenCL.so.1: cannot open shared object file: No such file or directory"),
            new UnsatisfiedLinkError("/tmp/libaparapi.so: failed to map segment from shared object"),
            new UnsatisfiedLinkError(),
            new UnsatisfiedLinkError("one\ntwo"),
            new IOException("System is not compatible with any of the known native libraries."),
            new NoClassDefFoundError("com/aparapi/Config").initCause(new ClassNotFoundException("com.aparapi.Config")),
            new ExceptionInInitializerError(new IllegalCallerException("native access")),
        };
        for (Throwable failure : failures) {
            for (String os : List.of("Linux", "Mac OS X", "Windows 11")) {
                Availability answer =
                        NativeOpenCl.explain(failure, os, "aarch64").availability();
                assertEquals(1, answer.reason().lines().count(), answer::toString);
                assertEquals(1, answer.remedy().lines().count(), answer::toString);
                assertFalse(answer.reason().isBlank() || answer.remedy().isBlank(), answer::toString);
            }
        }
        assertEquals(
                "libOpenCL is missing",
                NativeOpenCl.explain(failures[0], "Linux", "amd64").getMessage());
    }
}
