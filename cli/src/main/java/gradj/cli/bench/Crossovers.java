package gradj.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which backend is the fastest at one operation, by size.
 *
 * @param operation benchmark and parameters, but for backend and size
 * @param winners the fastest at each size at which two backends or more were measured, the smallest size first
 */
record Crossovers(String operation, List<Winner> winners) {
    /**
     * The fastest at one size.
     *
     * @param length n of square matrices, or hidden neurons
     * @param backend the fastest
     * @param lead how many times as long the next one takes, 1 or more
     */
    record Winner(int length, String backend, double lead) {
        /** Less than one run differs from the next. */
        private static final double TIE = 1.1;

        boolean isTie() {
            return lead < TIE;
        }
    }

    /** Of each operation that was measured at more than one size, in the order in which they were measured. */
    static List<Crossovers> of(Results results) {
        return results.scores().stream()
                .filter(score -> !score.backend().isEmpty() && score.length().isPresent())
                .collect(Collectors.groupingBy(Score::operation, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(operation -> new Crossovers(operation.getKey(), winners(operation.getValue())))
                .filter(crossovers -> crossovers.winners().size() > 1)
                .toList();
    }

    private static List<Winner> winners(List<Score> scores) {
        Map<Integer, List<Score>> bySize = scores.stream()
                .collect(Collectors.groupingBy(
                        score -> score.length().orElseThrow(), TreeMap::new, Collectors.toList()));
        List<Winner> winners = new ArrayList<>();
        bySize.forEach((length, candidates) -> {
            if (candidates.size() > 1) {
                List<Score> ranked = candidates.stream()
                        .sorted(Comparator.comparingDouble(Score::microseconds))
                        .toList();
                double lead = ranked.get(1).microseconds() / ranked.get(0).microseconds();
                winners.add(new Winner(length, ranked.get(0).backend(), lead));
            }
        });
        return List.copyOf(winners);
    }

    /** Where the fastest changes, as in {@code a tie from 16, vector from 128}. */
    String summary() {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Winner winner : winners) {
            String fastest = winner.isTie() ? "a tie" : winner.backend();
            if (!fastest.equals(before)) {
                text.append(text.isEmpty() ? "" : ", ").append(fastest + " from " + winner.length());
            }
            before = fastest;
        }
        return text.toString();
    }
}
