package gradj.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the example programs, each once, and keeps what they print. */
final class ProgramOutput {
    private static final Map<String, List<String>> KEPT = new HashMap<>();

    private ProgramOutput() {}

    /** The lines that the program of this simple class name prints. */
    static synchronized List<String> of(String program) {
        return KEPT.computeIfAbsent(program, ProgramOutput::run);
    }

    private static List<String> run(String program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            Class.forName("gradj.examples." + program)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(program + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no program " + program + " in gradj.examples", e);
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
