package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aparapi.device.JavaDevice;
import com.aparapi.device.OpenCLDevice;
import gradj.backend.Backends;
import gradj.backend.JavaBackend;
import gradj.spi.BackendException;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** It never lies: not about who computes, not after a failure, not when the garbage collector was at work. */
@Tag("once")
class HonestyTest {
    @Test
    void theKernelRefusesToComputeInJava() {
        OpenClDevices.require();
        OpenCLDevice device = OpenClSetup.get().device();
        for (DeviceKernel kernel : new DeviceKernel[] {new FloatKernel(device, 64), new DoubleKernel(device, 64)}) {
            assertTrue(assertThrows(IllegalStateException.class, kernel::clone)
                    .getMessage()
                    .contains("refused"));
            assertTrue(kernel.isAllowDevice(device));
            assertEquals(false, kernel.isAllowDevice(JavaDevice.THREAD_POOL));
        }
    }

    @Test
    void theFirstFailureIsTheLast() {
        OpenClDevices.require();
        OpenClSetup setup = OpenClSetup.get();
        Launcher launcher = new Launcher(new FloatKernel(setup.device(), 1 << 24), setup.device());
        launcher.launch(DeviceKernel.FILL, 1);
        DeviceFailedException first = launcher.fail("something happened", null);
        assertTrue(first.getMessage().contains("something happened")
                && first.getMessage().contains("all its tensors are lost"));
        DeviceFailedException later =
                assertThrows(DeviceFailedException.class, () -> launcher.launch(DeviceKernel.FILL, 1));
        assertEquals(first.getMessage(), later.getMessage());
        assertSame(first, later.getCause());
        launcher.close();
        assertThrows(IllegalStateException.class, launcher::requireUsable);
    }

    /** As when the collector moved the array: what the device holds is then the heap's stale copy, without the canary. */
    @Test
    void lostMemoryIsNoticedAtTheNextRead() {
        OpenClDevices.require();
        try (OpenClBackend backend = new OpenClBackend()) {
            Storage x = backend.allocate(DType.FLOAT32, 100);
            backend.write(new float[100], 0, x, 0, 100);
            loseTheCanary(backend);
            assertTrue(backend.isUsable());
            DeviceFailedException lost =
                    assertThrows(DeviceFailedException.class, () -> backend.read(x, 0, new float[100], 0, 100));
            assertTrue(lost.getMessage().contains("memory was lost"), lost.getMessage());
            assertThrows(DeviceFailedException.class, () -> backend.allocate(DType.FLOAT32, 1));
            assertThrows(DeviceFailedException.class, () -> backend.read(x, 0, new float[100], 0, 100));
            assertFalse(backend.isUsable());
            backend.release(x);
        }
    }

    private static void loseTheCanary(OpenClBackend backend) {
        Arena arena = backend.arena(DType.FLOAT32);
        DeviceKernel kernel = arena.next();
        kernel.y = 0;
        kernel.m = 1;
        kernel.factors(0, 0);
        arena.launch(DeviceKernel.FILL, 1);
    }

    @Test
    void aSharedBackendThatFailedOrIsClosedIsReplaced() {
        OpenClDevices.require();
        OpenClBackend first = (OpenClBackend) Backends.get("opencl");
        assertSame(first, Backends.get("opencl"));
        Tensor x = new Tensors(first, DType.FLOAT32).vector(1, 2);
        loseTheCanary(first);
        assertThrows(DeviceFailedException.class, x::toFloatArray);
        Tensors second = new Tensors(Backends.get("opencl"), DType.FLOAT32);
        assertNotSame(first, second.backend());
        assertEquals(3, second.vector(1, 2).sum().item());
        assertThrows(IllegalStateException.class, x::toFloatArray, "closed, so that its memory is free");
        second.backend().close();
        assertFalse(second.backend().isUsable());
        TensorBackend third = Backends.get("opencl");
        assertNotSame(second.backend(), third);
        assertEquals(7, new Tensors(third, DType.FLOAT32).vector(3, 4).sum().item());
        third.close();
    }

    /** What the device will be asked to do later, it was asked to do in the test. */
    @ParameterizedTest
    @EnumSource
    void theSelfTestLaunchesEveryOperation(DType dtype) {
        OpenClDevices.require();
        try (OpenClBackend backend = new OpenClBackend()) {
            Arena arena = backend.arena(dtype);
            for (int op = 1; op <= DeviceKernel.OPERATIONS; op++) {
                assertTrue(arena.launches(op) > 0, "operation " + op);
            }
        }
    }

    /** A backend whose every dot comes out a little off. */
    @Test
    void theSelfTestFindsAWrongDevice() {
        TensorBackend java = new JavaBackend(1);
        TensorBackend wrong = (TensorBackend) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TensorBackend.class}, (self, method, arguments) -> {
                    if (method.getName().equals("dot")) {
                        arguments[5] = (double) arguments[5] * 1.01; // alpha
                    }
                    try {
                        return method.invoke(java, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
        SelfTest.run(java, DType.FLOAT32, "a device");
        for (DType dtype : DType.values()) {
            String message = assertThrows(BackendException.class, () -> SelfTest.run(wrong, dtype, "a device"))
                    .getMessage();
            assertTrue(
                    message.contains("a device computes wrongly") && message.contains("of dot in " + dtype), message);
        }
    }

    /** A device that leaves out one kind of operation, as after a launch that was lost. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy",
                "gatherRows",
                "dot",
                "transpose",
                "reduce",
                "unary",
                "binary",
                "select",
                "axpy",
                "affine",
                "softmax",
                "softmaxCrossEntropy"
            })
    void theSelfTestFindsAnOperationThatDoesNothing(String operation) {
        TensorBackend java = new JavaBackend(1);
        TensorBackend wrong = (TensorBackend) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TensorBackend.class},
                (self, method, arguments) ->
                        method.getName().equals(operation) ? null : method.invoke(java, arguments));
        assertThrows(BackendException.class, () -> SelfTest.run(wrong, DType.FLOAT32, "a device"));
    }

    /** Full collections between steps: the same losses as without, or an exception that says what was lost. */
    @Test
    void fullCollectionsBetweenStepsChangeNothing() {
        OpenClDevices.require();
        double quiet;
        try (OpenClBackend backend = new OpenClBackend()) {
            quiet = new ChildPrograms.Steps(backend, 50, 20, 40).make(15);
        }
        try (OpenClBackend backend = new OpenClBackend()) {
            ChildPrograms.Steps steps = new ChildPrograms.Steps(backend, 50, 20, 40);
            double loss = 0;
            byte[][] garbage = new byte[200][];
            for (int step = 0; step < 15; step++) {
                for (int i = step % 2; i < garbage.length; i += 2) {
                    garbage[i] = new byte[1 << 17]; // leaves holes below and above the arrays that the device knows
                }
                System.gc();
                loss = steps.make(1);
            }
            assertEquals(quiet, loss, "the same bits");
        } catch (DeviceFailedException lost) {
            assertTrue(lost.getMessage().contains("memory was lost"), lost.getMessage());
        }
    }
}
