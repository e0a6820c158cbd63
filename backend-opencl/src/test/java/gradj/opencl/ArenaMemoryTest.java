package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.DType;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets the places of storages that nobody can reach, and when there is really none: no device is needed for that. */
class ArenaMemoryTest {
    private static final int PLACES = 4;
    private static final int SIZE = 1024;

    private final ArenaMemory memory = new ArenaMemory(DType.FLOAT32, PLACES * SIZE);

    @Test
    void storagesThatNobodyReachesGiveTheirPlacesBack() {
        for (int i = 0; i < 20 * PLACES; i++) {
            assertEquals(SIZE, memory.allocate(SIZE).size());
        }
    }

    /** Java's thread that hands over what was collected has work for some 100 ms before it comes to these. */
    @Test
    void theCollectorsAnswerIsWaitedFor() {
        ReferenceQueue<Object> others = new ReferenceQueue<>();
        List<Reference<?>> crowd = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < PLACES; i++) {
                memory.allocate(SIZE);
            }
            for (int i = 0; i < 500_000; i++) {
                crowd.add(new PhantomReference<>(new Object(), others));
            }
            assertEquals(PLACES * SIZE, memory.allocate(PLACES * SIZE).size());
        }
        assertEquals(1_500_000, crowd.size());
    }

    @Test
    void anInterruptedThreadGetsItsMemoryAndStaysInterrupted() {
        for (int i = 0; i < PLACES; i++) {
            memory.allocate(SIZE);
        }
        Thread.currentThread().interrupt();
        try {
            assertNotNull(memory.allocate(PLACES * SIZE));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void whatIsHeldStaysWhereItIs() {
        List<ArenaStorage> held = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            held.add(memory.allocate(SIZE));
        }
        ArenaFullException full = assertThrows(ArenaFullException.class, () -> memory.allocate(1));
        assertEquals(0, full.bytesFree());
        assertFalse(full.getMessage().contains("garbage"), full.getMessage());
        assertEquals(
                PLACES,
                held.stream().map(storage -> storage.place().offset).distinct().count());
        memory.release(held.remove(2));
        assertEquals(SIZE, memory.allocate(SIZE).size());
    }

    /** Fills a memory with what nobody reaches, in a Java that collects nothing because it was asked. */
    static final class FillWithoutCollector {
        public static void main(String[] none) {
            ArenaMemory memory = new ArenaMemory(DType.FLOAT32, SIZE, Duration.ofMillis(50));
            memory.allocate(SIZE);
            try {
                memory.allocate(SIZE);
            } catch (ArenaFullException full) {
                System.out.println("full: " + full.getMessage());
            }
        }
    }

    @Test
    void aJavaThatDoesNotCollectWhenAskedIsNamed() throws Exception {
        String full = ChildJvm.run(Map.of(), List.of("-XX:+DisableExplicitGC"), FillWithoutCollector.class)
                .line("full: ");
        assertTrue(
                full.contains("one piece, and Java collected no garbage in 50 ms (-XX:+DisableExplicitGC keeps it from"
                        + " that); enlarge it with -Dgradj.opencl.arena"),
                full);
    }
}
