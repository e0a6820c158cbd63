package gradj.train;

import gradj.data.Batches;
import gradj.nn.Network;
import gradj.nn.SigmoidWithLoss;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which class a classifier takes for which: of the samples of each class, how many are said to be of each. What follows from
 * it for each class are its precision, recall and F1. Printed it is a table.
 *
 * <p>Every sample counts the same, whatever its weight in the loss. It never changes; any number of threads may read it.
 */
public final class ConfusionMatrix {
    private final int[][] counts;
    private final List<String> classNames;
    private final ClassCounts sums;

    private ConfusionMatrix(int[][] counts, List<String> classNames) {
        this.counts = counts;
        this.classNames = classNames;
        this.sums = new ClassCounts(counts.length);
        for (int truth = 0; truth < counts.length; truth++) {
            for (int said = 0; said < counts.length; said++) {
                sums.samples()[truth] = Math.addExact(sums.samples()[truth], counts[truth][said]);
                sums.predicted()[said] = Math.addExact(sums.predicted()[said], counts[truth][said]);
            }
            sums.right()[truth] = counts[truth][truth];
        }
    }

    /**
     * Of a net on these samples, which are gone through a piece at a time. A sample is said to be of the class of its largest
     * score, and is of the one that its label names: a class number, or the largest share of a row. A net of one yes or no has
     * the classes 0, no, and 1, yes, a score above 0 and a target from 1/2 on.
     *
     * @param classNames of the classes 0, 1, ..., or none: then they are called by their numbers, or no and yes
     * @throws IllegalArgumentException if there are no samples, the names are not as many as the classes, or samples have no
     *     class: the targets are numbers, or several answers yes or no
     * @throws gradj.tensor.ShapeException if scores and targets do not fit, or the scores are of one class
     * @throws ArithmeticException if a score is NaN
     */
    public static ConfusionMatrix of(Network net, Batches data, String... classNames) {
        int[][][] counts = new int[1][][];
        NamedClasses.forEachPiece(net, data, piece -> {
            if (piece.from() == 0) {
                requireNames(piece.classes(), classNames);
                counts[0] = new int[piece.classes()][piece.classes()];
            }
            for (int i = 0; i < piece.truth().length; i++) {
                counts[0][piece.truth()[i]][piece.predicted()[i]]++;
            }
        });
        boolean isYesNo = net.loss() instanceof SigmoidWithLoss;
        return new ConfusionMatrix(counts[0], names(counts[0].length, isYesNo, classNames));
    }

    /**
     * Of a net whose K scores each answer yes or no, one of each answer: its classes are 0, no, and 1, yes.
     *
     * @throws IllegalArgumentException if there are no samples, or the net's loss is not {@link SigmoidWithLoss}
     * @throws gradj.tensor.ShapeException if scores and targets do not fit
     * @throws ArithmeticException if a score is NaN
     */
    public static List<ConfusionMatrix> ofAnswers(Network net, Batches data) {
        if (!(net.loss() instanceof SigmoidWithLoss)) {
            throw new IllegalArgumentException(
                    "expected a net whose scores answer yes or no, by SigmoidWithLoss, got one by "
                            + net.loss().getClass().getSimpleName());
        }
        NamedClasses.requireSamples(data);
        List<int[][]> counts = new ArrayList<>();
        Evaluation.forEachPiece(net, data, (from, scores, targets) -> {
            NamedClasses.requireTargets(net.loss(), from, targets);
            addAnswers(counts, scores, targets);
        });
        return counts.stream()
                .map(each -> new ConfusionMatrix(each, names(2, true)))
                .toList();
    }

    private static void addAnswers(List<int[][]> counts, Tensor scores, Tensor targets) {
        double[] y = NumberMetric.numbers("yes or no", scores, targets);
        double[] t = targets.toDoubleArray();
        int answers = NumberMetric.columns(scores);
        while (counts.size() < answers) {
            counts.add(new int[2][2]);
        }
        for (int i = 0; i < y.length; i++) {
            counts.get(i % answers)[ClassMetric.isTrue(t[i]) ? 1 : 0][ClassMetric.isYes(y[i]) ? 1 : 0]++;
        }
    }

