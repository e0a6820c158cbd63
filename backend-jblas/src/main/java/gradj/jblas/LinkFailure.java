package gradj.jblas;

import gradj.spi.Availability;

/** Turns what went wrong while loading jblas into a reason and a remedy, a line each. */
final class LinkFailure {
    private static final String ANOTHER = "use another backend, such as java";

    private LinkFailure() {}

    static Availability noLibrary(Platform platform) {
        if (platform.isMusl()) {
            return Availability.no(
                    "jblas' library needs the GNU C library, this Java runs on musl",
                    "use a Java on a system with the GNU C library (Debian, Fedora), or the backend java");
        }
        String reason = "jblas brings no library for " + platform.name();
        return platform.os().startsWith("Mac")
                ? Availability.no(reason, "run a Java for x86_64 processors, or " + ANOTHER)
                : Availability.no(reason, ANOTHER);
    }

    /**
     * @param distribution of Linux, as {@link Platform#distribution} gives it
     * @param failure what loading threw
     */
    static Availability explain(Platform platform, String distribution, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (cause instanceof ClassNotFoundException) {
            return Availability.no("jblas' own jar is missing", "add org.jblas:jblas:1.2.5 to the class path");
        }
        // JDK 24 and newer, with --illegal-native-access=deny
        if (cause instanceof IllegalCallerException) {
            return Availability.no(
                    "this Java denies jblas the use of native code",
                    "start Java with --enable-native-access=ALL-UNNAMED");
        }
        if (!platform.gfortran().isEmpty() && message.contains("libgfortran")) {
            return Availability.no(
                    message.contains("cannot open shared object file")
                            ? platform.gfortran() + " is missing"
                            : platform.gfortran() + " cannot be loaded: " + lastPart(message),
                    Platform.installCommand(platform.gfortran(), distribution));
        }
        // A link error that names a method instead of a library: none was loaded, because none could be unpacked.
        if (message.contains("failed to map segment") || message.contains("org.jblas.")) {
            return Availability.no(
                    "its library cannot be unpacked and loaded in " + System.getProperty("java.io.tmpdir"),
                    "make room there, or start Java with -Djava.io.tmpdir=FOLDER, one that programs may be run from");
        }
        String reason = "its library cannot be loaded: " + (message.isEmpty() ? cause.toString() : message);
        return platform.os().equals("Windows")
                ? Availability.no(
                        reason,
                        "put MinGW's gcc-core and gfortran libraries on the PATH (jblas' wiki, Missing-Libraries)")
                : Availability.no(reason, ANOTHER);
    }

    private static String lastPart(String message) {
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}
