package gradj.benchmarks;

import gradj.tensor.Tensor;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What reads one matrix X [rows, columns] and is limited by memory. */
@SuppressWarnings("NullAway.Init") // filled by JMH
public abstract class MatrixBenchmark extends BackendBenchmark {
    /** Rows and columns of X; 100 images of 784 pixels, 50 hidden neurons and 10 classes are the book's. */
    @Param({"16x16", "64x64", "256x256", "1024x1024", "2048x2048", "100x784", "100x50"})
    public String size = "";

    /** Rows of X. */
    int rows;

    /** Columns of X. */
    int columns;

    /** Seeded normal numbers, [rows, columns]. */
    Tensor x;

    /** Fills X, and compares every result with the definition's. */
    @Setup
    public void fill() {
        int[] lengths = sizes(size);
        rows = lengths[0];
        columns = lengths[1];
        x = gaussian(rows, columns);
        check(onReference(x));
    }

    /**
     * Compares what will be measured with what is right.
     *
     * @param reference X in float64 on the reference backend
     */
    abstract void check(Tensor reference);

    /** The bytes of so many matrices of the size of X. */
    final double bytes(double matrices) {
        return matrices * x.size() * dtype.bytes();
    }
}
