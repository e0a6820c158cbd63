package gradj.opencl;

import com.aparapi.Config;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.opencl.OpenCLLoader;
import com.aparapi.natives.NativeLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Loads Aparapi's native library, and with it the system's libOpenCL, and says why where that fails. */
final class NativeOpenCl {
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger APARAPI = Logger.getLogger(Config.getLoggerName());

    private NativeOpenCl() {}

    /**
     * Every OpenCL device of every platform.
     *
     * @throws UnavailableException if the library cannot be loaded
     */
    static List<OpenCLDevice> devices() {
        if (System.getProperty("com.aparapi.logLevel") == null) {
            // What its Java code would say is said here, once, and as an exception. Its native code still warns of
            // platforms that it does not know, in a line on stderr that nothing silences.
            APARAPI.setLevel(Level.OFF);
        }
        if (!OpenCLLoader.isOpenCLAvailable()) {
            throw explain(loadAgain());
        }
        List<OpenCLDevice> devices = OpenCLDevice.listDevices(null);
        return devices == null ? List.of() : devices;
    }

    /** Aparapi swallows what went wrong: a second attempt says it. */
    private static Throwable loadAgain() {
        try {
            NativeLoader.load();
            return new UnsatisfiedLinkError("it could not be loaded at first");
        } catch (IOException | LinkageError failure) {
            return failure;
        }
    }

    static UnavailableException explain(Throwable failure) {
        return explain(failure, System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static UnavailableException explain(Throwable failure, String os, String arch) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (cause instanceof ClassNotFoundException) {
            return new UnavailableException(
                    "Aparapi's own jar is missing: " + message, "add com.aparapi:aparapi:3.0.2 to the class path");
        }
        // JDK 24 and newer, with --illegal-native-access=deny
        if (cause instanceof IllegalCallerException) {
            return new UnavailableException(
                    "this Java denies Aparapi the use of native code",
                    "start Java with --enable-native-access=ALL-UNNAMED");
        }
        if (message.contains("libOpenCL") || message.contains("OpenCL.dll")) {
            return new UnavailableException(
                    message.contains("cannot open shared object file")
                            ? "libOpenCL is missing"
                            : "libOpenCL cannot be loaded: "
                                    + message.substring(message.indexOf(": ") + 1)
                                            .strip(),
                    installCommand("ocl-icd-libopencl1"));
        }
        if (cause instanceof IOException && message.contains("not compatible")) {
            return new UnavailableException(
                    "Aparapi brings no library for " + os + " " + arch, "use another backend, such as java");
        }
        return new UnavailableException(
                "Aparapi's library cannot be loaded: " + (message.isEmpty() ? cause.toString() : message),
                os.startsWith("Mac")
                        ? "run a Java for x86_64 processors, or use another backend, such as java"
                        : "check that programs may be run from " + System.getProperty("java.io.tmpdir")
                                + ", or use another backend, such as java");
    }

    /** What installs this package of Debian's, or its like. */
    static String installCommand(String debianPackage) {
        String system = system();
        if (system.contains("debian") || system.contains("ubuntu")) {
            return "apt-get install " + debianPackage;
        }
        if (system.contains("fedora") || system.contains("rhel")) {
            return "dnf install " + (debianPackage.startsWith("pocl") ? "pocl" : "ocl-icd");
        }
        return "install your system's package of " + (debianPackage.startsWith("pocl") ? "pocl" : "the OpenCL loader");
    }

    private static String system() {
        try {
            return Files.readString(Path.of("/etc/os-release")).toLowerCase(Locale.ROOT);
        } catch (IOException | RuntimeException unknown) {
            return "";
        }
    }
}
