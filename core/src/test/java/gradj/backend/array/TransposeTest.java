package gradj.backend.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transpose on both sides of the sizes at which its tiles, groups of columns and threads begin and end. */
class TransposeTest {
    private static final float UNTOUCHED = -1;

    @ParameterizedTest
    @CsvSource({
        "0,3", "3,0", "1,1", "1,40", "40,1", "15,40", "16,7", "16,8", "17,9", "31,33", "255,100", "256,32", "257,65",
        "512,64", "513,129", "1030,37", "4096,9", "9,4096", "256,256"
    })
    void eachElementIsWhereItBelongsForAnyNumberOfThreads(int rows, int columns) {
        float[] floats = new float[rows * columns];
        double[] doubles = new double[rows * columns];
        for (int i = 0; i < rows * columns; i++) {
            floats[i] = i;
            doubles[i] = i;
        }
        for (int threads = 1; threads <= 3; threads++) {
            float[] transposedFloats = new float[rows * columns + 1];
            double[] transposedDoubles = new double[rows * columns + 1];
            transposedFloats[rows * columns] = UNTOUCHED;
            transposedDoubles[rows * columns] = UNTOUCHED;
            try (Parallel parallel = new Parallel(threads)) {
                FloatTranspose.transpose(rows, columns, floats, transposedFloats, parallel);
                DoubleTranspose.transpose(rows, columns, doubles, transposedDoubles, parallel);
            }
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertEquals(i * columns + j, transposedFloats[j * rows + i]);
                    assertEquals(i * columns + j, transposedDoubles[j * rows + i]);
                }
            }
            assertEquals(UNTOUCHED, transposedFloats[rows * columns]);
            assertEquals(UNTOUCHED, transposedDoubles[rows * columns]);
        }
    }
}
