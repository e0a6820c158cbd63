package gradj.hosts.app;

import gradj.backend.Backends;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many threads at a time, each with a small net of its own; what they learn must be the same bits. */
public final class ManyThreads {
    private ManyThreads() {}

    /**
     * Prints for each kind of thread how many different results there were, one of which is that of this thread.
     *
     * @param args how many virtual threads, where the JDK has them
     */
    public static void main(String[] args) throws Exception {
        System.out.println("platform threads: " + differentResults(Executors.newFixedThreadPool(200), 200));
        if (Runtime.version().feature() >= 21) {
            Object pool =
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            System.out.println(
                    "virtual threads: " + differentResults((ExecutorService) pool, Integer.parseInt(args[0])));
        }
    }

    private static int differentResults(ExecutorService pool, int threads) throws Exception {
        Callable<Integer> task = ManyThreads::learn;
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(task));
        }
        Set<Integer> different = new HashSet<>(Set.of(learn()));
        for (Future<Integer> each : running) {
            different.add(each.get());
        }
        pool.shutdown();
        return different.size();
    }

    /** The bits of all parameters and predictions, after three steps, as one number. */
    private static int learn() throws InterruptedException {
        Tensors tensors = Backends.float32();
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = tensors.gaussian(Shape.of(6, 8), 1, new SeededRandom(1));
            Tensor t = tensors.oneHot(3, 0, 1, 2, 2, 1, 0);
            TwoLayerNet net = new TwoLayerNet(tensors, 8, 16, 3, 0.5, 2);
            Sgd sgd = new Sgd(0.1);
            for (int step = 0; step < 3; step++) {
                net.gradient(x, t);
                sgd.step(net.parameters());
                Thread.sleep(1); // so that many are in the midst of it at a time
            }
            int bits = Arrays.hashCode(net.predict(x).toFloatArray());
            for (var parameter : net.parameters()) {
                bits = 31 * bits + Arrays.hashCode(parameter.value().toFloatArray());
            }
            return bits;
        }
    }
}
