package gradj.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.optim.AdaGrad;
import gradj.optim.Adam;
import gradj.optim.Momentum;
import gradj.optim.Optimizer;
import gradj.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pages 18 to 22 of the learning path say what their programs show. */
class HowNetsLearnTest {
    // ---------------------------------------------------------------------------------------------- 18. Ways downhill

    @Test
    void momentumNeedsFewerStepsThanSgdOfTheSameRate() {
        int sgd = stepsToTheBottom(new Sgd(0.1));
        int momentum = stepsToTheBottom(new Momentum(0.1));
        assertTrue(3 * momentum < sgd, () -> momentum + " and " + sgd);
        assertTrue(stepsToTheBottom(new AdaGrad(1.5)) < momentum);
        assertTrue(stepsToTheBottom(new Adam(0.3)) < momentum);
    }

    /** The wall's slope 2 y allows no rate above 1; just below it SGD goes from wall to wall. */
    @Test
    void sgdCrossesTheValleyInEachStepWhereTheRateIsLarge() {
        double[][] path = Valley.path(new Sgd(0.95), 20);
        for (int step = 1; step < path.length; step++) {
            assertTrue(path[step][1] * path[step - 1][1] < 0, "step " + step);
        }
        assertTrue(Valley.height(Valley.path(new Sgd(1.05), 40)[40]) > Valley.height(path[0]));
    }

    /** Steps after which the height stays below a tenth. */
    private static int stepsToTheBottom(Optimizer optimizer) {
        double[][] path = Valley.path(optimizer, 300);
        int steps = path.length - 1;
        while (Valley.height(path[steps]) < 0.1) {
            steps--;
        }
        return steps + 1;
    }

    @Test
    void sgdOfTheSmallRateIsLastByFar() {
        Map<String, Series> losses = byName("FiveOptimizers");
        assertEquals(5, losses.size());
        double slow = series(losses, "Sgd 0.01").last();
        for (String other : List.of("Sgd 0.1", "Momentum 0.01", "AdaGrad 0.01", "Adam 0.001")) {
            assertTrue(3 * series(losses, other).last() < slow, other);
        }
    }

    // ----------------------------------------------------------------------------------------------- 19. First weights

    @Test
    void signalsFadeSaturateOrGoOn() {
        Map<String, Series> spreads = byName("FiveLayers");
        assertEquals(12, spreads.size());
        for (String name : List.of("sigmoid", "tanh", "relu")) {
            assertTrue(series(spreads, name + " std 0.01").last() < 1e-4, name);
        }
        assertTrue(series(spreads, "tanh Xavier").last() > 0.25);
        assertTrue(series(spreads, "relu He").last() > 0.4);
        assertTrue(series(spreads, "relu Xavier").last()
                < 0.25 * series(spreads, "relu He").last());
        assertTrue(series(spreads, "relu std 1").last() > 1000);
    }

    @Test
    void largeWeightsDriveSignalsToTheEnds() {
        assertTrue(atTheEnds(0) > 0.75, () -> "std 1: " + atTheEnds(0));
        assertEquals(0, atTheEnds(1), "std 0.01");
        assertTrue(atTheEnds(2) < 0.02, () -> "Xavier: " + atTheEnds(2));
    }

    /** The part of the last layer's tanh that is beyond 0.9, where its slope is below a fifth. */
    private static double atTheEnds(int start) {
        double[] last = FiveLayers.signals(FiveLayers.STARTS[start], x -> x.tanh())
                .skip(5)
                .findFirst()
                .orElseThrow()
                .toDoubleArray();
        return Arrays.stream(last).filter(y -> Math.abs(y) > 0.9).count() / (double) last.length;
    }

    // ----------------------------------------------------------------------------------------- 20. Batch normalisation

    @Test
    void normalisedNetsLearnFromAnyOfTheFirstWeights() {
        Map<String, Series> accuracies = byName("BatchNormalisation");
        assertEquals(8, accuracies.size());
        for (String std : List.of("std 0.3", "std 0.1", "std 0.03", "std 0.01")) {
            Series with = series(accuracies, std + " with");
            Series without = series(accuracies, std + " without");
            assertTrue(with.last() > 80, std);
            assertTrue(with.mean() > without.mean() + 3, std);
        }
        assertTrue(series(accuracies, "std 0.03 without").last() < 20);
        assertTrue(series(accuracies, "std 0.01 without").last() < 20);
    }

