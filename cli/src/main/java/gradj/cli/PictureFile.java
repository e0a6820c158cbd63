package gradj.cli;

import gradj.graph.picture.GraphPicture;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file for a picture, whose ending says what it is written as.
 *
 * @param folder the folder that it goes to
 * @param stem the file's name without the ending
 * @param ending with the dot
 * @param format what the ending stands for
 */
record PictureFile(Path folder, String stem, String ending, Function<GraphPicture, String> format) {
    private static final Map<String, Function<GraphPicture, String>> FORMATS =
            Map.of(".svg", GraphPicture::svg, ".dot", GraphPicture::dot, ".mmd", GraphPicture::mermaid);

    /** Takes names that end in one of the formats. */
    static final class Converter implements ITypeConverter<PictureFile> {
        @Override
        public PictureFile convert(String text) {
            try {
                Path path = Path.of(text).toAbsolutePath().normalize();
                Path folder = path.getParent();
                String name =
                        path.getFileName() == null ? "" : path.getFileName().toString();
                int dot = name.lastIndexOf('.');
                Function<GraphPicture, String> format = dot > 0 ? FORMATS.get(name.substring(dot)) : null;
                if (format != null && folder != null) {
                    return new PictureFile(folder, name.substring(0, dot), name.substring(dot), format);
                }
            } catch (InvalidPathException notOne) {
                // told below
            }
            throw new TypeConversionException("expected a file that ends in .svg, .dot or .mmd, got "
                    + (text.isBlank() ? "'" + text + "'" : text));
        }
    }

    /**
     * Writes one picture, or a series as {@code stem-1}, {@code stem-2} ... Nothing is written before all of it is drawn.
     *
     * @return the files
     * @throws InputException if they cannot be written
     */
    List<Path> write(List<GraphPicture> pictures, boolean isSeries) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (GraphPicture picture : pictures) {
            String number = isSeries ? "-" + (files.size() + 1) : "";
            files.put(stem + number + ending, format.apply(picture).getBytes(StandardCharsets.UTF_8));
        }
        OutputFolder output = OutputFolder.prepare("-o", folder, files.keySet().toArray(String[]::new));
        List<Path> written = new ArrayList<>();
        files.forEach((name, content) -> written.add(output.write(name, content)));
        return written;
    }
}
