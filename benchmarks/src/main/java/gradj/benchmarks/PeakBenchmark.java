package gradj.benchmarks;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The ruler of arithmetic: how many fused multiply-adds of whole vectors the processor does when it has nothing else to do,
 * in twelve chains that do not wait for each other. One thread measures one core; {@code -t max} all of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class PeakBenchmark {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
    private static final int TURNS = 10_000;

    /** Not final, lest the compiler computes the result beforehand. */
    private double factor = 0.9999;

    /** In vectors of floats. */
    @Benchmark
    public float float32(FlopRate rate) {
        FloatVector x = FloatVector.broadcast(FLOATS, (float) factor);
        FloatVector c0 = FloatVector.broadcast(FLOATS, 0);
        FloatVector c1 = FloatVector.broadcast(FLOATS, 1);
        FloatVector c2 = FloatVector.broadcast(FLOATS, 2);
        FloatVector c3 = FloatVector.broadcast(FLOATS, 3);
        FloatVector c4 = FloatVector.broadcast(FLOATS, 4);
        FloatVector c5 = FloatVector.broadcast(FLOATS, 5);
        FloatVector c6 = FloatVector.broadcast(FLOATS, 6);
        FloatVector c7 = FloatVector.broadcast(FLOATS, 7);
        FloatVector c8 = FloatVector.broadcast(FLOATS, 8);
        FloatVector c9 = FloatVector.broadcast(FLOATS, 9);
        FloatVector c10 = FloatVector.broadcast(FLOATS, 10);
        FloatVector c11 = FloatVector.broadcast(FLOATS, 11);
        for (int i = 0; i < TURNS; i++) {
            c0 = c0.fma(x, x);
            c1 = c1.fma(x, x);
            c2 = c2.fma(x, x);
            c3 = c3.fma(x, x);
            c4 = c4.fma(x, x);
            c5 = c5.fma(x, x);
            c6 = c6.fma(x, x);
            c7 = c7.fma(x, x);
            c8 = c8.fma(x, x);
            c9 = c9.fma(x, x);
            c10 = c10.fma(x, x);
            c11 = c11.fma(x, x);
        }
        rate.add(2.0 * CHAINS * TURNS * FLOATS.length());
        return c0.add(c1)
                .add(c2)
                .add(c3)
                .add(c4)
                .add(c5)
                .add(c6)
                .add(c7)
                .add(c8)
                .add(c9)
                .add(c10)
                .add(c11)
                .reduceLanes(VectorOperators.ADD);
    }

    /** In vectors of doubles. */
    @Benchmark
    public double float64(FlopRate rate) {
        DoubleVector x = DoubleVector.broadcast(DOUBLES, factor);
        DoubleVector c0 = DoubleVector.broadcast(DOUBLES, 0);
        DoubleVector c1 = DoubleVector.broadcast(DOUBLES, 1);
        DoubleVector c2 = DoubleVector.broadcast(DOUBLES, 2);
        DoubleVector c3 = DoubleVector.broadcast(DOUBLES, 3);
        DoubleVector c4 = DoubleVector.broadcast(DOUBLES, 4);
        DoubleVector c5 = DoubleVector.broadcast(DOUBLES, 5);
        DoubleVector c6 = DoubleVector.broadcast(DOUBLES, 6);
        DoubleVector c7 = DoubleVector.broadcast(DOUBLES, 7);
        DoubleVector c8 = DoubleVector.broadcast(DOUBLES, 8);
        DoubleVector c9 = DoubleVector.broadcast(DOUBLES, 9);
        DoubleVector c10 = DoubleVector.broadcast(DOUBLES, 10);
        DoubleVector c11 = DoubleVector.broadcast(DOUBLES, 11);
        for (int i = 0; i < TURNS; i++) {
            c0 = c0.fma(x, x);
            c1 = c1.fma(x, x);
            c2 = c2.fma(x, x);
            c3 = c3.fma(x, x);
            c4 = c4.fma(x, x);
            c5 = c5.fma(x, x);
            c6 = c6.fma(x, x);
            c7 = c7.fma(x, x);
            c8 = c8.fma(x, x);
            c9 = c9.fma(x, x);
            c10 = c10.fma(x, x);
            c11 = c11.fma(x, x);
        }
        rate.add(2.0 * CHAINS * TURNS * DOUBLES.length());
        return c0.add(c1)
                .add(c2)
                .add(c3)
                .add(c4)
                .add(c5)
                .add(c6)
                .add(c7)
                .add(c8)
                .add(c9)
                .add(c10)
                .add(c11)
                .reduceLanes(VectorOperators.ADD);
    }
}
