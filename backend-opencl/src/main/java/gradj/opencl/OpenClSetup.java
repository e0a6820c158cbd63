package gradj.opencl;

import com.aparapi.device.OpenCLDevice;
import gradj.spi.Availability;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What this process would compute on, or why it cannot: found out once. */
final class OpenClSetup {
    /** These never move an array that is larger than half a region; the others lose the device's memory with it. */
    private static final List<String> COLLECTORS = List.of("G1 ", "ZGC", "Shenandoah");

    private static @Nullable OpenClSetup known;

    private final Availability availability;
    private final @Nullable OpenCLDevice device;
    private final @Nullable ArenaSize arena;

    private OpenClSetup(Availability availability, @Nullable OpenCLDevice device, @Nullable ArenaSize arena) {
        this.availability = availability;
        this.device = device;
        this.arena = arena;
    }

    /** As the system properties ask for. The first call loads the native library, which takes some 100 ms. */
    static synchronized OpenClSetup get() {
        OpenClSetup setup = known;
        if (setup == null) {
            setup = of(System.getProperty(DeviceChoice.PROPERTY, ""), System.getProperty(ArenaSize.PROPERTY, ""));
            known = setup;
        }
        return setup;
    }

    static OpenClSetup of(String askedDevice, String askedArena) {
        try {
            requireCollector(ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .map(GarbageCollectorMXBean::getName)
                    .toList());
            DivisionByZero.requireHarmlessDrivers(Path.of("/etc/OpenCL/vendors"), System.getenv());
            OpenCLDevice device = DeviceChoice.of(askedDevice, NativeOpenCl.devices());
            DivisionByZero.require();
            // Buffers of the device's own, not pages of the Java heap: with those, a moved array crashed the JVM.
            device.setSharedMemory(false);
            long deviceBytes = Math.min(device.getMaxMemAllocSize(), device.getGlobalMemSize() / 2);
            ArenaSize arena = ArenaSize.of(askedArena, Runtime.getRuntime().maxMemory(), deviceBytes);
            return new OpenClSetup(Availability.yes(), device, arena);
        } catch (UnavailableException no) {
            return new OpenClSetup(no.availability(), null, null);
        } catch (LinkageError failure) {
            return new OpenClSetup(NativeOpenCl.explain(failure).availability(), null, null);
        }
    }

    static void requireCollector(List<String> beans) {
        if (beans.stream().noneMatch(bean -> COLLECTORS.stream().anyMatch(bean::startsWith))) {
            throw new UnavailableException(
                    "this Java's garbage collector (" + String.join(", ", beans)
                            + ") moves large arrays, and the device's memory would be lost with them",
                    "start Java with -XX:+UseG1GC");
        }
    }

    Availability availability() {
        return availability;
    }

    /**
     * The device.
     *
     * @throws IllegalStateException if none is available
     */
    OpenCLDevice device() {
        requireAvailable();
        return Objects.requireNonNull(device);
    }

    ArenaSize arena() {
        requireAvailable();
        return Objects.requireNonNull(arena);
    }

    private void requireAvailable() {
        if (!availability.isAvailable()) {
            throw new IllegalStateException("backend opencl: " + availability);
        }
    }
}
