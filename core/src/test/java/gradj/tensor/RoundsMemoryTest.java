package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gradj.cases.Target;
import gradj.spi.Storage;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whose the memory of a loop's rounds is, and what a round costs the garbage collector. */
class RoundsMemoryTest {
    private static final Tensors T = Target.FLOAT64;

    /** A size that no other test uses: the pool of this thread then holds only what this class released. */
    private static final Shape SHAPE = Shape.of(1303);

    private final TensorScope.Rounds rounds = TensorScope.rounds();

    private static Tensor make(double value) {
        return T.full(SHAPE, value);
    }

    /** What no place of a later round takes over goes back to the backend as soon as that place is taken by another. */
    @Test
    void memoryStaysWithTheRoundsUntilTheyClose() {
        Storage first;
        Storage second;
        try (TensorScope round = rounds.open()) {
            first = make(1).storage();
            second = make(2).storage();
        }
        try (TensorScope other = TensorScope.open()) {
            assertNotSame(first, make(3).storage());
            assertNotSame(second, make(4).storage());
        }
        try (TensorScope round = rounds.open()) {
            T.zeros(Shape.of(1304));
        }
        Tensor taken = make(0);
        assertSame(first, taken.storage());
        rounds.close();
        assertSame(second, make(0).storage());
        try (TensorScope round = rounds.open()) {
            assertEquals(5, make(5).get(1302));
        }
        rounds.close();
        rounds.close();
    }

    @Test
    void aSteadyRoundAllocatesNothing() {
        Tensor x = T.full(Shape.of(20, 30), 0.5);
        Tensor w = T.full(Shape.of(30, 10), 0.25);
        long bytes = steadyBytes(() -> {
            try (TensorScope round = rounds.open()) {
                x.dot(w).relu().reshape(Shape.of(200)).sum();
            }
        });
        assertTrue(bytes < 24, "a round allocates " + bytes + " bytes, an object at least");
    }

    /** Itself, of 32 bytes, and its two tensors of 24 or 32; no lists, which are 176 more. */
    @Test
    void aSteadyScopeAllocatesItselfAndItsTensors() {
        Tensor x = T.full(Shape.of(20, 30), 0.5);
        Tensor w = T.full(Shape.of(30, 10), 0.25);
        long bytes = steadyBytes(() -> {
            try (TensorScope scope = TensorScope.open()) {
                x.dot(w).relu();
            }
        });
        assertTrue(bytes < 150, "a scope of two tensors allocates " + bytes + " bytes");
    }

    /** The median of the last calls: the compiler's own doings may fall into one of them. */
    private static long steadyBytes(Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[2001];
        for (int i = 0; i < allocated.length; i++) {
            allocated[i] = threads.getCurrentThreadAllocatedBytes();
            call.run();
        }
        long[] last = new long[500];
        Arrays.setAll(last, i -> allocated[i + 1501] - allocated[i + 1500]);
        Arrays.sort(last);
        return last[250];
    }
}
