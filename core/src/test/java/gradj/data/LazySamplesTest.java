package gradj.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradj.backend.JavaBackend;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples that become tensors when a batch needs them are the samples that were tensors before. */
class LazySamplesTest {
    private static final Tensors FLOAT32 = new Tensors(new JavaBackend(1), DType.FLOAT32);

    /** Every grey value, and more pixels than go through the buffer at once. */
    private static LabeledImages images() {
        byte[] pixels = new byte[90 * 28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31 + i / 256);
        }
        byte[] labels = new byte[90];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 7);
        }
        return LabeledImages.of(28, 28, pixels, labels);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void batchesOfImagesAreTheBitsOfTheirTensors(DType dtype) {
        Tensors tensors = new Tensors(new JavaBackend(1), dtype);
        Dataset expected = Dataset.of(images(), tensors);
        Batches lazy = LazySamples.of(images(), 10, tensors);
        assertEquals(90, lazy.size());
        for (int[] rows : new int[][] {
            {3}, {89, 0, 41, 41, 7}, IntStream.range(0, 90).map(i -> 89 - i).toArray(), {}
        }) {
            assertSame(expected.batch(rows).x(), lazy.batch(rows).x());
            assertSame(expected.batch(rows).t(), lazy.batch(rows).t());
            assertSame(expected.batch(rows).t(), lazy.targets(rows));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> lazy.batch(90));
    }

    private static void assertSame(Tensor expected, Tensor found) {
        assertEquals(expected.shape(), found.shape());
        assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray());
    }

    @Test
    void chosenAndWeightedOnesKeepTheirTargets() {
        Dataset dataset = Dataset.of(images(), FLOAT32);
        Batches lazy = LazySamples.of(images(), 10, FLOAT32);
        assertSame(dataset.batch(30, 10).t(), lazy.rows(10, 20, 30).targets(2, 0));
        assertSame(
                dataset.batch(5).t(),
                lazy.weighted(FLOAT32.full(Shape.of(90), 2)).targets(5));
        assertSame(dataset.batch(5).t(), dataset.targets(5));
        assertSame(dataset.batch(5).t(), new Samples(dataset.x(), dataset.t()).targets(5));
    }

    @Test
    void aClassThatTheNetLacksIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> LazySamples.of(images(), 5, FLOAT32));
        assertEquals("label 5 is class 5, expected 0 to 4 for 5 classes", refused.getMessage());
        assertThrows(ShapeException.class, () -> LazySamples.of(images(), 1, FLOAT32));
    }

    @Test
    void rowsOfAnyKindBecomeSamples() {
        RowReader images = new Numbers(Shape.of(2, 2), new double[][] {{0, 255, 51, 1}, {2, 3, 4, 5}});
        RowReader labels = new Numbers(Shape.of(), new double[][] {{2}, {0}});
        Batch batch = new LazySamples(images, labels, FLOAT32).batch(1, 0);
        assertEquals(Shape.of(2, 2, 2), batch.x().shape());
        assertArrayEquals(new float[] {2, 3, 4, 5, 0, 255, 51, 1}, batch.x().toFloatArray());
        assertSame(FLOAT32.vector(0, 2), batch.t());

        batch = new LazySamples(images.greys().reshape(Shape.of(4)), labels.oneHot(3), FLOAT32).batch(0);
        assertEquals(Shape.of(1, 4), batch.x().shape());
        assertArrayEquals(new float[] {0, 1, 51 / 255f, 1 / 255f}, batch.x().toFloatArray());
        assertArrayEquals(new float[] {0, 0, 1}, batch.t().toFloatArray());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        RowReader two = new Numbers(Shape.of(2), new double[][] {{0, 256}, {0.5, 3}});
        RowReader three = new Numbers(Shape.of(), new double[][] {{0}, {3}, {0.5}});
        assertEquals(
                "LazySamples: expected a target for each sample, got 2 samples [2] and 3 targets []",
                assertThrows(ShapeException.class, () -> new LazySamples(two, three, FLOAT32))
                        .getMessage());
        assertEquals(
                "row 1 holds 0.5: expected grey values, whole numbers from 0 to 255",
                assertThrows(IllegalArgumentException.class, () -> two.greys().read(1, new float[2], 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> two.greys().read(0, new double[2], 0));
        assertThrows(ShapeException.class, () -> two.oneHot(4));
        assertThrows(ShapeException.class, () -> two.reshape(Shape.of(3)));
        assertEquals(
                "label 1 is class 3, expected 0 to 2 for 3 classes",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> three.oneHot(3).read(1, new float[3], 0))
                        .getMessage());
        assertEquals(
                "label 2 is 0.5, no class number",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> three.oneHot(3).read(2, new double[3], 0))
                        .getMessage());
    }

    /** The JVM throws it when the bytes that were found missing have long been used: the reader of them tells why. */
    @Test
    void aFaultOfMappedMemoryIsToldByTheReaderWhereverItComes() {
        RowReader rows = new Numbers(Shape.of(1), new double[][] {{1}});
        DataException cut = new DataException(Path.of("x"), "x: was cut");
        InternalError fault = new InternalError("a fault of memory");
        for (boolean isCut : new boolean[] {true, false}) {
            RowReader faulty = new RowReader() {
                @Override
                public int count() {
                    return 1;
                }

                @Override
                public Shape shape() {
                    return rows.shape();
                }

                @Override
                public void read(int row, float[] target, int offset) {
                    throw fault;
                }

                @Override
                public void read(int row, double[] target, int offset) {
                    throw fault;
                }

                @Override
                public void requireIntact() {
                    if (isCut) {
                        throw cut;
                    }
                }
            };
            Batches samples = new LazySamples(faulty, rows, FLOAT32);
            Throwable thrown = assertThrows(Throwable.class, () -> samples.batch(0));
            assertEquals(isCut ? cut : fault, thrown);
        }
    }

    /** Rows of an array: what a reader of one's own takes. */
    private record Numbers(Shape shape, double[][] rows) implements RowReader {
        @Override
        public int count() {
            return rows.length;
        }

        @Override
        public void read(int row, float[] target, int offset) {
            for (int i = 0; i < shape.size(); i++) {
                target[offset + i] = (float) rows[row][i];
            }
        }

        @Override
        public void read(int row, double[] target, int offset) {
            System.arraycopy(rows[row], 0, target, offset, shape.size());
        }
    }
}
