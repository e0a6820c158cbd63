package gradj.opencl;

import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which of the OpenCL devices computes, and what it must be able to do. */
final class DeviceChoice {
    /** A device's number, from 0, or a part of its or its platform's name. */
    static final String PROPERTY = "gradj.opencl.device";

    /** The tiles of {@link DoubleKernel}, twice 16 x 65 elements of 8 bytes, and 256 places. */
    private static final int LOCAL_BYTES =
            2 * DeviceKernel.DEPTH * DeviceKernel.LARGE_STRIDE * 8 + DeviceKernel.GROUP * 4;

    private DeviceChoice() {}

    /**
     * The device asked for or, without that, the first GPU, else the first accelerator, else the first device.
     *
     * @param asked the property's value, or empty
     * @throws UnavailableException if there is none, none that fits, or it cannot run the kernels
     */
    static OpenCLDevice of(String asked, List<OpenCLDevice> devices) {
        if (devices.isEmpty()) {
            throw new UnavailableException(
                    "no OpenCL device: libOpenCL is here, but no driver",
                    "install your GPU's driver or, to compute on the CPU, "
                            + NativeOpenCl.installCommand("pocl-opencl-icd"));
        }
        OpenCLDevice device = asked.isBlank() ? best(devices) : named(asked.strip(), devices);
        requireLimits(device);
        return device;
    }

    private static OpenCLDevice best(List<OpenCLDevice> devices) {
        for (Device.TYPE type : List.of(Device.TYPE.GPU, Device.TYPE.ACC)) {
            for (OpenCLDevice device : devices) {
                if (device.getType() == type) {
                    return device;
                }
            }
        }
        return devices.get(0);
    }

    private static OpenCLDevice named(String asked, List<OpenCLDevice> devices) {
        if (asked.matches("[0-9]{1,9}") && Integer.parseInt(asked) < devices.size()) {
            return devices.get(Integer.parseInt(asked));
        }
        for (OpenCLDevice device : devices) { // 4090 too is a part of a name
            String names = device.getName() + " " + device.getOpenCLPlatform().getName();
            if (names.toLowerCase(Locale.ROOT).contains(asked.toLowerCase(Locale.ROOT))) {
                return device;
            }
        }
        throw new UnavailableException(
                "-D" + PROPERTY + " asks for " + asked + ", which is none of the devices here",
                "choose one of " + String.join(", ", list(devices)));
    }

    /** As in {@code 0: NVIDIA H200 (NVIDIA CUDA)}. */
    private static List<String> list(List<OpenCLDevice> devices) {
        List<String> lines = new ArrayList<>();
        for (OpenCLDevice device : devices) {
            lines.add(lines.size() + ": " + device.getName().strip() + " ("
                    + device.getOpenCLPlatform().getName().strip() + ")");
        }
        return lines;
    }

    private static void requireLimits(OpenCLDevice device) {
        if (device.getMaxWorkGroupSize() < DeviceKernel.GROUP || device.getLocalMemSize() < LOCAL_BYTES) {
            throw new UnavailableException(
                    device.getName().strip() + " is too small: groups of " + device.getMaxWorkGroupSize()
                            + " items and "
                            + device.getLocalMemSize() + " bytes of local memory, needed are " + DeviceKernel.GROUP
                            + " and " + LOCAL_BYTES,
                    "choose another device with -D" + PROPERTY);
        }
    }

    /**
     * Kind of device; name, size and memory; the platform and its version, which is where drivers name their own: Aparapi does
     * not ask for the driver's.
     */
    static String describe(OpenCLDevice device, boolean hasFloat64) {
        String memory = String.format(Locale.ROOT, "%.1f GB", device.getGlobalMemSize() / (double) (1L << 30));
        return device.getType() + ": " + device.getName().strip() + ", "
                + device.getMaxComputeUnits() + " compute units, " + memory + (hasFloat64 ? ", fp64" : ", no fp64")
                + "; platform " + device.getOpenCLPlatform().getName().strip() + ", "
                + version(device.getOpenCLPlatform().getVersion());
    }

    /** As in {@code OpenCL 3.0 PoCL 3.1 Linux}: pocl adds a list of its parts, which is left out. */
    private static String version(String version) {
        int comma = version.indexOf(',');
        return (comma < 0 ? version : version.substring(0, comma)).strip().replaceAll("\\s+", " ");
    }
}
