package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Float and double kernels stand side by side as the same text; this keeps them from drifting apart. */
class KernelTwinsTest {
    private static final Path FOLDER = Path.of("src/main/java/gradj/vector");

    /** A polynomial for each dtype: twins in their method, not in their text. */
    private static final Set<String> OF_THEIR_OWN = Set.of("Exp.java", "Log.java");

    @Test
    void doubleKernelsAreTheFloatKernelsWithTheOtherType() throws IOException {
        Set<String> floats = namesWithout("Float");
        Set<String> doubles = namesWithout("Double");
        assertTrue(floats.containsAll(OF_THEIR_OWN), "run in the module's folder: " + floats);
        assertEquals(floats, doubles, "every kernel has its twin");
        floats.removeAll(OF_THEIR_OWN);
        for (String name : floats) {
            String twin = Files.readString(FOLDER.resolve("Float" + name))
                    .replace("float32", "float64")
                    .replace("Float", "Double")
                    .replace("float", "double");
            String found = Files.readString(FOLDER.resolve("Double" + name));
            assertEquals(withoutLayout(twin), withoutLayout(found), "Double" + name);
        }
    }

    private static Set<String> namesWithout(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The longer word may break a line that the shorter one does not, and an import sorts by its name. */
    private static String withoutLayout(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("import "))
                .collect(Collectors.joining("\n"))
                .replace("*", "")
                .replaceAll("\\s+", "");
    }
}
