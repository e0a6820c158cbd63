package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** Allocation, release, and the way from and to the heap. */
final class MemoryRules {
    private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 9, 31, 33, 127, 128, 129, 1000, 65_536, 78_400};

    private MemoryRules() {}

    static void allocateGivesWhatWasAsked(Subject subject) {
        for (int size : SIZES) {
            for (int again = 0; again < 2; again++) { // the second one may come from a pool
                Storage storage = allocate(subject, size);
                subject.release(storage);
            }
        }
    }

    private static Storage allocate(Subject subject, int size) {
        Storage storage = subject.backend().allocate(subject.dtype(), size);
        String what = subject + ": allocate of " + size + " elements";
        assertEquals(size, storage.size(), what + ": size()");
        assertEquals(subject.dtype(), storage.dtype(), what + ": dtype()");
        return storage;
    }

    static void liveStoragesAreDistinct(Subject subject) {
        List<Storage> live = new ArrayList<>();
        for (int copy = 0; copy < 3; copy++) {
            for (int size : SIZES) {
                live.add(allocate(subject, size));
            }
        }
        assertDistinct(subject, live);
        live.forEach(subject::release);
    }

    /** Every storage keeps a pattern of its own while the others are written. */
    private static void assertDistinct(Subject subject, List<Storage> live) {
        for (int i = 0; i < live.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertNotSame(live.get(j), live.get(i), subject + ": allocate handed out the same storage twice");
            }
            subject.write(pattern(i, live.get(i).size()), live.get(i));
        }
        for (int i = 0; i < live.size(); i++) {
            Storage storage = live.get(i);
            Close.assertSameBits(
                    pattern(i, storage.size()),
                    subject.read(storage),
                    subject + ": a storage of " + storage.size() + " elements was changed by writing to others");
        }
    }

    private static double[] pattern(int number, int size) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> number + (i % 1000) / 1024.0);
        return values;
    }

    static void releasedStorageIsHandedOutOnce(Subject subject) {
        List<Storage> live = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 20; i++) {
                live.add(allocate(subject, SIZES[i * 3 % 10])); // each of ten sizes twice
            }
            live.add(allocate(subject, LargeCalls.LONG));
            live.add(allocate(subject, LargeCalls.LONG));
            assertDistinct(subject, live);
            for (int i = live.size() - 1; i >= 0; i -= 2) {
                subject.release(live.remove(i));
            }
        }
        assertDistinct(subject, live);
        live.forEach(subject::release);
    }

    /**
     * One storage at a time is in use. After many rounds there may be as many of them as a pool cares to keep, but not
     * one for each round.
     */
    static void releasedMemoryIsReusedOrFreed(Subject subject) throws InterruptedException {
        for (int size : new int[] {8, 10_007, LargeCalls.LONG}) {
            releasedMemoryIsReusedOrFreed(subject, size);
        }
    }

    private static void releasedMemoryIsReusedOrFreed(Subject subject, int size) throws InterruptedException {
        int rounds = 200;
        TensorBackend backend = subject.backend();
        List<WeakReference<Storage>> handedOut = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Storage storage = backend.allocate(subject.dtype(), size);
            handedOut.add(new WeakReference<>(storage));
            backend.release(storage);
        }
        WeakReference<Object> probe = new WeakReference<>(new Object());
        int held = held(handedOut);
        for (int i = 0; i < 20 && held > rounds / 4; i++) {
            System.gc();
            Thread.sleep(10);
            held = held(handedOut);
        }
        assumeTrue(
                held <= rounds / 4 || probe.get() == null, "this JVM does not collect garbage when System.gc() asks");
        if (held > rounds / 4) {
            throw new AssertionFailedError(
                    subject + ": " + rounds + " times a storage of " + size + " elements was allocated"
                            + " and released, one after the other, and the backend holds " + held
                            + " storages: release must reuse or free");
        }
    }

    private static int held(List<WeakReference<Storage>> handedOut) {
        Set<Storage> distinct = handedOut.stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
        return distinct.size();
    }

    /** All digits of the dtype, both zeros, the ends of the number line, the smallest numbers, NaN. */
    static void whatIsWrittenIsReadBack(Subject subject) {
        for (int size : SIZES) {
            double[] values = new Calls(subject.dtype(), size).values(size);
            assertRoundTrip(subject, values);
        }
        boolean isFloat = subject.dtype() == DType.FLOAT32;
        assertRoundTrip(
                subject,
                0.0,
                -0.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                1 + 2 * subject.u(),
                isFloat ? Float.MAX_VALUE : Double.MAX_VALUE,
                isFloat ? Float.MIN_NORMAL : Double.MIN_NORMAL,
                isFloat ? Float.MIN_VALUE : Double.MIN_VALUE);
    }

    private static void assertRoundTrip(Subject subject, double... values) {
        Storage storage = subject.storage(values);
        String what = subject + ": written and read back, " + values.length + " elements";
        Close.assertSameBits(values, subject.read(storage), what);
        subject.release(storage);
    }

    /** Pieces in the middle, at both ends, empty ones, of arrays that are longer than what is moved. */
    static void piecesGoWhereTheyBelong(Subject subject) {
        for (int[] piece : new int[][] {{0, 0, 10}, {3, 2, 4}, {0, 9, 1}, {12, 0, 3}, {5, 6, 0}, {15, 10, 0}}) {
            pieceGoesWhereItBelongs(subject, 15, 10, piece[0], piece[1], piece[2]);
        }
    }

    /** Counts and offsets beyond 2^16, and beyond 2^20, on either side. */
    static void largePiecesGoWhereTheyBelong(Subject subject) {
        int some = LargeCalls.LONG;
        int many = LargeCalls.MANY;
        pieceGoesWhereItBelongs(subject, 2 * some, many + some, some - 1, many - 1, some);
        pieceGoesWhereItBelongs(subject, many + some, 2 * some, many - 1, some - 1, some);
    }

    private static void pieceGoesWhereItBelongs(
            Subject subject, int heapLength, int size, int heap, int at, int count) {
        String what = subject + ": " + count + " elements, heap offset " + heap + ", storage offset " + at;
        double[] content = pattern(1, size);
        double[] array = pattern(2, heapLength);
        Storage storage = subject.storage(content);
        double[] before = array.clone();
        move(subject, true, array, heap, storage, at, count);
        System.arraycopy(array, heap, content, at, count);
        Close.assertSameBits(before, array, what + ": write changed its source");
        Close.assertSameBits(content, subject.read(storage), what + ": write");
        double[] target = pattern(3, heapLength);
        double[] expected = target.clone();
        System.arraycopy(content, at, expected, heap, count);
        move(subject, false, target, heap, storage, at, count);
        Close.assertSameBits(expected, target, what + ": read");
        Close.assertSameBits(content, subject.read(storage), what + ": read changed the storage");
        subject.release(storage);
    }

    private static void move(
            Subject subject, boolean write, double[] array, int heap, Storage storage, int at, int count) {
        TensorBackend backend = subject.backend();
        if (subject.dtype() == DType.FLOAT64) {
            if (write) {
                backend.write(array, heap, storage, at, count);
            } else {
                backend.read(storage, at, array, heap, count);
            }
            return;
        }
        float[] floats = new float[array.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) array[i];
        }
        if (write) {
            backend.write(floats, heap, storage, at, count);
        } else {
            backend.read(storage, at, floats, heap, count);
        }
        for (int i = 0; i < floats.length; i++) {
            array[i] = floats[i];
        }
    }
}
