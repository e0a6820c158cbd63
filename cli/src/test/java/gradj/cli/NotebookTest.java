package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebook's cells, made a program, show what the notebook shows: it was run with what stands there, and still runs. */
@Tag("once")
class NotebookTest {
    private static final Path FOLDER = Path.of("../docs/notebook");

    @TempDir
    Path folder;

    private static String text(JsonElement lines) {
        return lines.isJsonArray()
                ? elements(lines).stream().map(JsonElement::getAsString).reduce("", String::concat)
                : lines.getAsString();
    }

    private static List<JsonElement> elements(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).toList();
    }

    /** A class with the loaded file's functions, and the cells in one method; each cell ends in what it shows. */
    private static String program(String functions, List<String> cells) {
        TreeSet<String> imports = new TreeSet<>(List.of("import java.util.*;"));
        StringBuilder methods = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (String line : functions.lines().toList()) {
            if (line.startsWith("import ")) {
                imports.add(line);
            } else {
                methods.append(line.replaceFirst("^String ", "static String ")).append('\n');
            }
        }
        for (String cell : cells) {
            List<String> lines = new ArrayList<>(List.of(cell.split("\n")));
            String last = lines.remove(lines.size() - 1);
            lines.stream().filter(line -> line.startsWith("import ")).forEach(imports::add);
            lines.stream()
                    .filter(line -> !line.startsWith("import "))
                    .forEach(line -> body.append(line).append('\n'));
            body.append("shown.add(").append(last).append(");\n");
        }
        return String.join("\n", imports) + "\npublic class Cells {\n" + methods
                + "public static List<String> shown() {\nList<String> shown = new ArrayList<>();\n" + body
                + "return shown;\n}\n}\n";
    }

    @Test
    void itsCellsShowWhatTheyShowed() throws Exception {
        String file = Files.readString(FOLDER.resolve("gradj.ipynb"));
        assertFalse(file.contains(" to classpath"), "a folder of one machine");
        List<String> sources = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (JsonElement element :
                elements(JsonParser.parseString(file).getAsJsonObject().get("cells"))) {
            JsonObject cell = element.getAsJsonObject();
            if (cell.get("cell_type").getAsString().equals("code")) {
                sources.add(text(cell.get("source")));
                elements(cell.get("outputs")).stream()
                        .map(JsonElement::getAsJsonObject)
                        .filter(output -> output.has("data"))
                        .forEach(output ->
                                expected.add(text(output.getAsJsonObject("data").get("text/html"))));
            }
        }
        assertEquals("%classpath ../../core/target/classes\n%load gradj.jsh", sources.get(0));
        assertEquals(List.of(4, 3), List.of(sources.size(), expected.size()));
        assertEquals(expected, run(program(Files.readString(FOLDER.resolve("gradj.jsh")), sources.subList(1, 4))));
    }

    private Object run(String program) throws IOException, ReflectiveOperationException {
        Path source = Files.writeString(folder.resolve("Cells.java"), program);
        int exitCode =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), source.toString());
        assertEquals(0, exitCode, program);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            return loader.loadClass("Cells").getMethod("shown").invoke(null);
        }
    }
}
