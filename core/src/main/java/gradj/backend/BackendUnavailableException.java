package gradj.backend;

import java.util.List;
import java.util.stream.Collectors;

/** A backend was asked for by name and cannot be had; the message lists every candidate with its reason and remedy. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient List<Candidate> candidates;

    BackendUnavailableException(String name, String problem, List<Candidate> candidates) {
        super(problem + "; backends here: "
                + candidates.stream()
                        .map(candidate -> candidate.name() + " (" + candidate.availability() + ")")
                        .collect(Collectors.joining(", ")));
        this.name = name;
        this.candidates = candidates;
    }

    /** The name that was asked for. */
    public String name() {
        return name;
    }

    /** All backends that were found. */
    public List<Candidate> candidates() {
        return candidates;
    }
}
