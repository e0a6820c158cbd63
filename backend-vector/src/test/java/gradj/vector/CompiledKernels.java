package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import jdk.incubator.vector.DoubleVector;

/** For tests of the vectors themselves, which in a short test would hardly be taken. */
final class CompiledKernels {
    private static final int LOOK_AGAIN_MILLIS = 5;
    private static final int LANES_OF_DOUBLES = DoubleVector.SPECIES_PREFERRED.length();

    /** Ten times what a kernel takes beside the others. */
    private static final int ENOUGH_ROUNDS = 300;

    /** Now and then C2 compiles a kernel so that its vectors are objects all the same, in one process of some. */
    private static final double MOST_LEFT_SCALAR = 0.1;

    private CompiledKernels() {}

    /**
     * Returns when C2 has compiled the kernels, for which it takes seconds anywhere. There are no masks of two lanes: where two
     * doubles make a vector, kernels that compare stay scalar, and are not waited for.
     */
    static void await() throws InterruptedException {
        List<VectorKernel> kernels = LANES_OF_DOUBLES > 2 ? VectorKernel.all() : FloatVectorKernels.ALL;
        WarmUp.later(kernels);
        while (!kernels.stream().allMatch(kernel -> kernel.isReady() || kernel.rounds() > ENOUGH_ROUNDS)) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        List<VectorKernel> scalar =
                kernels.stream().filter(kernel -> !kernel.isReady()).toList();
        assertTrue(scalar.size() <= MOST_LEFT_SCALAR * kernels.size(), "kernels that stay scalar: " + scalar);
    }
}
