package gradj.opencl;

import gradj.spi.BackendException;

/**
 * The device failed, or lost its memory: what this backend computed since is worth nothing, and every later call throws
 * this again.
 */
public final class DeviceFailedException extends BackendException {
    private static final long serialVersionUID = 1L;

    DeviceFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    DeviceFailedException(String message) {
        super(message);
    }
}
