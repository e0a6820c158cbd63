package gradj.jblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.backend.ReferenceBackend;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The matrix products of {@link JblasBackend} against the definition. */
class JblasDotTest {
    private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 63, 64, 65, 97};
    private static final int[][] LARGE = {
        {100, 50, 784}, {784, 50, 100}, {784, 100, 1}, {1, 784, 100}, {127, 129, 128}, {257, 255, 31}, {1, 1, 1031}
    };
    private static final double[][] SCALES = {{1, 0}, {1, 1}, {-0.5, 0}, {2, 0.25}, {0, 1}, {0, 0}};

    private static TensorBackend backend;

    @BeforeAll
    static void start() {
        NativeLibrary.require();
        backend = new JblasBackend();
    }

    /** The four transposed forms of 120 shapes each, in a fixed random order of sizes, and of the large shapes. */
    private static List<Product> products() {
        Random random = new Random(20);
        List<Product> products = new ArrayList<>();
        for (int form = 0; form < 4; form++) {
            for (int i = 0; i < 120 + LARGE.length; i++) {
                int[] s = i < LARGE.length ? LARGE[i] : new int[] {size(random), size(random), size(random)};
                double[] scale = SCALES[i % SCALES.length];
                boolean transposeA = (form & 1) != 0;
                boolean transposeB = (form & 2) != 0;
                products.add(Product.random(transposeA, transposeB, s[0], s[1], s[2], scale[0], scale[1], random));
            }
        }
        return products;
    }

    private static int size(Random random) {
        return SIZES[random.nextInt(SIZES.length)];
    }

    @Test
    void agreesWithTheDefinition() {
        for (Product product : products()) {
            for (DType dtype : DType.values()) {
                product.assertWithinBound(dtype, product.on(backend, dtype));
            }
        }
    }

    /** The step from the inherited kernel to native code: the same cases on both sides of it. */
    @Test
    void agreesAroundTheSizeOfTinyProducts() {
        Random random = new Random(21);
        for (int m = 6; m <= 10; m++) {
            for (int n = 6; n <= 10; n++) {
                Product product = Product.random(m % 2 == 0, n % 2 == 0, m, n, 8, 1.5, 0.5, random);
                for (DType dtype : DType.values()) {
                    product.assertWithinBound(dtype, product.on(backend, dtype));
                }
            }
        }
    }

    @Test
    void sameBitsTwice() {
        for (Product product : products()) {
            for (DType dtype : DType.values()) {
                assertArrayEquals(product.on(backend, dtype), product.on(backend, dtype), product::toString);
            }
        }
    }

    @Test
    void betaZeroOverwritesNaN() {
        for (Product product : products()) {
            if (product.beta() == 0) {
                for (DType dtype : DType.values()) {
                    double[] clean = product.on(backend, dtype);
                    double[] before = product.c().clone();
                    Arrays.fill(product.c(), Double.NaN);
                    assertArrayEquals(clean, product.on(backend, dtype), product::toString);
                    System.arraycopy(before, 0, product.c(), 0, before.length);
                }
            }
        }
    }

    @Test
    void noTermsLeaveBetaTimesC() {
        for (DType dtype : DType.values()) {
            Product kept = Product.random(false, true, 70, 90, 0, 1, 0.5, new Random(5));
            double[] half = Arrays.stream(kept.c()).map(c -> 0.5 * c).toArray();
            assertArrayEquals(half, kept.on(backend, dtype));
            Product cleared = Product.random(true, false, 70, 90, 0, 1, 0, new Random(5));
            Arrays.fill(cleared.c(), Double.NaN);
            assertArrayEquals(new double[70 * 90], cleared.on(backend, dtype));
        }
    }

    @Test
    void infinityAndNaNSpreadAsInTheDefinition() {
        Random random = new Random(6);
        double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0, 0};
        for (Product product : products()) {
            for (double[] operand : new double[][] {product.a(), product.b()}) {
                for (int i = random.nextInt(100); i < operand.length; i += 1 + random.nextInt(400)) {
                    operand[i] = special[random.nextInt(special.length)];
                }
            }
            for (DType dtype : DType.values()) {
                product.assertWithinBound(dtype, product.on(backend, dtype));
            }
        }
    }

    @Test
    void multipliesAMatrixByItself() {
        double[] values = Product.values(40 * 40, new Random(7));
        Product square = new Product(false, true, 40, 40, 40, 1, 0, values, values, new double[40 * 40]);
        Storage x = Product.stored(backend, DType.FLOAT64, values);
        Storage y = backend.allocate(DType.FLOAT64, 40 * 40);
        backend.dot(false, true, 40, 40, 40, 1, x, x, 0, y);
        square.assertWithinBound(DType.FLOAT64, Product.read(backend, y));
    }

    /** The affine layer is dot with beta = 1 onto the bias; its gradient is a transposed dot. */
    @Test
    void affineAgreesWithTheReference() {
        int rows = 100;
        int in = 784;
        int out = 50;
        Random random = new Random(8);
        double[] x = Product.values(rows * in, random);
        double[] w = Product.values(in * out, random);
        double[] b = Product.values(out, random);
        double[] dy = Product.values(rows * out, random);
        double[][] expected = affine(new ReferenceBackend(), DType.FLOAT64, rows, in, out, x, w, b, dy);
        for (DType dtype : DType.values()) {
            double[][] computed = affine(backend, dtype, rows, in, out, x, w, b, dy);
            double tolerance = dtype.unitRoundoff() * in * Math.sqrt(in);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], computed[i], tolerance, dtype + " output " + i);
            }
        }
        assertEquals("jblas", backend.name());
    }

    private static double[][] affine(
            TensorBackend on, DType dtype, int rows, int in, int out, double[] x, double[] w, double[] b, double[] dy) {
        Storage xs = Product.stored(on, dtype, x);
        Storage y = on.allocate(dtype, rows * out);
        on.affine(rows, in, out, xs, Product.stored(on, dtype, w), Product.stored(on, dtype, b), y);
        Storage dw = on.allocate(dtype, in * out);
        Storage db = on.allocate(dtype, out);
        on.affineBackward(rows, in, out, xs, Product.stored(on, dtype, dy), dw, db);
        return new double[][] {Product.read(on, y), Product.read(on, dw), Product.read(on, db)};
    }
}
