package gradj.jblas;

import gradj.spi.Availability;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jblas.NativeBlas;

/** Asks for jblas in a process of its own, which may be one where it cannot be had; the arguments are the folders. */
final class AvailabilityProgram {
    private AvailabilityProgram() {}

    public static void main(String[] folders) {
        List<Path> paths = Arrays.stream(folders).map(Path::of).toList();
        Availability availability = JblasLibrary.load(Platform.current(), paths);
        System.out.println(availability);
        if (availability.isAvailable()) {
            System.out.println(NativeBlas.ddot(2, new double[] {1, 2}, 0, 1, new double[] {3, 4}, 0, 1));
        }
    }
}
