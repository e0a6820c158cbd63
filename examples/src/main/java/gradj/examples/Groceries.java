package gradj.examples;

import gradj.backend.Backends;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import java.util.Locale;

/** Two apples among groceries for 4000: every step looks at its own inputs only. Book sections 5.1.2 and 5.1.3. */
public final class Groceries {
    public static void main(String[] args) {
        Graph graph = new Graph(Backends.float64());
        Node apple = graph.input("apple", 100);
        Node count = graph.input("number of apples", 2);
        Node others = graph.input("other groceries", 4000);
        Node tax = graph.input("tax", 1.1);
        Node price = apple.times(count).plus(others).times(tax).named("price");
        price.backward();

        GraphPicture.of(price).steps().forEach(step -> System.out.println(step.caption()));
        long forward = graph.forwardCount();
        System.out.println(
                "Four gradients for " + forward + " operations forward, " + graph.backwardCount() + " back;");
        System.out.println("two bills for each of the four inputs would take " + 2 * 4 * forward + ".");

        others.set(8000);
        graph.forward();
        price.backward();
        System.out.printf(
                Locale.ROOT,
                "Others 8000: price %.0f, apple's gradient %.1f, tax's gradient %.0f%n",
                price.item(),
                apple.gradient().item(),
                tax.gradient().item());
    }
}
