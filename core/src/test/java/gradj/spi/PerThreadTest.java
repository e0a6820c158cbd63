package gradj.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PerThreadTest {
    /** Collects until what was asked for has come true; the test's time limit ends a wait in vain. */
    private static void collectUntil(BooleanSupplier isTrue) throws InterruptedException {
        while (!isTrue.getAsBoolean()) {
            System.gc();
            Thread.sleep(1);
        }
    }

    private static void inNewThread(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
    }

    @Test
    void eachThreadHasItsOwnAndKeepsIt() throws InterruptedException {
        PerThread<Object> values = new PerThread<>(Object::new);
        Object own = values.get();
        Set<Object> seen = ConcurrentHashMap.newKeySet();
        inNewThread(() -> {
            seen.add(values.get());
            seen.add(values.get());
        });
        assertEquals(1, seen.size());
        assertTrue(!seen.contains(own));
        assertSame(own, values.get());
    }

    @Test
    void aCollectionTakesNothingFromALivingThread() throws InterruptedException {
        PerThread<int[]> values = new PerThread<>(() -> new int[1]);
        values.get()[0] = 17;
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        collectUntil(() -> garbage.get() == null);
        assertEquals(17, values.get()[0]);
    }

    @Test
    void theValueOfADeadThreadGoesWithTheNextCall() throws InterruptedException {
        PerThread<Object> values = new PerThread<>(Object::new);
        Set<WeakReference<Object>> dead = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 50; i++) {
            inNewThread(() -> dead.add(new WeakReference<>(values.get())));
        }
        assertEquals(50, dead.size());
        PerThread<Object> others = new PerThread<>(Object::new);
        collectUntil(() -> {
            others.get();
            return dead.stream().allMatch(value -> value.get() == null);
        });
    }

    @Test
    void aLivingThreadHoldsNoValueOfWhatIsGone() throws InterruptedException {
        WeakReference<Object> value = new WeakReference<>(new PerThread<>(Object::new).get());
        collectUntil(() -> value.get() == null);
        assertNull(value.get());
    }

    @Test
    void clearingForgetsThem() throws InterruptedException {
        PerThread<Object> values = new PerThread<>(Object::new);
        WeakReference<Object> value = new WeakReference<>(values.get());
        values.clear();
        collectUntil(() -> value.get() == null);
        Object next = values.get();
        assertSame(next, values.get());
    }
}
