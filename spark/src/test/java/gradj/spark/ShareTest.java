package gradj.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.backend.Backends;
import gradj.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** A worker's rows in memory. */
class ShareTest {
    private static final Tensors TENSORS = Backends.float32();

    /** What number i of 256 different ones is: zeros of both signs among them. */
    private static float value(int i) {
        return i == 255 ? -0f : i / 255f;
    }

    private static Chunk chunk(int from, int rows, int width) {
        return chunk(from, rows, features(from, rows, width));
    }

    private static float[] features(int from, int rows, int width) {
        float[] features = new float[rows * width];
        for (int i = 0; i < features.length; i++) {
            features[i] = value((from * width + i) % 256);
        }
        return features;
    }

    private static Chunk chunk(int from, int rows, float[] features) {
        float[] labels = new float[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = (from + i) % 3;
        }
        return Chunk.of(0, 0, from, features, labels);
    }

    private static void assertHolds(Share share, int... places) {
        float[] expected = new float[places.length * 100];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = value((places[i / 100] * 100 + i % 100) % 256);
        }
        assertArrayEquals(expected, share.features(places, TENSORS).toFloatArray());
    }

    @Test
    void aByteHoldsEachOf256Values() {
        Share share = new Share(10, 100);
        share.put(4, chunk(4, 6, 100));
        share.put(0, chunk(0, 4, 100));
        assertEquals(1000, share.bytes());
        assertHolds(share, 0, 9, 3, 3);
        assertArrayEquals(
                new float[] {0, 0, 1, 0, 1, 0},
                share.classes(new int[] {5, 7}, 3, TENSORS).toFloatArray());
        assertArrayEquals(
                new float[] {2, 1}, share.numbers(new int[] {5, 7}, TENSORS).toFloatArray());
    }

    @Test
    void theNextValueMakesFloatsOfAll() {
        Share share = new Share(10, 100);
        share.put(4, chunk(4, 6, 100));
        float[] features = features(0, 4, 100);
        features[250] = 7;
        share.put(0, chunk(0, 4, features));
        assertEquals(4000, share.bytes());
        assertHolds(share, 0, 9, 3, 3);
        assertEquals(7, share.features(new int[] {2}, TENSORS).toFloatArray()[50]);
    }

    /** A chunk may have more than 256 of its own, and the next one few. */
    @Test
    void chunksWithoutCodesAndWithThem() {
        Share share = new Share(10, 100);
        float[] different = features(4, 6, 100);
        for (int i = 0; i < 300; i++) {
            different[i] = i + 0.5f;
        }
        Chunk first = chunk(4, 6, different);
        assertEquals(100, first.width());
        share.put(4, first);
        share.put(0, chunk(0, 4, 100));
        assertHolds(share, 0, 9, 3, 3);
        assertEquals(207.5f, share.features(new int[] {6}, TENSORS).toFloatArray()[7]);
    }
}
