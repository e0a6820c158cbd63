package gradj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.optim.AdaGrad;
import gradj.optim.Adam;
import gradj.optim.Momentum;
import gradj.optim.Optimizer;
import gradj.optim.Sgd;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Page 18 of the learning path says what its programs show. */
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

    // --------------------------------------------------------------------------------------------------------- series

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
