package gradj.play.net;

import gradj.gradcheck.ParameterReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page shows of a net. */
public final class NetView {
    private NetView() {}

    /** What a net is doing. */
    public enum State {
        PAUSED,
        RUNNING,
        DIVERGED
    }

    /**
     * A net before its next step; sent when a page begins to watch it, and after each reset.
     *
     * @param layers in words
     * @param parameters how many numbers are learned
     * @param classNames one for each class
     * @param plane its samples as points, if they are such
     * @param imageSide of images that can be drawn for the net; 0 for none
     * @param curve what was measured until now
     */
    public record Begin(
            String layers,
            int parameters,
            List<String> classNames,
            int trainSize,
            int testSize,
            String backend,
            @Nullable Plane plane,
            int imageSide,
            List<Measured> curve) {}

    /**
     * Points in a plane, and the part of the plane that is drawn as a map.
     *
     * @param train two coordinates of each point to learn from, one point after the other
     * @param trainClasses their classes
     * @param half the map goes from -half to half in both directions
     */
    public record Plane(
            String xName,
            String yName,
            float[] train,
            int[] trainClasses,
            float[] test,
            int[] testClasses,
            double half) {}

    /**
     * A point of the curves.
     *
     * @param loss the mean of the batches since the point before
     */
    public record Measured(int iteration, double loss, double trainAccuracy, double testAccuracy) {}

    /**
     * The net as it is.
     *
     * @param message what went wrong, in a sentence
     * @param parameters weights and their gradients as pictures
     * @param activations of the hidden layers
     * @param map of {@link #MAP_SIDE} rows: two bytes of each place, its class and how probable it is, 0 to 255; in base 64
     */
    public record Frame(
            State state,
            @Nullable String message,
            int iteration,
            double epoch,
            double stepsPerSecond,
            List<Picture> parameters,
            List<Activations> activations,
            @Nullable String map) {}

    /** The sides of a {@link Frame#map}. */
    public static final int MAP_SIDE = 48;

    /**
     * A matrix as a picture: a signed byte of each element, in base 64, 127 of the largest.
     *
     * @param columns those that are shown: the first ones of a large matrix
     * @param largest the largest magnitude
     */
    public record Picture(
            String name,
            int rows,
            int columns,
            String values,
            double largest,
            @Nullable String gradients,
            double largestGradient) {}

    /**
     * What comes out of a hidden layer for some samples.
     *
     * @param counts a histogram from {@code low} to {@code high}
     * @param dead units of a ReLU that give 0 for every sample
     * @param saturated units of a sigmoid or tanh that are near an end for nearly every sample
     */
    public record Activations(
            String layer,
            double low,
            double high,
            int[] counts,
            int units,
            List<Integer> dead,
            List<Integer> saturated) {}

    /** What changed: the newest frame, and all points of the curves since the update before. */
    public record Update(Frame frame, List<Measured> points) {
        /** A page that missed more gets the newest. */
        private static final int MOST_POINTS = 1000;
        /** This update for a page that did not get the one before. */
        public Update after(Update missed) {
            List<Measured> all = new ArrayList<>(missed.points);
            all.addAll(points);
            return new Update(frame, all.subList(Math.max(0, all.size() - MOST_POINTS), all.size()));
        }
    }

    /**
     * How a net reads a drawing.
     *
     * @param image the drawing as the net gets it, a byte of each pixel, in base 64; empty if nothing is drawn
     * @param probabilities one of each class
     * @param units what the units of the first hidden layer give
     */
    public record Reading(String image, int side, double[] probabilities, float[] units) {}

    /** A gradient check, a line for each parameter. */
    public record Checked(List<Line> lines) {
        /**
         * A parameter.
         *
         * @param checked how many of its elements were compared
         * @param outcome wrong, passed, or not checked: as of gradients that are all 0, or hidden by rounding
         */
        public record Line(
                String parameter,
                int checked,
                double meanDifference,
                double largestRelative,
                int kinks,
                ParameterReport.Outcome outcome) {}
    }
}
