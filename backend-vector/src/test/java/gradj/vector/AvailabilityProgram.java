package gradj.vector;

import gradj.backend.Backends;
import gradj.backend.Candidate;

/** Prints what the backend vector says of itself, then the backend that is chosen; run in a JVM where it may be missing. */
final class AvailabilityProgram {
    private AvailabilityProgram() {}

    public static void main(String[] arguments) {
        for (Candidate candidate : Backends.candidates()) {
            if (candidate.name().equals("vector")) {
                System.out.println(candidate.availability());
            }
        }
        System.out.println(Backends.get().name());
    }
}
