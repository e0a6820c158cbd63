package gradj.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The file of an option that a picture goes to; its ending says as what it is written.
 *
 * @param option that names it, such as {@code -o}
 * @param folder the folder that it goes to
 * @param stem the file's name without the ending
 * @param ending as it was given, with the dot
 */
record PictureFile(String option, Path folder, String stem, String ending) {
    static final String SVG = ".svg";
    static final String PNG = ".png";
    static final String DOT = ".dot";
    static final String MERMAID = ".mmd";
    static final String HTML = ".html";

    /** Takes the names of pictures of graphs, drawn or as text. */
    static final class OfGraph extends Converter {
        OfGraph() {
            super("-o", List.of(SVG, HTML, DOT, MERMAID));
        }
    }

    /** Takes the names of charts. */
    static final class OfChart extends Converter {
        OfChart() {
            super("-o", List.of(PNG, SVG));
        }
    }

    /** Takes the names of pictures of what a net saw. */
    static final class OfInput extends Converter {
        OfInput() {
            super("--show-input", List.of(PNG));
        }
    }

    /** Takes names with one of these endings. */
    abstract static class Converter implements ITypeConverter<PictureFile> {
        private final String option;
        private final List<String> endings;

        Converter(String option, List<String> endings) {
            this.option = option;
            this.endings = endings;
        }

        @Override
        public PictureFile convert(String text) {
            try {
                Path path = Path.of(text).toAbsolutePath().normalize();
                Path folder = path.getParent();
                String name =
                        path.getFileName() == null ? "" : path.getFileName().toString();
                int dot = name.lastIndexOf('.');
                String ending = dot > 0 ? name.substring(dot) : "";
                if (folder != null && endings.contains(ending.toLowerCase(Locale.ROOT))) {
                    return new PictureFile(option, folder, name.substring(0, dot), ending);
                }
            } catch (InvalidPathException notOne) {
                // told below
            }
            int last = endings.size() - 1;
            throw new TypeConversionException("expected a file that ends in "
                    + String.join(", ", endings.subList(0, last)) + (last > 0 ? " or " : "") + endings.get(last)
                    + ", got "
                    + (text.isBlank() ? "'" + text + "'" : text));
        }
    }

    /** What the ending stands for: {@link #SVG}, {@link #PNG}, {@link #DOT}, {@link #MERMAID} or {@link #HTML}. */
    String format() {
        return ending.toLowerCase(Locale.ROOT);
    }

    /**
     * Makes the folder where it is missing, before the work.
     *
     * @throws InputException if the file cannot be written there
     */
    void prepare() {
        OutputFolder.prepare(option, folder, stem + ending);
    }

    /**
     * Writes the picture, or replaces what is there.
     *
     * @return the file
     * @throws InputException if it cannot be written
     */
    Path write(byte[] picture) {
        return write(Map.of(stem + ending, picture)).get(0);
    }

    /**
     * Writes a series of pictures as {@code stem-1}, {@code stem-2} ..., from ten on {@code stem-01}, so that their names
     * sort in their order.
     *
     * @return the files
     * @throws InputException if they cannot be written
     */
    List<Path> writeSeries(List<byte[]> pictures) {
        String format = "%s-%0" + Integer.toString(pictures.size()).length() + "d%s";
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (byte[] picture : pictures) {
            files.put(format.formatted(stem, files.size() + 1, ending), picture);
        }
        return write(files);
    }

    private List<Path> write(Map<String, byte[]> files) {
        OutputFolder output =
                OutputFolder.prepare(option, folder, files.keySet().toArray(String[]::new));
        return files.entrySet().stream()
                .map(file -> output.write(file.getKey(), file.getValue()))
                .toList();
    }
}
