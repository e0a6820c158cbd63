package gradj.gradcheck;

import gradj.backend.Parallel;
import gradj.tensor.Tensor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The central differences of one function, shared by as many threads as it allows copies. Each piece of the work takes a
 * copy that is free, each element is one thread's: the bits do not depend on the number of threads.
 */
final class ParallelDifferences {
    private final Queue<Differentiable> free = new ConcurrentLinkedQueue<>();
    private final Parallel parallel;

    /**
     * The function and its copies.
     *
     * @throws IllegalArgumentException if a parameter is not float64
     */
    ParallelDifferences(Differentiable f) {
        int elements = 1;
        for (String name : f.parameters().keySet()) {
            elements = Math.max(elements, parameter(f, name).size());
        }
        free.add(f);
        int threads = Math.min(Parallel.configuredThreads(), elements);
        for (int i = 1; i < threads; i++) {
            f.copy().ifPresent(free::add);
        }
        parallel = new Parallel(free.size());
    }

    /** Some elements of the gradient with respect to one parameter, given by their positions in row-major order. */
    double[] gradient(String name, int[] elements) {
        double[] gradient = new double[elements.length];
        // Not a parallel stream: it may throw while a part of it still changes f's parameters.
        parallel.range(0, elements.length, 1, (from, to) -> {
            Differentiable own = free.remove(); // never more at once than there are copies
            try (CentralDifference difference = new CentralDifference(own::value, NumericalGradient.STEP)) {
                Tensor parameter = parameter(own, name);
                for (int i = from; i < to; i++) {
                    gradient[i] = difference.quotient(parameter, elements[i]);
                }
            } finally {
                free.add(own);
            }
        });
        return gradient;
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
}
