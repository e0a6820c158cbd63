package gradj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.nn.Activation;
import gradj.nn.Dropout;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Sequential;
import gradj.nn.Sigmoid;
import gradj.op.LeakyRelu;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/file-format.md shows is what is written, and loads. */
class FileFormatPageTest {
    private static final Tensors T = Target.FLOAT32;
    private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");

    @TempDir
    Path folder;

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/file-format.md"));
    }

    private static Network shown() {
        Map<String, Layer> inner = new LinkedHashMap<>();
        inner.put("first", Activation.of(() -> new LeakyRelu(0.01)));
        inner.put("second", new Sigmoid());
        return Network.sequence(T, 1)
                .flatten()
                .affine(4, 3)
                .batchNorm(3)
                .relu()
                .layer(new Dropout(T, 0.2, 42))
                .layer(Sequential.named(inner))
                .affine(3, 2)
                .softmaxCrossEntropy();
    }

    @Test
    void theArchitectureIsAsItIsWritten() throws IOException {
        String page = page();
        int start = page.indexOf("```json") + "```json".length();
        String shown = page.substring(start, page.indexOf("```", start));
        Network net = shown();
        assertEquals(Json.parse(Json.write(NetworkFile.describe(net))), Json.parse(shown));

        SafetensorsWriter writer =
                new SafetensorsWriter().metadata(NetworkFile.VERSION_KEY, "1").metadata(NetworkFile.NETWORK_KEY, shown);
        NetworkFile.tensors(net).forEach(writer::add);
        Path file = folder.resolve("net.safetensors");
        writer.write(file);
        assertEquals(7, NetworkFile.load(file, T).layers().size());
    }

    /** The kinds that the reader's and the writer's sources name in quotes stand on the page. */
    @Test
    void everyKindAndFieldIsNamed() throws IOException {
        String page = page();
        for (String source : List.of("LayerFormat", "LossFormat", "Operations")) {
            String code = Files.readString(Path.of("src/main/java/gradj/io/" + source + ".java"));
            List<String> names = code.lines()
                    .filter(line -> line.matches(".*(case |put\\(|List\\.of\\(|Map\\.entry\\(|equals\\().*"))
                    .flatMap(line -> QUOTED.matcher(line).results())
                    .map(match -> Objects.requireNonNull(match.group(1)))
                    .toList();
            assertTrue(names.size() > 10, names::toString);
            names.forEach(name -> assertTrue(page.matches("(?s).*\\b" + name + "\\b.*"), name + " is missing"));
        }
    }
}
