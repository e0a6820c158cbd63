package gradj.examples;

import gradj.backend.Backends;
import gradj.graph.Graph;
import gradj.graph.Node;
import java.util.Locale;

/** The apples' gradients by formulas, by a graph, and by a price that really rises. Book sections 5.1.3 and 5.3.3. */
public final class ByFormula {
    /** L = x n t: an apple's price, their number, and the tax. */
    static double price(double x, double n, double t) {
        return x * n * t;
    }

    public static void main(String[] args) {
        double x = 100;
        double n = 2;
        double t = 1.1;
        System.out.printf(Locale.ROOT, "formulas  n t = %.1f, x t = %.1f, x n = %.1f%n", n * t, x * t, x * n);

        Graph graph = new Graph(Backends.float64());
        Node apple = graph.input("x", x);
        Node count = graph.input("n", n);
        Node tax = graph.input("t", t);
        apple.times(count).times(tax).backward();
        System.out.printf(
                Locale.ROOT,
                "graph     dL/dx %.1f, dL/dn %.1f, dL/dt %.1f%n",
                apple.gradient().item(),
                count.gradient().item(),
                tax.gradient().item());

        double rise = price(x + 0.01, n, t) - price(x, n, t);
        System.out.printf(Locale.ROOT, "an apple dearer by 0.01: the price rises by %.3f%n", rise);
    }
}
