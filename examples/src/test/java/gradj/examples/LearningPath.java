package gradj.examples;

import gradj.backend.JavaBackend;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The generated parts of the learning path in {@code docs/learn}, and of the README: pictures, and in the pages the programs
 * with their output. {@code scripts/learn} writes them; {@link LearningPathTest} fails where they are out of date.
 *
 * <p>A page says where something belongs, by a line such as <code>&lt;!-- program: Apple --&gt;</code>; what stands between
 * it and the next <code>&lt;!-- end --&gt;</code> is replaced.
 */
final class LearningPath {
    private static final Pattern PART =
            Pattern.compile("(?s)(<!-- (program|output|script): (\\S+) -->\n).*?(<!-- end -->)");

    private final Path root;

    /** The learning path of the repository in this folder. */
    LearningPath(Path root) {
        this.root = root;
    }

    /** Writes whatever differs from what is there; {@code args[0]} is the repository's folder. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        for (Map.Entry<Path, String> file : new LearningPath(root).files().entrySet()) {
            boolean isCurrent = Files.exists(file.getKey())
                    && Files.readString(file.getKey()).equals(file.getValue());
            if (!isCurrent) {
                Files.createDirectories(file.getKey().getParent());
                Files.writeString(file.getKey(), file.getValue());
                System.out.println("wrote " + root.relativize(file.getKey()));
            }
        }
    }

    Path folder() {
        return root.resolve("docs").resolve("learn");
    }

    /** The pages of the path, in order. */
    List<Path> pages() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().matches("\\d\\d-.*\\.md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file with something generated in it, and what it should hold. */
    Map<Path, String> files() {
        Map<Path, String> files = new TreeMap<>();
        files.put(root.resolve("README.md"), page(root.resolve("README.md")));
        files.put(folder().resolve("README.md"), page(folder().resolve("README.md")));
        pages().forEach(page -> files.put(page, page(page)));
        pictures().forEach((name, svg) -> files.put(folder().resolve("images").resolve(name + ".svg"), svg));
        return files;
    }

    // ---------------------------------------------------------------------------------------------------------- pages

    private String page(Path page) {
        return PART.matcher(read(page)).replaceAll(part -> {
            String name = part.group(3);
            String block = switch (part.group(2)) {
                case "program" -> fenced("java", read(program(name)));
                case "script" -> fenced("java", read(folder().resolve(name)));
                default -> fenced("text", String.join("\n", ProgramOutput.of(name)) + "\n");
            };
            return Matcher.quoteReplacement(part.group(1) + "\n" + block + "\n" + part.group(4));
        });
    }

    private static String fenced(String language, String text) {
        return "```" + language + "\n" + text + "```\n";
    }

    /** The source of an example. */
    Path program(String name) {
        return root.resolve("examples/src/main/java/gradj/examples").resolve(name + ".java");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ------------------------------------------------------------------------------------------------------- pictures

    /** Each picture's name, and its SVG. On the backend java, so that it is the same everywhere. */
    private static Map<String, String> pictures() {
        Tensors tensors = new Tensors(new JavaBackend(), DType.FLOAT64);
        Map<String, String> pictures = new TreeMap<>();
        for (NamedGraph graph : EnumSet.complementOf(EnumSet.of(NamedGraph.GROCERIES))) { // shown in steps
            pictures.put(graph.label(), GraphPicture.of(graph.build(tensors)).svg());
        }
        pictures.put("apple-forward", GraphPicture.of(Shopping.apples()).svg());
        pictures.put(
                "apple-orange-forward",
                GraphPicture.of(Shopping.applesAndOranges()).svg());
        pictures.put("apple-numbers-inside", numbersInside(tensors));
        pictures.put("add", GraphPicture.of(AddAndMultiply.sum()).svg());
        pictures.put("multiply", GraphPicture.of(AddAndMultiply.product()).svg());
        pictures.put("affine-one-sample", GraphPicture.of(oneSample(tensors)).svg());
        pictures.put("bias", GraphPicture.of(bias(tensors)).svg());

        List<GraphPicture> steps =
                GraphPicture.of(NamedGraph.GROCERIES.build(tensors)).steps();
        pictures.put("groceries-step-2", steps.get(1).svg());
        pictures.put("groceries-step-5", steps.get(4).svg());

        pictures.putAll(SymbolFigures.all());
        pictures.putAll(LearningCharts.all());
        pictures.put("affine-plane", plane(tensors));
        pictures.put("downhill", downhill());
        pictures.put("difference", difference());
        return pictures;
    }

    private static Node oneSample(Tensors tensors) {
        Graph graph = new Graph(tensors);
        Node x = graph.input("X", tensors.vector(1, 2));
        Node w = graph.input("W", tensors.matrix(new double[][] {{1, 3, 5}, {2, 4, 6}}));
        Node b = graph.input("B", tensors.vector(1, 2, 3));
        Node y = x.dot(w).plus(b).named("Y");
        y.backward(tensors.vector(1, 2, 3));
        return y;
    }

    /** The notes' first drawing of the apples: "× 2" and "× 1.1" are operations, and an apple's price the only input. */
    private static String numbersInside(Tensors tensors) {
        Node price = new Graph(tensors).input("apple", 100).times(2).times(1.1).named("price");
        return GraphPicture.of(price).numbersInside().forwardOnly().svg();
    }

    private static Node bias(Tensors tensors) {
        Graph graph = new Graph(tensors);
        Node product = graph.input("X · W", tensors.matrix(new double[][] {{0, 0, 0}, {10, 10, 10}}));
        Node y = product.plus(graph.input("B", tensors.vector(1, 2, 3))).named("Y");
        y.backward(tensors.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}));
        return y;
    }

    private static String plane(Tensors tensors) {
        Tensor flag = tensors.matrix(PlaneChart.FLAG);
        Tensor linear = flag.dot(tensors.matrix(new double[][] {{1.5, 0}, {0.75, 1}}));
        Tensor affine = linear.plus(tensors.vector(5, 1.5));
        return new PlaneChart("A flag, the same by a linear map, and moved by a translation")
                .flag(Chart.Colour.INK, rows(flag), "X", 0.35, 1.4)
                .flag(Chart.Colour.BLUE, rows(linear), "X · W", 3.15, 1.6)
                .flag(Chart.Colour.ORANGE, rows(affine), "X · W + B", 8.15, 3.1)
                .svg();
    }

    private static double[][] rows(Tensor matrix) {
        double[][] rows = new double[matrix.shape().length(0)][matrix.shape().length(1)];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = matrix.get(i, j);
            }
        }
        return rows;
    }

    private static String downhill() {
        return new LossChart("A loss over one weight, its slope, and steps downhill", 6, 36)
                .curve(Downhill::loss)
                .line(1, Downhill.loss(1), Downhill.slope(1), 0.8, "slope −16")
                .point(1, Downhill.loss(1), "start")
                .point(1.8, Downhill.loss(1.8), "step 1")
                .point(2.28, Downhill.loss(2.28), "step 2")
                .point(2.568, Downhill.loss(2.568), "")
                .svg();
    }

    private static String difference() {
        double h = 0.9;
        double slope = (Downhill.loss(1 + h) - Downhill.loss(1 - h)) / (2 * h);
        return new LossChart("The slope between two points of a curve", 6, 36)
                .curve(Downhill::loss)
                .line(1, (Downhill.loss(1 + h) + Downhill.loss(1 - h)) / 2, slope, h, "")
                .point(1 - h, Downhill.loss(1 - h), "f(w − h)")
                .point(1 + h, Downhill.loss(1 + h), "f(w + h)")
                .svg();
    }
}
