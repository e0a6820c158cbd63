// The apple graph in Java's own shell, ready to play with:
//     jshell --class-path core/target/classes docs/learn/gradj.jsh
import gradj.backend.Backends
import gradj.graph.Graph
import gradj.graph.Node
import gradj.graph.picture.GraphPicture

Graph graph = new Graph(Backends.float64())
Node apple = graph.input("apple", 100)
Node count = graph.input("number of apples", 2)
Node tax = graph.input("tax", 1.1)
Node price = apple.times(count).times(tax).named("price")

// Prints the values and gradients behind a node.
void show(Node node) {
    System.out.print(GraphPicture.of(node).table());
}

// Draws the graph behind a node.
void draw(Node node, String file) throws IOException {
    Files.writeString(Path.of(file), GraphPicture.of(node).svg());
    System.out.println("wrote " + file);
}

price.backward()
show(price)
draw(price, "apple.svg")
