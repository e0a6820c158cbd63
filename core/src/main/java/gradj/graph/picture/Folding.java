package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import gradj.graph.picture.LocalComputation.Derivative;
import gradj.graph.picture.LocalComputation.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds repeated parts, such as the many equal layers of a deep net: of four or more repetitions in a row the first and
 * the last are drawn, those between become one box that tells their number. A part is a chain of up to six operations,
 * each the only user of the one before. Parameters and constants that nothing else uses are folded with them; numbers must
 * be the same in every repetition, and inputs are always drawn.
 */
final class Folding {
    private static final int LEAST_REPETITIONS = 4;
    private static final int LONGEST_PART = 6;

    private final Diagram diagram;
    private final List<List<Integer>> in;
    private final List<List<Integer>> out;

    private Folding(Diagram diagram) {
        this.diagram = diagram;
        this.in = diagram.arrowsIn();
        this.out = diagram.arrowsOut();
    }

    static Diagram fold(Diagram diagram) {
        Folding folding = new Folding(diagram);
        List<List<Integer>> folds = new ArrayList<>();
        for (List<Integer> chain : folding.chains()) {
            folding.addFolds(chain, folds);
        }
        return folds.isEmpty() ? diagram : folding.replace(folds);
    }

    /** The longest chains of operations, each the only user of the one before, and only of it among the operations. */
    private List<List<Integer>> chains() {
        List<List<Integer>> chains = new ArrayList<>();
        boolean[] isInChain = new boolean[diagram.vertices().size()];
        for (int v = 0; v < isInChain.length; v++) {
            if (diagram.vertices().get(v).role() == Role.OPERATION && !isInChain[v]) {
                List<Integer> chain = new ArrayList<>();
                for (int next = v; next >= 0; next = next(next)) {
                    isInChain[next] = true;
                    chain.add(next);
                }
                chains.add(chain);
            }
        }
        return chains;
    }

    private int next(int v) {
        if (out.get(v).size() != 1) {
            return -1;
        }
        int arrow = out.get(v).get(0);
        int user = diagram.arrows().get(arrow).to();
        boolean isOwn = diagram.vertices().get(user).role() == Role.OPERATION
                && in.get(user).get(0) == arrow
                && in.get(user).stream().skip(1).allMatch(this::isAside);
        return isOwn ? user : -1;
    }

    /** Whether an arrow comes from a parameter or constant that nothing else uses. */
    private boolean isAside(int arrow) {
        int from = diagram.arrows().get(arrow).from();
        return diagram.vertices().get(from).isAside() && out.get(from).size() == 1;
    }

    /** Walks along a chain and notes the middle of every row of repetitions. */
    private void addFolds(List<Integer> chain, List<List<Integer>> folds) {
        int start = 0;
        while (start < chain.size()) {
            int bestEnd = start;
            int bestPart = 0;
            for (int part = 1; part <= LONGEST_PART; part++) {
                int end = endOfRepetitions(chain, start, part);
                if (end - start >= LEAST_REPETITIONS * part && end > bestEnd) {
                    bestEnd = end;
                    bestPart = part;
                }
            }
            if (bestPart > 0) {
                folds.add(chain.subList(start + bestPart, bestEnd - bestPart));
            }
            start = Math.max(start + 1, bestEnd);
        }
    }

    private int endOfRepetitions(List<Integer> chain, int start, int part) {
        int end = start + part;
        while (end < chain.size() && looks(chain.get(end)).equals(looks(chain.get(end - part)))) {
            end++;
        }
        return end - (end - start) % part;
    }

    /** What two operations have in common that are drawn as one: their sign, and the numbers that go into them. */
    private List<String> looks(int v) {
        List<String> looks = new ArrayList<>(List.of(diagram.vertices().get(v).text()));
        for (int arrow : in.get(v).subList(1, in.get(v).size())) {
            Vertex aside = diagram.vertices().get(diagram.arrows().get(arrow).from());
            looks.add(aside.role() == Role.NUMBER ? aside.text() : "");
        }
        return looks;
    }

    /** The diagram with each of these rows of operations as one box. */
    private Diagram replace(List<List<Integer>> folds) {
        int[] box = new int[diagram.vertices().size()]; // the vertex whose place a folded operation takes
        Arrays.fill(box, -1);
        boolean[] isGone = new boolean[box.length];
        List<Vertex> vertices = new ArrayList<>(diagram.vertices());
        for (List<Integer> fold : folds) {
            int place = fold.get(fold.size() - 1);
            vertices.set(place, box(fold));
            for (int v : fold) {
                box[v] = place;
                isGone[v] = v != place;
                in.get(v).stream()
                        .skip(1)
                        .forEach(arrow -> isGone[diagram.arrows().get(arrow).from()] = true);
            }
        }
        List<Arrow> arrows = new ArrayList<>();
        for (Arrow arrow : diagram.arrows()) {
            int from = box[arrow.from()] >= 0 ? box[arrow.from()] : arrow.from();
            int to = box[arrow.to()] >= 0 ? box[arrow.to()] : arrow.to();
            if (from != to) {
                arrows.add(arrow.between(from, to));
            }
        }
        return new Diagram(vertices, arrows).without(isGone);
    }

    private Vertex box(List<Integer> fold) {
        int part = 1;
        while (endOfRepetitions(fold, 0, part) != fold.size()) {
            part++;
        }
        List<String> signs = new ArrayList<>();
        for (int i = 0; i < part; i++) {
            signs.add(diagram.vertices().get(fold.get(i)).text());
        }
        String text = fold.size() / part + " more: " + String.join(", ", signs);
        return new Vertex(Role.FOLDED, text, text, text, TensorText.NONE, TensorText.NONE, false, local(fold));
    }

    /** What they compute together: the first one's input goes in, the last one's output comes out. */
    private @Nullable LocalComputation local(List<Integer> fold) {
        LocalComputation first = diagram.vertices().get(fold.get(0)).local();
        LocalComputation last =
                diagram.vertices().get(fold.get(fold.size() - 1)).local();
        if (first == null || last == null) {
            return null;
        }
        Variable input = new Variable(
                "x", first.inputs().get(0).name(), first.inputs().get(0).value());
        List<Derivative> derivatives = first.derivatives().stream()
                .filter(derivative -> derivative.input() == first.inputs().get(0))
                .map(derivative -> new Derivative(input, "", "", "", derivative.gradient()))
                .toList();
        return LocalComputation.of("", List.of(input), last.output(), last.upstream(), derivatives);
    }
}
