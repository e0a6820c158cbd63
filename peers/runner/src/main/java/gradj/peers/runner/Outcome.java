package gradj.peers.runner;

import gradj.peers.Result;

/** How a process of an engine ended. */
sealed interface Outcome {
    /**
     * It computed the right gradient.
     *
     * @param difference relative, as {@link Agreement} has it
     */
    record Measured(Result result, double difference) implements Outcome {}

    /** The engine is not there, which is no fault. */
    record Skipped(String reason) implements Outcome {}

    /** It failed, or computed another gradient: nothing that it measured counts. */
    record Refused(String reason) implements Outcome {}
}
