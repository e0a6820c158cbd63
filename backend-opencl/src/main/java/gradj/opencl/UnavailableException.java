package gradj.opencl;

import gradj.spi.Availability;

/** Why OpenCL cannot compute here, on its way to becoming an {@link Availability}. */
final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String remedy;

    /** Reason and remedy as one line each. */
    UnavailableException(String reason, String remedy) {
        super(reason);
        this.reason = reason;
        this.remedy = remedy;
    }

    Availability availability() {
        return Availability.no(reason, remedy);
    }
}
