package gradj.play.net;

import gradj.data.Samples;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.util.Arrays;

/** Points in a plane that no straight line parts, drawn at random; coordinates from about -1 to 1. */
final class Points {
    private Points() {}

    /** Puts a point of a class somewhere, without noise. */
    private interface Shaped {
        double[] point(int kind, double along);
    }

    /** Two half circles, each around an end of the other. */
    static PlayData moons(int count, double noise, long seed, Tensors tensors) {
        return draw(2, count, 0.4 * noise, seed, tensors, (kind, along) -> {
            double angle = Math.PI * along;
            return kind == 0
                    ? new double[] {0.6 * Math.cos(angle) - 0.3, 0.6 * Math.sin(angle) - 0.15}
                    : new double[] {0.3 - 0.6 * Math.cos(angle), 0.15 - 0.6 * Math.sin(angle)};
        });
    }

    /** Three arms of a spiral. */
    static PlayData spiral(int count, double noise, long seed, Tensors tensors) {
        return draw(3, count, 0.15 * noise, seed, tensors, (kind, along) -> {
            double angle = 4 * along + kind * 2 * Math.PI / 3;
            return new double[] {0.95 * along * Math.sin(angle), 0.95 * along * Math.cos(angle)};
        });
    }

    /** A disc in a ring. */
    static PlayData circles(int count, double noise, long seed, Tensors tensors) {
        return draw(2, count, 0.4 * noise, seed, tensors, (kind, along) -> {
            double angle = 2 * Math.PI * along * 37; // the whole turn many times: a point is anywhere on it
            double radius = kind == 0 ? 0.4 * Math.sqrt(along) : 0.8;
            return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
        });
    }

    private static PlayData draw(int classes, int count, double noise, long seed, Tensors tensors, Shaped shaped) {
        SeededRandom random = new SeededRandom(seed);
        double[] xs = new double[2 * count];
        int[] kinds = new int[count];
        for (int i = 0; i < count; i++) {
            kinds[i] = i % classes;
            double[] point = shaped.point(kinds[i], random.nextDouble());
            xs[2 * i] = point[0] + noise * random.nextGaussian();
            xs[2 * i + 1] = point[1] + noise * random.nextGaussian();
        }
        int train = count * 3 / 4;
        return PlayData.points(
                part(xs, kinds, classes, 0, train, tensors), part(xs, kinds, classes, train, count, tensors), classes);
    }

    private static Samples part(double[] xs, int[] kinds, int classes, int from, int to, Tensors tensors) {
        return new Samples(
                tensors.of(Shape.of(to - from, 2), Arrays.copyOfRange(xs, 2 * from, 2 * to)),
                tensors.oneHot(classes, Arrays.copyOfRange(kinds, from, to)));
    }
}
