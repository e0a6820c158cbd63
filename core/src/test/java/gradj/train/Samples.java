package gradj.train;

import gradj.data.Dataset;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;

/** Small data sets for training tests. */
final class Samples {
    private Samples() {}

    /** Points of the plane around three corners, told apart by straight lines. */
    static Dataset corners(Tensors tensors, int count, long seed) {
        SeededRandom random = new SeededRandom(seed);
        double[] x = new double[2 * count];
        int[] classNumbers = new int[count];
        for (int i = 0; i < count; i++) {
            int corner = random.nextInt(3);
            classNumbers[i] = corner;
            x[2 * i] = (corner == 1 ? 2 : 0) + 0.3 * random.nextGaussian();
            x[2 * i + 1] = (corner == 2 ? 2 : 0) + 0.3 * random.nextGaussian();
        }
        return new Dataset(tensors.of(Shape.of(count, 2), x), tensors.oneHot(3, classNumbers));
    }

    /** Noise of the size of the book's images, with random labels. */
    static Dataset noise(Tensors tensors, int count) {
        SeededRandom random = new SeededRandom(1);
        int[] classNumbers = new int[count];
        for (int i = 0; i < count; i++) {
            classNumbers[i] = random.nextInt(10);
        }
        return new Dataset(tensors.gaussian(Shape.of(count, 784), 1, random), tensors.oneHot(10, classNumbers));
    }
}
