package gradj.train;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A confusion matrix as text for a terminal. */
final class ConfusionTable {
    /** Characters of a line. */
    private static final int WIDTH = 100;

    private static final int LONGEST_NAME = 24;
    private static final int LONGEST_HEADING = 12;

    /** Above a matrix's names of rows, which are no shorter. */
    private static final String CORNER = "true \\ predicted";

    /** Of more classes not every one has a line. */
    private static final int MOST_CLASSES = 50;

    private static final int SHOWN_OF_MORE = 20;

    private final ConfusionMatrix matrix;
    private final boolean areNumbers;
    private final StringBuilder text = new StringBuilder();

    ConfusionTable(ConfusionMatrix matrix) {
        this.matrix = matrix;
        this.areNumbers = IntStream.range(0, matrix.classes())
                .allMatch(i -> matrix.classNames().get(i).equals(Integer.toString(i)));
    }

    String text() {
        int names = Math.max(
                CORNER.length(),
                IntStream.range(0, matrix.classes())
                        .map(i -> length(row(i)))
                        .max()
                        .orElse(0));
        boolean haveNames = IntStream.range(0, matrix.classes())
                .allMatch(i -> length(safe(matrix.classNames().get(i))) <= LONGEST_HEADING);
        if (!addMatrix(names, haveNames ? i -> safe(matrix.classNames().get(i)) : Integer::toString)
                && !addMatrix(names, Integer::toString)) {
            addPairs(names);
        }
        text.append('\n');
        addClasses(names);
        return text.toString();
    }

    /** Nothing, if the lines would be too long. */
    private boolean addMatrix(int names, IntFunction<String> heading) {
        int cell = IntStream.range(0, matrix.classes())
                .map(i -> Math.max(length(heading.apply(i)), digits(i)))
                .max()
                .orElse(0);
        if (names + matrix.classes() * (cell + 1L) > WIDTH) {
            return false;
        }
        text.append(left(CORNER, names));
        IntStream.range(0, matrix.classes()).forEach(i -> text.append(right(heading.apply(i), cell + 1)));
        for (int truth = 0; truth < matrix.classes(); truth++) {
            text.append('\n').append(left(row(truth), names));
            for (int said = 0; said < matrix.classes(); said++) {
                text.append(right(Integer.toString(matrix.count(truth, said)), cell + 1));
            }
        }
        text.append('\n');
        return true;
    }

    /** Of the largest count of a class's column. */
    private int digits(int said) {
        return IntStream.range(0, matrix.classes())
                .map(truth -> Integer.toString(matrix.count(truth, said)).length())
                .max()
                .orElse(0);
    }

    private void addPairs(int names) {
        List<ConfusionMatrix.Confusion> pairs = matrix.mostConfused(SHOWN_OF_MORE);
        text.append(matrix.classes() + " classes, the pairs that are most often confused:\n");
        text.append(left("true", names) + "  " + left("predicted", names) + " samples\n");
        for (ConfusionMatrix.Confusion pair : pairs) {
            text.append(left(row(pair.truth()), names))
                    .append("  ")
                    .append(left(row(pair.predicted()), names))
                    .append(right(Integer.toString(pair.samples()), 8))
                    .append('\n');
        }
        if (pairs.isEmpty()) {
            text.append("none\n");
        }
    }

    private void addClasses(int names) {
        List<Integer> shown = IntStream.range(0, matrix.classes()).boxed().collect(Collectors.toList());
        String title = "";
        if (shown.size() > MOST_CLASSES) {
            shown.removeIf(i -> !occurs(i));
            shown.sort(Comparator.comparingDouble(matrix::f1));
            shown = shown.subList(0, Math.min(SHOWN_OF_MORE, shown.size()));
            title = "the smallest F1";
        }
        text.append(left(title, names)).append(" precision    recall        F1   samples\n");
        shown.forEach(i ->
                addLine(left(row(i), names), matrix.precision(i), matrix.recall(i), matrix.f1(i), matrix.samples(i)));
        addLine(
                left("mean of classes", names),
                matrix.macroPrecision(),
                matrix.macroRecall(),
                matrix.macroF1(),
                matrix.samples());
        text.append(String.format(
                Locale.ROOT, "accuracy %.4f: %d of %d right\n", matrix.accuracy(), matrix.right(), matrix.samples()));
        tell("neither true nor predicted, left out of the means: ", i -> !occurs(i));
        tell("never predicted, so their precision counts as 0: ", i -> matrix.predicted(i) == 0 && occurs(i));
        tell("predicted but of no sample, so their recall counts as 0: ", i -> matrix.samples(i) == 0 && occurs(i));
    }

    private boolean occurs(int number) {
        return matrix.samples(number) + matrix.predicted(number) > 0;
    }

    private void addLine(String name, double precision, double recall, double f1, int samples) {
        text.append(name)
                .append(String.format(Locale.ROOT, " %9.4f %9.4f %9.4f %9d\n", precision, recall, f1, samples));
    }

    private void tell(String what, Function<Integer, Boolean> is) {
        List<Integer> found =
                IntStream.range(0, matrix.classes()).boxed().filter(is::apply).toList();
        if (found.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(what);
        for (int i = 0; i < found.size(); i++) {
            String name = (i == 0 ? "" : ", ") + row(found.get(i));
            if (i > 0 && length(line.toString()) + length(name) + 12 > WIDTH) {
                line.append(" and ").append(found.size() - i).append(" more");
                break;
            }
            line.append(name);
        }
        text.append(line).append('\n');
    }

    /** As in {@code 3 virginica}, so that a cut name and a number above a column are told apart. */
    private String row(int number) {
        String name = safe(matrix.classNames().get(number));
        return cut(areNumbers ? name : number + " " + name);
    }

    private static String cut(String name) {
        if (length(name) <= LONGEST_NAME) {
            return name;
        }
        return name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 2)) + "..";
    }

    /** What a terminal would take for a command becomes a question mark. */
    private static String safe(String name) {
        return name.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int length(String name) {
        return name.codePointCount(0, name.length());
    }

    private static String left(String name, int width) {
        return name + spaces(width - length(name));
    }

    private static String right(String name, int width) {
        return spaces(width - length(name)) + name;
    }

    private static String spaces(int count) {
        return String.join("", Collections.nCopies(Math.max(0, count), " "));
    }
}
