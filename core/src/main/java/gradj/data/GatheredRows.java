package gradj.data;

import gradj.tensor.Tensor;

/** Rows that a backend makes numbers of itself, where it can on all its threads and without a copy in between. */
interface GatheredRows extends RowReader {
    /**
     * y = the rows with these numbers, the very bits that {@link #read} gives.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    void gather(int[] rows, Tensor y);
}
