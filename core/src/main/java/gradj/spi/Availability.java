package gradj.spi;

/**
 * Whether a backend can run here and, if not, why and what fixes it.
 *
 * @param isAvailable whether {@link TensorBackendProvider#create} will work
 * @param reason why not, one line ({@code libgfortran.so.5 is missing}); empty when available
 * @param remedy what a person can do about it, one line ({@code apt-get install libgfortran5}); empty when available
 */
public record Availability(boolean isAvailable, String reason, String remedy) {
    private static final Availability YES = new Availability(true, "", "");
    private static final Availability NOT_ASKED =
            new Availability(false, "not asked", "ask for it by name, or for all by Backends.askAll()");

    public static Availability yes() {
        return YES;
    }

    public static Availability no(String reason, String remedy) {
        return new Availability(false, reason, remedy);
    }

    /** Not known, because to find out would load native code, and nobody has asked for the backend. */
    public static Availability notAsked() {
        return NOT_ASKED;
    }

    /**
     * {@link #remedy} by its former name.
     *
     * @deprecated say {@link #remedy}
     */
    @Deprecated
    public String mend() {
        return remedy;
    }

    @Override
    public String toString() {
        if (this == NOT_ASKED) {
            return reason;
        }
        return isAvailable ? "available" : "not available: " + reason + " (" + remedy + ")";
    }
}
