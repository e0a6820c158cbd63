package gradj.cli.page;

import gradj.graph.picture.GraphPicture;
import java.util.List;
import java.util.Map;

/**
 * A page that shows a graph's local computations one after the other, with what each computes in words: by buttons, keys or
 * a slider, or playing; on paper, and where no script runs, the whole picture and all words.
 */
public final class GraphPage {
    private GraphPage() {}

    /**
     * The page as HTML.
     *
     * @param title as plain text
     * @param description in a few words, as plain text
     * @throws IllegalStateException if the picture has no steps, or too many
     */
    public static String of(String title, String description, GraphPicture picture) {
        List<GraphPicture> steps = picture.steps();
        StringBuilder words = new StringBuilder();
        for (GraphPicture step : steps) {
            words.append("<li>")
                    .append(StepWords.of(step.computation().orElseThrow()))
                    .append("</li>\n");
        }
        String body = Page.filled(
                "graph.html",
                Map.of(
                        "title", Page.escape(title),
                        "description", Page.escape(description),
                        "picture", picture.stepsSvg(),
                        "count", Integer.toString(steps.size()),
                        "steps", words.toString()));
        return Page.of(
                title,
                List.of("page.css", "graph.css"),
                body + "<script>\n" + Page.resource("graph.js") + "</script>\n");
    }
}
