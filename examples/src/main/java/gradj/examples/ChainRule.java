package gradj.examples;

import gradj.backend.Backends;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import java.util.Locale;

/** z = (x + y)^2 in two steps, t = x + y and z = t^2: their derivatives multiply. Book section 5.2. */
public final class ChainRule {
    public static void main(String[] args) {
        Graph graph = new Graph(Backends.float64());
        Node x = graph.input("x", 2);
        Node y = graph.input("y", 3);
        Node t = x.plus(y).named("t");
        Node z = t.square().named("z");
        z.backward();
        System.out.print(GraphPicture.of(z).table());

        double dtdx = 1; // t grows as fast as x
        double dzdt = 2 * t.item(); // the derivative of a square
        System.out.printf(Locale.ROOT, "chain rule   dz/dt dt/dx = %.0f x %.0f = %.0f%n", dzdt, dtdx, dzdt * dtdx);

        double h = 1e-4;
        double difference = Math.pow(t.item() + h, 2) - Math.pow(t.item() - h, 2); // x + h, x - h
        System.out.printf(Locale.ROOT, "differences  %.6f%n", difference / (2 * h));
    }
}