    /**
     * Of counts that are known.
     *
     * @param counts [true][predicted], square, none below 0; copied
     * @param classNames one of each class, or none
     * @throws IllegalArgumentException if they are not like that
     */
    public static ConfusionMatrix of(int[][] counts, String... classNames) {
        int classes = counts.length;
        if (classes < 2) {
            throw new IllegalArgumentException("confusion matrix: expected two classes or more, got " + classes);
        }
        for (int[] row : counts) {
            if (row.length != classes || Arrays.stream(row).anyMatch(count -> count < 0)) {
                throw new IllegalArgumentException("confusion matrix: expected rows of " + classes
                        + " counts, none below 0, got " + Arrays.toString(row));
            }
        }
        requireNames(classes, classNames);
        return new ConfusionMatrix(
                Stream.of(counts).map(int[]::clone).toArray(int[][]::new), names(classes, false, classNames));
    }

    private static void requireNames(int classes, String[] names) {
        if (names.length != 0 && names.length != classes) {
            throw new IllegalArgumentException(
                    "class names: expected one of each of " + classes + " classes, or none, got " + names.length);
        }
    }

    private static List<String> names(int classes, boolean isYesNo, String... names) {
        if (names.length > 0) {
            return List.of(names);
        }
        return isYesNo
                ? List.of("no", "yes")
                : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** C, how many classes there are. */
    public int classes() {
        return counts.length;
    }

    /** What the classes are called, class 0 first. */
    public List<String> classNames() {
        return classNames;
    }

    /** How many samples of a class are said to be of another one, or of the same. */
    public int count(int truth, int predicted) {
        Objects.checkIndex(truth, counts.length);
        Objects.checkIndex(predicted, counts.length);
        return counts[truth][predicted];
    }

    /** All counts, [true][predicted]. */
    public int[][] counts() {
        return Stream.of(counts).map(int[]::clone).toArray(int[][]::new);
    }

    /** How many samples there are. */
    public int samples() {
        return Arrays.stream(sums.samples()).sum();
    }

    /** How many of them are of this class; scikit-learn calls it the support. */
    public int samples(int number) {
        return sums.samples()[Objects.checkIndex(number, counts.length)];
    }

    /** How many samples are said to be of this class. */
    public int predicted(int number) {
        return sums.predicted()[Objects.checkIndex(number, counts.length)];
    }

    /** How many samples are said to be what they are. */
    public int right() {
        return Arrays.stream(sums.right()).sum();
    }

    /** The part of the samples, 0 to 1, that are said to be what they are; 0 of no samples. */
    public double accuracy() {
        return samples() == 0 ? 0 : (double) right() / samples();
    }

    /** Of the samples said to be of this class the part that is; 0 if there are none, see {@link #predicted}. */
    public double precision(int number) {
        return sums.precision(Objects.checkIndex(number, counts.length));
    }

    /** Of the samples of this class the part said to be; 0 if there are none, see {@link #samples(int)}. */
    public double recall(int number) {
        return sums.recall(Objects.checkIndex(number, counts.length));
    }

    /** The harmonic mean of precision and recall of this class; 0 if both are. */
    public double f1(int number) {
        return sums.f1(Objects.checkIndex(number, counts.length));
    }

    /** The mean precision of the classes that a sample is of or is said to be of; see {@link Metric#macroPrecision}. */
    public double macroPrecision() {
        return sums.macro(sums::precision);
    }

    /** The mean recall of the same classes. */
    public double macroRecall() {
        return sums.macro(sums::recall);
    }

    /** The mean F1 of the same classes. */
    public double macroF1() {
        return sums.macro(sums::f1);
    }

    /**
     * Two classes, the first of which is taken for the second.
     *
     * @param samples how often
     */
    public record Confusion(int truth, int predicted, int samples) {}

    /** The pairs of two classes of which one is taken for the other, the most frequent first; this many at most. */
    public List<Confusion> mostConfused(int most) {
        List<Confusion> pairs = new ArrayList<>();
        for (int truth = 0; truth < counts.length; truth++) {
            for (int said = 0; said < counts.length; said++) {
                if (said != truth && counts[truth][said] > 0) {
                    pairs.add(new Confusion(truth, said, counts[truth][said]));
                }
            }
        }
        pairs.sort((a, b) -> Integer.compare(b.samples(), a.samples())); // of equals the first class first
        return List.copyOf(pairs.subList(0, Math.min(most, pairs.size())));
    }

    /**
     * The counts as a table, rows true and columns predicted, and a table of precision, recall and F1; lines of 100 characters
     * at most. Of more classes than fit, the pairs that are most often confused, and the classes of the smallest F1.
     */
    @Override
    public String toString() {
        return new ConfusionTable(this).text();
    }
}
