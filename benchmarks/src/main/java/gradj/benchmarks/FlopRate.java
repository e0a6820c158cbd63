package gradj.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Beside the calls a millisecond, the floating-point operations of all of them, in 10^9 a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class FlopRate {
    /** Counted in 10^6, because JMH divides by milliseconds. */
    public double gflops;

    /** Counts the operations of one call; a multiplication with its addition is 2. */
    final void add(double operations) {
        gflops += operations / 1e6;
    }
}
