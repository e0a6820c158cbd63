package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** For tests of the vectors themselves, which in a short test would hardly be taken. */
final class CompiledKernels {
    private static final int LOOK_AGAIN_MILLIS = 5;

    private CompiledKernels() {}

    /** Returns when C2 has compiled every kernel, for which it takes no more than a minute or two anywhere. */
    static void await() throws InterruptedException {
        List<VectorKernel> all = VectorKernel.all();
        WarmUp.of(all);
        while (!all.stream().allMatch(VectorKernel::isSettled)) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        assertEquals(List.of(), all.stream().filter(VectorKernel::staysScalar).toList(), "kernels that stay scalar");
    }
}
