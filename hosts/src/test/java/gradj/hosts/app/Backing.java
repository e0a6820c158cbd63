package gradj.hosts.app;

import gradj.backend.BackendUnavailableException;
import gradj.backend.Backends;
import gradj.backend.Candidate;

/** What is found here, and what is said to whom asks for a backend that is not. */
public final class Backing {
    private Backing() {}

    /** Prints a line for each candidate, then what was learned, then the message about each name given. */
    public static void main(String[] args) {
        for (Candidate candidate : Backends.candidates()) {
            System.out.println(candidate.name() + " " + candidate.version() + " " + candidate.availability());
        }
        System.out.println(Lesson.learn());
        for (String name : args) {
            try {
                System.out.println(Backends.get(name).name());
            } catch (BackendUnavailableException unavailable) {
                System.out.println(unavailable.getMessage());
            }
        }
    }
}
