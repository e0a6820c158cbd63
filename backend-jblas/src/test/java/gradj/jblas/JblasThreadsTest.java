package gradj.jblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Many threads on one backend: jblas' library computes wrong products when two threads are in it. Each makes every product
 * in both dtypes 8 times; more often with {@code -Dgradj.jblas.rounds=100}.
 */
class JblasThreadsTest {
    private static final int THREADS = 32;
    private static final int PRODUCTS = 48;

    @Test
    void noProductIsWrong() throws ExecutionException, InterruptedException {
        NativeLibrary.require();
        TensorBackend backend = new JblasBackend();
        Random random = new Random(9);
        List<Product> products = new ArrayList<>();
        List<double[][]> expected = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            int m = 4 + random.nextInt(90);
            int n = 4 + random.nextInt(90);
            int k = 4 + random.nextInt(90);
            Product product = Product.random(i % 2 == 0, i % 3 == 0, m, n, k, 1, i % 2, random);
            double[][] alone = {product.on(backend, DType.FLOAT32), product.on(backend, DType.FLOAT64)};
            product.assertWithinBound(DType.FLOAT32, alone[0]);
            product.assertWithinBound(DType.FLOAT64, alone[1]);
            products.add(product);
            expected.add(alone);
        }
        int rounds = Integer.getInteger("gradj.jblas.rounds", 8);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Callable<Integer> hammer = () -> {
            int first = start.await(); // another for each thread
            int count = 0;
            for (int i = first; count < rounds * 2 * PRODUCTS; i++, count++) {
                Product product = products.get(i % PRODUCTS);
                int precision = i / PRODUCTS % 2;
                DType dtype = precision == 0 ? DType.FLOAT32 : DType.FLOAT64;
                double[] computed = product.on(backend, dtype);
                assertArrayEquals(expected.get(i % PRODUCTS)[precision], computed, product::toString);
            }
            return count;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                counts.add(threads.submit(hammer));
            }
            for (Future<Integer> count : counts) {
                assertEquals(rounds * 2 * PRODUCTS, count.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
