package gradj.backend;

import gradj.spi.Availability;

/**
 * A backend that was found on the class path, or the trace of one whose provider is broken.
 *
 * @param name the backend's name; of a broken provider its class name, as far as it is known
 * @param version of the jar it comes from; {@code unknown} when that does not say
 * @param priority the higher, the sooner chosen; below 0 only by name
 * @param availability whether it can run here; why not, and what fixes it
 */
public record Candidate(String name, String version, int priority, Availability availability) {}
