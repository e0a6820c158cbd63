package gradj.spark;

import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All workers send their numbers to worker 0, which adds them up and sends the sum to all: two messages of delay however many
 * workers there are, but all numbers pass by one of them. They go in one piece, so that nobody waits for another to read.
 */
final class Star extends Exchange {
    Star(int worker, int workers) {
        super(worker, workers);
    }

    @Override
    int joined() {
        return 0;
    }

    @Override
    SortedSet<Integer> joining() {
        return worker > 0
                ? new TreeSet<>()
                : IntStream.range(1, workers).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    String exchange(float[] numbers) throws IOException {
        return worker == 0 ? sumOfAll(numbers) : askForSum(numbers);
    }

    private String sumOfAll(float[] numbers) throws IOException {
        String problem = "";
        for (int rank = 1; rank < workers; rank++) {
            String told = peer(rank).readProblem();
            problem = problem.isEmpty() ? told : problem;
            if (told.isEmpty()) {
                float[] other = peer(rank).read(numbers.length);
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] += other[i];
                }
            }
        }
        for (int rank = 1; rank < workers; rank++) {
            if (problem.isEmpty()) {
                peer(rank).write(Peer.NUMBERS);
                peer(rank).write(numbers, 0, numbers.length);
            } else {
                peer(rank).writeProblem(problem);
            }
        }
        return problem;
    }

    private String askForSum(float[] numbers) throws IOException {
        Peer leader = peer(0);
        leader.write(Peer.NUMBERS);
        leader.write(numbers, 0, numbers.length);
        String problem = leader.readProblem();
        if (problem.isEmpty()) {
            leader.read(numbers, 0, numbers.length);
        }
        return problem;
    }

    @Override
    void tell(String problem, int count) throws IOException {
        if (worker > 0) {
            peer(0).writeProblem(problem);
            peer(0).readProblem();
            return;
        }
        for (int rank = 1; rank < workers; rank++) {
            if (peer(rank).readProblem().isEmpty()) {
                peer(rank).skip(count);
            }
        }
        for (int rank = 1; rank < workers; rank++) {
            peer(rank).writeProblem(problem);
        }
    }
}
