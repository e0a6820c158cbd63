package gradj.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two runs side by side. A machine that is half as fast takes twice the time without gradj being slower: times are
 * multiplied by what the ruler of the same run says the machine can do, arithmetic or memory.
 *
 * @param changes of what both runs measured, the one that slowed down most first
 * @param onlyBefore what only the first run measured
 * @param onlyAfter what only the second run measured
 */
public record Comparison(List<Change> changes, List<String> onlyBefore, List<String> onlyAfter) {
    /**
     * One benchmark in both runs.
     *
     * @param name benchmark and parameters
     * @param before microseconds a call in the first run
     * @param after microseconds a call in the second run
     * @param machine the second machine's speed by the first's, by the ruler; 1 where one of them lacks it
     * @param slowdown after / before with the machine's speed divided out: 2 is twice as slow
     */
    public record Change(String name, double before, double after, double machine, double slowdown) {}

    /**
     * Compares.
     *
     * @throws BenchmarkException if the runs have no benchmark in common
     */
    public static Comparison of(Results before, Results after) {
        Map<String, Score> first = byName(before);
        Map<String, Score> second = byName(after);
        Rulers firstRulers = new Rulers(before);
        Rulers secondRulers = new Rulers(after);
        List<Change> changes = new ArrayList<>();
        first.forEach((name, a) -> {
            Score b = second.get(name);
            if (b != null) {
                double machine = ratio(secondRulers.limit(b), firstRulers.limit(a));
                double slowdown = b.microseconds() * machine / a.microseconds();
                changes.add(new Change(name, a.microseconds(), b.microseconds(), machine, slowdown));
            }
        });
        if (changes.isEmpty()) {
            throw new BenchmarkException("the two files have no benchmark in common: nothing to compare");
        }
        changes.sort(Comparator.comparingDouble(Change::slowdown).reversed());
        return new Comparison(List.copyOf(changes), without(first, second), without(second, first));
    }

    private static Map<String, Score> byName(Results results) {
        Map<String, Score> scores = new LinkedHashMap<>();
        results.scores().stream()
                .filter(score -> !Rulers.isRuler(score))
                .forEach(score -> scores.put(score.name(), score));
        return scores;
    }

    private static double ratio(OptionalDouble after, OptionalDouble before) {
        return after.isPresent() && before.isPresent() ? after.getAsDouble() / before.getAsDouble() : 1;
    }

    private static List<String> without(Map<String, Score> some, Map<String, Score> others) {
        return some.keySet().stream().filter(name -> !others.containsKey(name)).toList();
    }

    /** Those that became slower than {@code factor} times. */
    public List<Change> slowerThan(double factor) {
        return changes.stream().filter(change -> change.slowdown() > factor).toList();
    }

    /** What changed by more than the factor either way, what cannot be compared, and a sentence at the end. */
    public String report(double factor) {
        StringBuilder text = new StringBuilder();
        for (Change change : changes) {
            if (change.slowdown() > factor || change.slowdown() < 1 / factor) {
                boolean slower = change.slowdown() > 1;
                text.append(String.format(
                        Locale.ROOT,
                        "%.2f times as %s: %s: %.4g -> %.4g us (machine: %.2f)%n",
                        slower ? change.slowdown() : 1 / change.slowdown(),
                        slower ? "slow" : "fast",
                        change.name(),
                        change.before(),
                        change.after(),
                        change.machine()));
            }
        }
        onlyBefore.forEach(name -> text.append(String.format("only in the first: %s%n", name)));
        onlyAfter.forEach(name -> text.append(String.format("only in the second: %s%n", name)));
        int slower = slowerThan(factor).size();
        return text.append(String.format(
                        Locale.ROOT,
                        "%s of %d got slower than %s times, with the machine's speed divided out%n",
                        slower == 0 ? "none" : String.valueOf(slower),
                        changes.size(),
                        factor))
                .toString();
    }
}