    // ------------------------------------------------------------------------------------------------- 21. Overfitting

    /** Judged by the last five of the numbers printed, a third of all: a single one is a matter of luck. */
    @Test
    void remediesLearnLessByHeartAndMoreThatHolds() {
        Map<String, Series> accuracies = byName("Overfitting");
        Series none = series(accuracies, "decay 0.00 dropout 0.0");
        Series decay = series(accuracies, "decay 0.05 dropout 0.0");
        Series dropout = series(accuracies, "decay 0.00 dropout 0.5");
        assertTrue(none.everySecond(0).last() >= 97, () -> "by heart: " + none);
        assertTrue(decay.everySecond(0).last() < none.everySecond(0).last() - 10, decay::toString);
        assertTrue(dropout.everySecond(0).last() < none.everySecond(0).last(), dropout::toString);
        double tested = lastFive(none.everySecond(1));
        assertTrue(lastFive(decay.everySecond(1)) > tested + 1, decay::toString);
        assertTrue(lastFive(dropout.everySecond(1)) > tested + 3, dropout::toString);
    }

    private static double lastFive(Series series) {
        return series.from(series.values().length - 5).mean();
    }

    // ---------------------------------------------------------------------------------------------- 22. Random search

    @Test
    void theBestTrialsHaveLearningRatesOfOneKindAndAnyDecay() {
        List<Series> trials = Series.of("RandomSearch");
        assertEquals(20, trials.size());
        List<Series> best = trials.subList(0, 5);
        for (Series trial : best) {
            double rate = LearningCharts.rate(trial);
            assertTrue(rate > 0.03 && rate < 0.6, trial::name);
            assertTrue(trial.last() > 65, trial::toString);
        }
        double[] decays =
                best.stream().mapToDouble(LearningCharts::decay).sorted().toArray();
        assertTrue(decays[4] > 100 * decays[0], () -> Arrays.toString(decays));
        for (Series trial : trials) {
            double rate = LearningCharts.rate(trial);
            assertTrue(trial.last() < 50 || (rate > 0.01 && rate < 0.7), trial::toString);
        }
    }

    /** The winner of a search was chosen for its accuracy, which new digits need not confirm. */
    @Test
    void newDigitsJudgeTheBestTrialLower() {
        List<String> lines = ProgramOutput.of("RandomSearch");
        double validation = percent(lines.get(0).replaceAll(" %.*", ""));
        double test = percent(lines.get(lines.size() - 1).replaceAll(".*: | %", ""));
        assertTrue(test > 70 && test < validation, () -> test + " and " + validation);
    }

    private static double percent(String number) {
        return Double.parseDouble(number.strip());
    }

    // --------------------------------------------------------------------------------------------------------- series

    @Test
    void seriesAreReadFromLines() {
        Map<String, Series> overfitting = byName("Overfitting");
        assertEquals(30, series(overfitting, "decay 0.05 dropout 0.0").values().length);
        Series pairs = new Series("pairs", 1, 2, 3, 4);
        assertArrayEquals(new double[] {1, 3}, pairs.everySecond(0).values());
        assertArrayEquals(new double[] {2, 4}, pairs.everySecond(1).values());
        assertArrayEquals(new double[] {3, 4}, pairs.from(2).values());
        assertEquals(1e-5, series(byName("FiveLayers"), "tanh std 0.01").last(), 1e-6);
        assertThrowsExactly(NoSuchElementException.class, () -> series(overfitting, "no such name"));
    }

    private static Map<String, Series> byName(String program) {
        return Series.of(program).stream().collect(Collectors.toMap(Series::name, Function.identity()));
    }

    private static Series series(Map<String, Series> all, String name) {
        Series found = all.get(name);
        if (found == null) {
            throw new NoSuchElementException(name + " is none of " + all.keySet());
        }
        return found;
    }
}
