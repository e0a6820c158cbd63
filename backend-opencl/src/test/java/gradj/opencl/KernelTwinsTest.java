package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The kernels of both dtypes are the same text; this keeps them from drifting apart. */
class KernelTwinsTest {
    private static final Path FOLDER = Path.of("src/main/java/gradj/opencl");

    @Test
    void theDoubleKernelIsTheFloatKernelWithTheOtherType() throws IOException {
        String twin = Files.readString(FOLDER.resolve("FloatKernel.java"))
                .replace("Float", "Double")
                .replace("float", "double");
        assertEquals(withoutLayout(twin), withoutLayout(Files.readString(FOLDER.resolve("DoubleKernel.java"))));
    }

    /** The longer word may break a line that the shorter one does not. */
    private static String withoutLayout(String text) {
        return text.lines().collect(Collectors.joining("\n")).replace("*", "").replaceAll("\\s+", "");
    }
}
