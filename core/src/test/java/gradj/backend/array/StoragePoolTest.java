package gradj.backend.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.ChildJvm;
import gradj.spi.DType;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoragePoolTest {
    private final StoragePool pool = new StoragePool();

    @Test
    void handsBackWhatFitsExactly() {
        ArrayStorage storage = pool.take(DType.FLOAT32, 10);
        pool.give(storage);
        assertNotSame(storage, pool.take(DType.FLOAT32, 11));
        assertNotSame(storage, pool.take(DType.FLOAT64, 10));
        assertSame(storage, pool.take(DType.FLOAT32, 10));
        assertNotSame(storage, pool.take(DType.FLOAT32, 10));
    }

    @Test
    void makesWhatItDoesNotHave() {
        for (int size : new int[] {0, 1, 17}) {
            ArrayStorage floats = pool.take(DType.FLOAT32, size);
            ArrayStorage doubles = pool.take(DType.FLOAT64, size);
            assertEquals(size, floats.size());
            assertEquals(size + 64, floats.floats().length, "with 256 bytes of slack");
            assertEquals(DType.FLOAT32, floats.dtype());
            assertEquals(size, doubles.size());
            assertEquals(size + 32, doubles.doubles().length, "with 256 bytes of slack");
            assertEquals(DType.FLOAT64, doubles.dtype());
        }
    }

    @Test
    void keepsSeveralOfASize() {
        Set<ArrayStorage> given = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            given.add(new ArrayStorage(DType.FLOAT64, 3));
        }
        given.forEach(pool::give);
        Set<ArrayStorage> taken = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            taken.add(pool.take(DType.FLOAT64, 3));
        }
        assertEquals(given, taken);
    }

    /** A program whose sizes keep changing: what is handed out is right all the same, and old sizes are let go. */
    @Test
    void survivesManySizes() {
        for (int round = 0; round < 3; round++) {
            for (int size = 0; size < 1000; size++) {
                ArrayStorage storage = pool.take(size % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64, size);
                assertEquals(size, storage.size());
                pool.give(storage);
                assertSame(storage, pool.take(storage.dtype(), size));
                pool.give(storage);
            }
        }
    }

    @Test
    void aSteadyLoopOfFewSizesNeverMakesANewOne() {
        Set<ArrayStorage> seen = new HashSet<>();
        for (int step = 0; step < 1000; step++) {
            List<ArrayStorage> made = new ArrayList<>();
            for (int size = 1; size <= 40; size++) {
                made.add(pool.take(DType.FLOAT32, size));
            }
            made.forEach(pool::give);
            seen.addAll(made);
        }
        assertEquals(40, seen.size());
    }

    /** Gives back 64 MB and prints how many bytes of them the pool keeps: its bound depends on the heap's size. */
    public static final class PrintBytesHeld {
        private PrintBytesHeld() {}

        public static void main(String[] arguments) {
            StoragePool pool = new StoragePool();
            List<WeakReference<ArrayStorage>> given = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                ArrayStorage storage = new ArrayStorage(DType.FLOAT64, (1 << 17) - i % 3);
                given.add(new WeakReference<>(storage));
                pool.give(storage);
            }
            System.gc();
            long held = given.stream()
                    .map(WeakReference::get)
                    .filter(Objects::nonNull)
                    .mapToLong(storage -> 8L * storage.size())
                    .sum();
            pool.take(DType.FLOAT64, 1); // the pool is reachable until here
            System.out.println(held + " " + Runtime.getRuntime().maxMemory());
        }
    }

    /** Given back without end and never asked for again: the pool keeps an eighth of the heap at most. */
    @Test
    void holdsABoundedNumberOfBytes() throws IOException {
        String[] printed = ChildJvm.run(PrintBytesHeld.class, Map.of(), "-Xmx64m", "-XX:+UseSerialGC")
                .split(" ", -1);
        long held = Long.parseLong(printed[0]);
        long heap = Long.parseLong(printed[1]);
        assertTrue(held <= heap / 8, held + " bytes are held, the heap has " + heap);
        assertTrue(held > 0, "the last ones are kept");
    }

    /** One storage larger than the share must not be kept for good. */
    @Test
    void doesNotKeepWhatIsLargerThanItsShare() throws IOException {
        String[] printed = ChildJvm.run(PrintBytesHeld.class, Map.of(), "-Xmx7m", "-XX:+UseSerialGC")
                .split(" ", -1);
        assertEquals("0", printed[0], "bytes held of a heap of " + printed[1]);
    }

    @Test
    void clearForgetsEverything() {
        ArrayStorage storage = new ArrayStorage(DType.FLOAT32, 4);
        pool.give(storage);
        pool.clear();
        assertNotSame(storage, pool.take(DType.FLOAT32, 4));
    }
}
