package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An arena of 1 MB: what happens when it is full, closed, or forgotten. */
class ArenaTest {
    private static final int QUARTER = 65_000; // elements, just below 256 KB

    private OpenClBackend backend;

    @BeforeEach
    void start() {
        OpenClDevices.require();
        backend = new OpenClBackend(OpenClSetup.of("", "1m"));
    }

    @AfterEach
    void close() {
        if (backend != null) {
            backend.close();
        }
    }

    private Storage filled(float value) {
        Storage storage = backend.allocate(DType.FLOAT32, QUARTER);
        float[] values = new float[QUARTER];
        java.util.Arrays.fill(values, value);
        backend.write(values, 0, storage, 0, QUARTER);
        return storage;
    }

    @Test
    void aFullArenaSaysSoAndKeepsWhatItHolds() {
        List<Storage> live = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            live.add(filled(i));
        }
        ArenaFullException full =
                assertThrows(ArenaFullException.class, () -> backend.allocate(DType.FLOAT32, QUARTER));
        assertEquals(QUARTER * 4L, full.bytesAsked());
        assertEquals(1 << 20, full.bytesOfArena());
        assertTrue(full.bytesFree() >= full.bytesTogether() && full.bytesTogether() < full.bytesAsked());
        String message = full.getMessage();
        assertTrue(message.contains("260000 bytes asked for") && message.contains("-Dgradj.opencl.arena=3m"), message);
        for (int i = 0; i < 4; i++) {
            float[] values = new float[QUARTER];
            backend.read(live.get(i), 0, values, 0, QUARTER);
            assertEquals(i, values[0]);
            assertEquals(i, values[QUARTER - 1]);
        }
        backend.release(live.remove(2));
        live.add(filled(9)); // fits again
        assertEquals(4, live.size());
    }

    @Test
    void tensorsThatNobodyReachesGiveTheirMemoryBack() {
        for (int i = 0; i < 100; i++) { // 25 arenas full, none released
            float[] values = new float[QUARTER];
            backend.read(filled(i), 0, values, 0, QUARTER);
            assertEquals(i, values[QUARTER - 1]);
        }
    }

    @Test
    void aNetThatDoesNotFitIsRefusedInOneLine() {
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        ArenaFullException full =
                assertThrows(ArenaFullException.class, () -> new TwoLayerNet(tensors, 784, 500, 10, 0.1, 3));
        assertEquals(1, full.getMessage().lines().count());
    }

    @Test
    void aClosedBackendSaysSo() {
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        Tensor x = tensors.vector(1, 2, 3);
        try (TensorScope scope = TensorScope.open()) {
            x.plus(x);
            backend.close();
        } // releases into the closed backend without a word
        backend.close();
        for (Runnable use : List.<Runnable>of(
                () -> x.plus(x), x::toFloatArray, () -> tensors.vector(1), () -> backend.allocate(DType.FLOAT64, 1))) {
            IllegalStateException closed = assertThrows(IllegalStateException.class, use::run);
            assertTrue(closed.getMessage().contains("closed"), closed.getMessage());
        }
    }

    /** A heap that holds one arena, not two. */
    @Test
    @Tag("once")
    void theNextApplicationGetsTheMemoryOfTheOneBefore() throws Exception {
        ChildJvm child = ChildJvm.run(
                Map.of(), List.of("-Xmx260m", "-Dgradj.opencl.arena=128m"), ChildPrograms.ThreeApplications.class);
        assertEquals(0, child.exitCode(), child.lines()::toString);
        List<String> losses =
                child.lines().stream().filter(line -> line.startsWith("loss ")).toList();
        assertEquals(3, losses.size(), child.lines()::toString);
        assertEquals(1, losses.stream().distinct().count(), losses::toString);
    }

    /** A number from the heap, and the loss, cost no launch; what changes a number on the device is seen. */
    @Test
    void numbersTravelWithoutLaunches() {
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        Tensor x = tensors.of(Shape.of(2, 2), 1, 2, 3, 4);
        long before = backend.launches();
        Tensor two = tensors.scalar(2);
        assertEquals(2, two.item());
        assertEquals(before, backend.launches());
        Tensor y = x.times(two);
        assertEquals(before + 1, backend.launches());
        assertArrayEquals(new double[] {2, 4, 6, 8}, y.toDoubleArray());
        assertEquals(4, two.times(two).item());
        backend.axpy(1, 10, two.storage(), tensors.scalar(1).storage());
        Storage changed = tensors.scalar(1).storage();
        backend.axpy(1, 10, two.storage(), changed);
        float[] value = new float[1];
        backend.read(changed, 0, value, 0, 1);
        assertEquals(21, value[0]);
    }

    /** Steps that touch each other's tensors are not made at the same time. */
    @Test
    void stepsPutOffKeepTheirOrder() {
        Storage x = filled(1);
        Storage y = filled(10);
        Storage z = filled(100);
        backend.axpy(QUARTER, 2, x, y); // 12
        backend.axpy(QUARTER, 2, y, z); // 124
        backend.axpy(QUARTER, 2, x, y); // 14
        backend.axpy(QUARTER, 3, x, y); // 17
        backend.axpy(QUARTER, 3, z, x); // 373
        for (Storage[] pair : new Storage[][] {{x}, {y}, {z}}) {
            float[] values = new float[QUARTER];
            backend.read(pair[0], 0, values, 0, QUARTER);
            assertEquals(pair[0] == x ? 373 : pair[0] == y ? 17 : 124, values[QUARTER / 2]);
        }
    }
}
