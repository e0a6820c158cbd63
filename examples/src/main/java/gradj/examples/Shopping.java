package gradj.examples;

import gradj.backend.Backends;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;

/** Two bills with 10 % tax as computational graphs, computed from left to right. Book section 5.1.1. */
public final class Shopping {
    /** Two apples at 100. */
    static Node apples() {
        Graph graph = new Graph(Backends.float64());
        Node apple = graph.input("apple", 100);
        Node count = graph.input("number of apples", 2);
        Node tax = graph.input("tax", 1.1);
        return apple.times(count).times(tax).named("price");
    }

    /** The same, and three oranges at 150. */
    static Node applesAndOranges() {
        Graph graph = new Graph(Backends.float64());
        Node apple = graph.input("apple", 100);
        Node apples = graph.input("number of apples", 2);
        Node orange = graph.input("orange", 150);
        Node oranges = graph.input("number of oranges", 3);
        Node tax = graph.input("tax", 1.1);
        Node fruit = apple.times(apples).plus(orange.times(oranges));
        return fruit.times(tax).named("price");
    }

    public static void main(String[] args) {
        System.out.print(GraphPicture.of(apples()).forwardOnly().table());
        System.out.println();
        System.out.print(GraphPicture.of(applesAndOranges()).forwardOnly().table());
    }
}
