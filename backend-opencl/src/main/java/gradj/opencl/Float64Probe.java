package gradj.opencl;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.exception.CompileFailedException;

/** The smallest kernel that needs float64: whether it runs says whether a device has it. */
final class Float64Probe extends Kernel {
    private final double[] x = {1};

    private Float64Probe() {}

    static boolean runsOn(OpenCLDevice device) {
        Float64Probe probe = new Float64Probe();
        try {
            probe.compile(device);
        } catch (CompileFailedException refused) {
            return false; // not to be disposed of: Aparapi crashes on a kernel that never ran
        }
        try {
            probe.execute(Range.create(device, 1, 1));
        } catch (RuntimeException | AssertionError failed) {
            return false;
        }
        boolean isRight = probe.isRunningCL() && probe.x[0] == 1.0 / 3;
        probe.dispose();
        return isRight;
    }

    @Override
    public void run() {
        x[getGlobalId()] = x[getGlobalId()] / 3;
    }

    @Override
    public Kernel clone() {
        throw new IllegalStateException("the OpenCL device failed; computing in Java instead is refused");
    }
}
