package gradj.jblas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What jblas 1.2.5 brings for an operating system and a processor.
 *
 * @param os {@code Linux}, {@code Windows}, or the system property {@code os.name} of another system
 * @param arch the system property {@code os.arch}
 * @param isMusl whether this JVM runs on musl instead of the GNU C library, as on Alpine
 */
record Platform(String os, String arch, boolean isMusl) {
    private static final List<String> OPENBLAS = List.of("Linux amd64", "Linux aarch64");
    private static final List<String> ATLAS = List.of("Linux i386", "Linux ppc64le", "Windows x86", "Mac OS X x86_64");
    private static final String NEITHER = "Windows amd64"; // its library does not say what it is made of

    static Platform current() {
        String name = System.getProperty("os.name", "");
        String os = name.startsWith("Windows") ? "Windows" : name;
        return new Platform(os, System.getProperty("os.arch", ""), os.equals("Linux") && runsOnMusl());
    }

    /** The package musl may be installed on any system: only what this process has mapped tells. */
    private static boolean runsOnMusl() {
        try {
            return Files.readString(Path.of("/proc/self/maps")).contains("/ld-musl-");
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }

    /** Whether jblas brings a native library for this platform. */
    boolean hasLibrary() {
        return !isMusl && (OPENBLAS.contains(name()) || ATLAS.contains(name()) || NEITHER.equals(name()));
    }

    /** The version of the system's libgfortran that jblas' library is linked to; empty where it needs none of the system. */
    String gfortran() {
        return switch (name()) {
            case "Linux amd64" -> "libgfortran.so.5";
            case "Linux ppc64le" -> "libgfortran.so.3";
            default -> "";
        };
    }

    /** The device in words: what computes, and by which BLAS. */
    String device() {
        return OPENBLAS.contains(name()) ? "CPU, OpenBLAS" : ATLAS.contains(name()) ? "CPU, ATLAS" : "CPU";
    }

    /** How the SIMD width comes about, which jblas has no call to ask for: {@code chosen by OpenBLAS}. */
    String simd() {
        return OPENBLAS.contains(name()) ? "chosen by OpenBLAS" : "fixed in jblas' library";
    }

    /** Such as {@code Linux amd64}. */
    String name() {
        return os + " " + arch;
    }

    /** The command that installs a library of this name on a Linux of this {@code ID} and {@code ID_LIKE}. */
    static String installCommand(String library, String distribution) {
        String version = library.substring(library.lastIndexOf('.') + 1);
        String ids = " " + distribution.toLowerCase(Locale.ROOT) + " ";
        if (ids.contains(" debian ") || ids.contains(" ubuntu ")) {
            return "apt-get install libgfortran" + version;
        }
        if (ids.contains(" fedora ") || ids.contains(" rhel ")) {
            return "dnf install libgfortran";
        }
        return "install the package of your system that holds " + library;
    }

    /** The {@code ID} and {@code ID_LIKE} of this Linux, separated by blanks; empty where it does not say. */
    static String distribution() {
        StringBuilder ids = new StringBuilder();
        try {
            for (String line : Files.readAllLines(Path.of("/etc/os-release"))) {
                if (line.startsWith("ID=") || line.startsWith("ID_LIKE=")) {
                    String value = line.substring(line.indexOf('=') + 1);
                    ids.append(value.replace("\"", "").replace("'", "")).append(' ');
                }
            }
        } catch (IOException | RuntimeException unknown) {
            return "";
        }
        return ids.toString().strip();
    }
}
