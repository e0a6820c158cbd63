package gradj.data;

import gradj.tensor.SeededRandom;
import java.util.stream.IntStream;

/**
 * Handwritten-like digits that the program draws itself: 28x28 pixels like MNIST, but no file and no network needed.
 *
 * <p>Each image is a digit written with a pen of its own: one of several ways to write it, shaken, bent, turned,
 * slanted, scaled and moved, thick or thin, with soft edges and a little noise.
 *
 * <pre>{@code
 * Split digits = Digits.draw(1, 1000, 200);
 * }</pre>
 */
public final class Digits {
    private static final int TRAIN = 60_000;
    private static final int TEST = 10_000;
    private static final int MAX = 2_000_000;
    private static final int IMAGES_PER_TASK = 250;
    private static final int PIXELS = Pen.SIDE * Pen.SIDE;

    private Digits() {}

    /**
     * Draws as many digits as MNIST has: 60,000 to train on and 10,000 to test with.
     *
     * @param seed any number; the same seed gives the same images on every JDK and processor
     */
    public static Split draw(long seed) {
        return draw(seed, TRAIN, TEST);
    }

    /**
     * Draws digits; image {@code i} of each part depends on the seed and {@code i} alone, so that fewer images are the
     * beginning of more.
     *
     * @param seed any number; the same seed gives the same images on every JDK and processor
     * @param train how many images to train on, 1 to 2,000,000
     * @param test how many images to test with, 1 to 2,000,000; none of them is among the others
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Split draw(long seed, int train, int test) {
        check("train", train);
        check("test", test);
        SeededRandom random = new SeededRandom(seed);
        return new Split(part(random.fork(0), train), part(random.fork(1), test));
    }

    private static LabeledImages part(SeededRandom random, int count) {
        byte[] pixels = new byte[count * PIXELS];
        byte[] labels = new byte[count];
        int tasks = (count + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK;
        IntStream.range(0, tasks).parallel().forEach(task -> {
            Pen pen = new Pen();
            int end = Math.min(count, (task + 1) * IMAGES_PER_TASK);
            for (int i = task * IMAGES_PER_TASK; i < end; i++) {
                SeededRandom hand = random.fork(i);
                labels[i] = (byte) hand.nextInt(10);
                pen.write(labels[i], hand, pixels, i * PIXELS);
            }
        });
        return new LabeledImages(Pen.SIDE, Pen.SIDE, pixels, labels);
    }

    private static void check(String part, int count) {
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException("Digits: expected 1 to " + MAX + " " + part + " images, got " + count);
        }
    }
}
