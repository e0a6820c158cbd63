package gradj.cli;

import gradj.backend.JavaBackend;
import gradj.cli.page.GraphPage;
import gradj.graph.NamedGraph;
import gradj.graph.picture.GraphPicture;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code gradj graph}: one of the book's computational graphs as a picture or as text. Always in float64 on the backend
 * java, so that a picture is the same on every machine.
 */
@Command(
        name = "graph",
        description = "Draw a computational graph: values forward, gradients backward.",
        footer = {"", "Example: gradj graph apple -o apple.svg"},
        sortOptions = false,
        sortSynopsis = false)
final class GraphCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            converter = GraphName.class,
            description = "One of: ${COMPLETION-CANDIDATES}. Without a name, what each of them shows.",
            completionCandidates = GraphName.class)
    private @Nullable NamedGraph graph;

    @Option(
            names = "-o",
            paramLabel = "FILE",
            converter = PictureFile.OfGraph.class,
            description = {
                "Where the picture goes: FILE.svg; FILE.html for a page that shows it step by step;",
                "FILE.dot for Graphviz, FILE.mmd for Mermaid.",
                "Without it a table of values and gradients is printed."
            })
    private @Nullable PictureFile file;

    @Option(
            names = "--step",
            description = {
                "One local computation after the other: FILE-1.svg, FILE-2.svg ...,",
                "or a line each without -o. (FILE.html is one page with all of them, with --step or without.)"
            })
    private boolean step;

    @Option(names = "--forward", description = "Values only.")
    private boolean forward;

    @Option(names = "--backward", description = "Gradients only.")
    private boolean backward;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** Finds a graph by its name. */
    static final class GraphName implements ITypeConverter<NamedGraph>, Iterable<String> {
        @Override
        public NamedGraph convert(String text) {
            return NamedGraph.of(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no graph " + text + "; graphs: " + String.join(", ", this)));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(NamedGraph.values()).map(NamedGraph::label).iterator();
        }
    }

    @Override
    public Integer call() {
        if (forward && backward) {
            throw new ParameterException(
                    spec.commandLine(), "--forward and --backward exclude each other: leave both out to see both");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (graph == null) {
            list(out);
            return Main.FINE;
        }
        GraphPicture whole = GraphPicture.of(graph.build(new Tensors(new JavaBackend(), DType.FLOAT64)));
        GraphPicture picture = forward ? whole.forwardOnly() : backward ? whole.backwardOnly() : whole;
        List<GraphPicture> pictures = step ? picture.steps() : List.of(picture);
        if (file != null && file.format().equals(PictureFile.HTML)) {
            String page = GraphPage.of("Computational graph: " + graph.label(), graph.description(), picture);
            out.println(file.write(page.getBytes(StandardCharsets.UTF_8)));
        } else if (file != null) {
            List<byte[]> drawn = pictures.stream().map(one -> bytes(one, file)).toList();
            List<Path> written = step ? file.writeSeries(drawn) : List.of(file.write(drawn.get(0)));
            written.forEach(out::println);
        } else if (step) {
            pictures.forEach(one -> out.println(one.caption()));
        } else {
            out.print(picture.table());
        }
        out.flush();
        return Main.FINE;
    }

    private void list(PrintWriter out) {
        if (file != null || step || forward || backward) {
            throw new ParameterException(
                    spec.commandLine(), "a graph's NAME is missing: one of " + String.join(", ", new GraphName()));
        }
        for (NamedGraph one : NamedGraph.values()) {
            out.printf("%-18s %s%n", one.label(), one.description());
        }
        out.flush();
    }

    private static byte[] bytes(GraphPicture picture, PictureFile file) {
        String text = switch (file.format()) {
            case PictureFile.DOT -> picture.dot();
            case PictureFile.MERMAID -> picture.mermaid();
            default -> picture.svg();
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
