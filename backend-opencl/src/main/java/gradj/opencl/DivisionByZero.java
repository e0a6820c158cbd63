package gradj.opencl;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * pocl, when it is loaded, takes over the signal by which Java notices a division of integers by zero: from then on 7 / 0 is
 * 7 in the whole process (pocl 3.1), unless the environment tells pocl not to. Nothing brings the signal back, so the
 * drivers that libOpenCL would load are looked at before it is.
 */
final class DivisionByZero {
    private static final String VARIABLE = "POCL_SIGFPE_HANDLER";

    /** Where the loaders of Khronos and of ocl-icd look instead of the system's folder. */
    private static final List<String> REPLACING = List.of("OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH");

    /** Libraries that they load besides. */
    private static final String ADDED = "OCL_ICD_FILENAMES";

    private static final String REMEDY = "start Java with " + VARIABLE + "=0 in the environment, as ./gradj does";

    private DivisionByZero() {}

    /**
     * Before anything is loaded.
     *
     * @param system the system's folder of drivers, a file .icd each that names its library
     * @throws UnavailableException if pocl is among the drivers, and would take the signal
     */
    static void requireHarmlessDrivers(Path system, Map<String, String> environment) {
        if ("0".equals(environment.get(VARIABLE))) {
            return;
        }
        List<String> folders = REPLACING.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .toList();
        Stream<String> places = Stream.concat(
                folders.isEmpty() ? Stream.of(system.toString()) : folders.stream(),
                Stream.of(environment.getOrDefault(ADDED, "").split(File.pathSeparator)));
        places.filter(DivisionByZero::isPocl).findFirst().ifPresent(place -> {
            throw new UnavailableException(
                    "the OpenCL driver pocl (" + place
                            + ") would take over SIGFPE: in this process 7 / 0 would be 7, no" + " ArithmeticException",
                    REMEDY);
        });
    }

    /** Whether a library of pocl's, a file that names it, or a folder of such files. */
    private static boolean isPocl(String place) {
        try {
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    return files.anyMatch(file -> isPocl(file.toString()));
                }
            }
            boolean namesLibrary = place.endsWith(".icd") && Files.isReadable(path);
            String library = namesLibrary ? Files.readString(path) : String.valueOf(path.getFileName());
            return library.toLowerCase(Locale.ROOT).contains("pocl");
        } catch (IOException | RuntimeException unreadable) {
            return false; // for the loader too
        }
    }

    /**
     * After the driver is loaded.
     *
     * @throws UnavailableException if it has taken the signal
     */
    static void require() {
        int zero = Math.min(0, Runtime.getRuntime().availableProcessors());
        try {
            int quotient = 7 / zero;
            throw new UnavailableException(
                    "the OpenCL driver has taken over SIGFPE: in this process 7 / 0 is now " + quotient
                            + ", no ArithmeticException",
                    REMEDY);
        } catch (ArithmeticException asItShouldBe) {
            return;
        }
    }
}
