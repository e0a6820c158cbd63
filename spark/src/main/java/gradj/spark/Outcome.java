package gradj.spark;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a worker tells the driver at its end. */
final class Outcome implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Why no attempt can succeed; empty if the net is trained. */
    final String problem;

    /** The net's safetensors file; of worker 0, of the others empty. */
    final byte[] net;

    /** The mean loss of each epoch; of worker 0. */
    final double[] losses;

    /** The backend's name. */
    final String backend;

    /** The better backend that is there and could not run, why, and what mends it; empty if there is none. */
    final String passedOver;

    Outcome(byte[] net, double[] losses, String backend, String passedOver) {
        this("", net, losses, backend, passedOver);
    }

    private Outcome(String problem, byte[] net, double[] losses, String backend, String passedOver) {
        this.problem = problem;
        this.net = net;
        this.losses = losses;
        this.backend = backend;
        this.passedOver = passedOver;
    }

    static Outcome ofProblem(@Nullable String problem) {
        return new Outcome(Objects.requireNonNullElse(problem, "?"), new byte[0], new double[0], "", "");
    }
}
