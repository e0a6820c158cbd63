package gradj.gradcheck;

import gradj.backend.array.Parallel;
import gradj.gradcheck.Comparison.StepRule;
import gradj.tensor.Tensor;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The central differences of one function, shared by as many threads as it allows copies. Each piece of the work takes a
 * copy that is free, each element is one thread's: the bits do not depend on the number of threads. Closing ends the threads.
 */
final class ParallelDifferences implements AutoCloseable {
    private final Queue<Differentiable> free = new ConcurrentLinkedQueue<>();
    private final Parallel parallel;

    /**
     * The function and its copies.
     *
     * @param elements the most that will be asked for at once: more copies than these would have nothing to do
     * @throws IllegalArgumentException if a parameter is not float64
     */
    ParallelDifferences(Differentiable f, int elements) {
        for (String name : f.parameters().keySet()) {
            parameter(f, name);
        }
        free.add(f);
        int threads = Math.min(Parallel.configuredThreads(), elements);
        for (int i = 1; i < threads; i++) {
            f.copy().ifPresent(free::add);
        }
        parallel = new Parallel(free.size());
    }

    /** What is computed of one element with a function of one's own. */
    @FunctionalInterface
    private interface ElementTask {
        void run(Differentiable own, CentralDifference difference, StraightLine line, int i);
    }

    /** Some elements of the gradient with respect to one parameter, given by their positions in row-major order. */
    double[] gradient(String name, int[] elements, double h) {
        double[] gradient = new double[elements.length];
        forEach(name, elements, (own, difference, line, i) -> gradient[i] = difference.quotient(line, h));
        return gradient;
    }

    /** Compares these elements of a parameter with the analytic gradient, each with steps of its own around h. */
    ElementReport[] compare(String name, int[] elements, double[] analytic, ErrorBound bound, StepRule rule, double h) {
        ElementReport[] reports = new ElementReport[elements.length];
        forEach(
                name,
                elements,
                (own, difference, line, i) -> reports[i] = new Comparison(own, difference, bound, rule)
                        .compare(elements[i], analytic[elements[i]], line, h));
        return reports;
    }

    private void forEach(String name, int[] elements, ElementTask task) {
        // Not a parallel stream: it may throw while a part of it still changes f's parameters.
        parallel.range(0, elements.length, 1, (from, to) -> {
            Differentiable own = free.remove(); // never more at once than there are copies
            try (CentralDifference difference = new CentralDifference(own::value)) {
                StraightLine.OfElement line = new StraightLine.OfElement(parameter(own, name));
                for (int i = from; i < to; i++) {
                    task.run(own, difference, line.through(elements[i]), i);
                }
            } finally {
                free.add(own);
            }
        });
    }

    @Override
    public void close() {
        parallel.close();
    }

    static Tensor parameter(Differentiable f, String name) {
        Tensor tensor = f.parameters().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "there is no parameter " + name + " in " + f.parameters().keySet());
        }
        NumericalGradient.requireFloat64(name, tensor);
        return tensor;
    }

    static Tensor gradientOf(Map<String, Tensor> gradients, String name) {
        Tensor gradient = gradients.get(name);
        if (gradient == null) {
            throw new IllegalArgumentException(
                    "gradient of " + name + ": expected a tensor, got none among " + gradients.keySet());
        }
        return gradient;
    }
}
