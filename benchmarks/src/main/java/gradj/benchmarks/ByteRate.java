package gradj.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Beside the calls a millisecond, the bytes that all of them must read and write, in 10^9 a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class ByteRate {
    /** Counted in 10^6, because JMH divides by milliseconds. */
    public double gigabytes;

    /** Counts the bytes of one call, read and written. */
    final void add(double bytes) {
        gigabytes += bytes / 1e6;
    }
}
