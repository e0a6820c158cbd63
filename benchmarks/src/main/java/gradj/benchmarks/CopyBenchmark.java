package gradj.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The ruler of memory: how fast Java copies one array to another. The size says which cache they lie in; each thread has
 * arrays of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 5,
        jvmArgsPrepend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // filled by JMH
public class CopyBenchmark {
    /** Bytes that one copy touches, half of them read and half written. */
    @Param({"16384", "262144", "4194304", "67108864"})
    public int bytes;

    private float[] source;
    private float[] target;

    /** Makes the arrays. */
    @Setup
    public void fill() {
        source = new float[bytes / 2 / Float.BYTES];
        target = new float[source.length];
    }

    /** The whole array. */
    @Benchmark
    public float copy(ByteRate rate) {
        rate.add(bytes);
        System.arraycopy(source, 0, target, 0, source.length);
        return target[0];
    }
}
