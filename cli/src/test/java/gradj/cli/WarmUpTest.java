package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** On a clock that the work itself moves. */
class WarmUpTest {
    private static final class Simulation implements WarmUp.Clock {
        private final DoubleUnaryOperator duration;
        private final DoubleUnaryOperator compiled;
        private double now;

        /**
         * A simulated Java.
         *
         * @param duration of a call that begins at a time, in seconds
         * @param compiled seconds that compilers have worked until a time
         */
        Simulation(DoubleUnaryOperator duration, DoubleUnaryOperator compiled) {
            this.duration = duration;
            this.compiled = compiled;
        }

        WarmUp run() {
            return WarmUp.of(() -> now += duration.applyAsDouble(now), this);
        }

        @Override
        public double seconds() {
            return now;
        }

        @Override
        public double compilerSeconds() {
            return compiled.applyAsDouble(now);
        }
    }

    @Test
    void whatIsFastAtOnceIsMeasuredForLessThanASecond() {
        Simulation simulation = new Simulation(now -> 0.001, now -> 0);
        WarmUp found = simulation.run();
        assertTrue(found.isWarm());
        assertEquals(0.001, found.fastest(), 1e-9);
        assertTrue(simulation.now < 1, simulation.now + " s");
    }

    /** A processor shared with many: nothing gets faster for two seconds, but the compilers are at work. */
    @Test
    void waitsForCompilersThatAreSlow() {
        Simulation simulation =
                new Simulation(now -> now < 2 ? 0.017 : now < 3.5 ? 0.002 : 0.0002, now -> Math.min(now, 3.5) / 3);
        WarmUp found = simulation.run();
        assertTrue(found.isWarm());
        assertEquals(0.0002, found.fastest(), 1e-9);
    }

    @Test
    void saysSoWhenItIsStillGettingFasterAtTheEnd() {
        Simulation simulation = new Simulation(now -> 0.1 / (1 + now), now -> 0);
        assertTrue(!simulation.run().isWarm());
        Simulation compiling = new Simulation(now -> 0.01, now -> now);
        assertTrue(!compiling.run().isWarm());
        assertTrue(compiling.now < 11, compiling.now + " s");
    }

    @Test
    void oneSlowCallIsEnough() {
        Simulation simulation = new Simulation(now -> 30, now -> 0);
        assertEquals(new WarmUp(30, false), simulation.run());
    }
}
