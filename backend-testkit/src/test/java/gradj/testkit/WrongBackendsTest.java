package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit catches backends that are wrong on purpose by the rule that names the wrong, and says what is wrong. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("once")
class WrongBackendsTest {
    /**
     * A backend that breaks one rule.
     *
     * @param rule the rule that names what is wrong
     * @param says a part of that rule's message
     * @param most rules that may fail: many build upon one operation, but most have nothing to do with it
     */
    record Wrong(IntFunction<TensorBackend> backend, TensorBackendProvider provider, int rule, String says, int most) {
        @Override
        public String toString() {
            String name = provider instanceof WrongProvider
                    ? "provider"
                    : backend.apply(1).getClass().getSimpleName();
            return name + " breaks R" + rule;
        }
    }

    private static Wrong wrong(IntFunction<TensorBackend> backend, int rule, String says, int most) {
        return new Wrong(backend, null, rule, says, most);
    }

    private static Wrong wrong(TensorBackendProvider provider, int rule, String says, int most) {
        return new Wrong(JavaBackend::new, provider, rule, says, most);
    }

    static Stream<Wrong> wrongs() {
        return Stream.of(
                wrong(t -> new WrongMemory.RoundsSizesUp(), 1, "allocate of 1 elements: size()", 41),
                wrong(t -> new WrongMemory.SharesStorages(), 2, "handed out the same storage twice", 12),
                wrong(t -> new WrongMemory.PoolsTwice(), 3, "handed out the same storage twice", 17),
                wrong(t -> new WrongMemory.Leaks(), 4, "the backend holds 200 storages", 3),
                wrong(t -> new WrongMemory.StoresFloats(), 5, "written and read back", 23),
                wrong(t -> new WrongMemory.ReadsFromTheStart(), 6, "storage offset 2: read", 6),
                wrong(t -> new WrongArithmetic.DropsTheTail(), 7, "where it held 7", 8),
                wrong(t -> new WrongOptional.AccumulatesGradients(), 7, "affineBackward", 5),
                wrong(t -> new WrongMemory.WritesOneTooFar(), 8, "wrote outside its output", 4),
                wrong(t -> new WrongArithmetic.ChangesItsInput(), 9, "elements changed its input 1", 4),
                wrong(t -> new WrongMemory.RefusesEmpty(), 10, "threw", 4),
                wrong(t -> new WrongMemory.RefusesTheSameInputTwice(), 11, "two arguments", 5),
                wrong(t -> new WrongMemory.LetsWritesOvertake(), 12, "ten doublings", 11),
                wrong(t -> new WrongProducts.OtherBitsTheSecondTime(), 13, "the same bits", 13),
                wrong(WrongArithmetic.SumsPerThread::new, 14, "with 2 threads", 3),
                wrong(t -> new WrongMemory.SharesScratch(), 15, "while 5 others call", 3),
                wrong(t -> new WrongMemory.BoundToTheThread(), 16, "no context is current", 3),
                wrong(t -> new WrongProducts.RoundsToFloat(), 17, "wrong float64: dot", 9),
                wrong(t -> new WrongProducts.IgnoresTransposeB(), 18, "B transposed", 7),
                wrong(t -> new WrongProducts.IgnoresAlpha(), 19, "alpha = 2", 4),
                wrong(t -> new WrongProducts.AccumulatesAlways(), 20, "beta = 0 on a C that held NaN", 13),
                wrong(t -> new WrongProducts.KeepsNaN(), 20, "beta = 0 on a C that held NaN", 13),
                wrong(t -> new WrongProducts.ForgetsCWithoutTerms(), 21, "k = 0", 5),
                wrong(t -> new WrongProducts.SkipsZeros(), 22, "expected NaN", 3),
                wrong(t -> new WrongArithmetic.TransposesSquaresOnly(), 23, "transpose 2x3", 3),
                wrong(t -> new WrongArithmetic.SumDropsTheTail(), 24, "SUM of", 4),
                wrong(t -> new WrongArithmetic.MaxStartsAtZero(), 25, "MAX of", 5),
                wrong(t -> new WrongArithmetic.ArgmaxTakesTheLast(), 26, "the first of equals counts", 4),
                wrong(t -> new WrongArithmetic.SumSkipsNaN(), 27, "SUM of NaN, 1", 4),
                wrong(t -> new WrongArithmetic.RoughExp(), 28, "EXP of", 6),
                wrong(t -> new WrongArithmetic.ReluMakesNaNZero(), 29, "RELU of NaN", 3),
                wrong(t -> new WrongArithmetic.SigmoidOverflows(), 30, "SIGMOID of 1000", 4),
                wrong(t -> new WrongArithmetic.DividesByReciprocal(), 31, "DIVIDE of", 7),
                wrong(t -> new WrongArithmetic.BroadcastsAlongTheWrongAxis(), 32, "B repeated", 5),
                wrong(t -> new WrongArithmetic.ZeroByZeroIsZero(), 33, "DIVIDE of", 3),
                wrong(t -> new WrongArithmetic.SelectTakesAAtZero(), 34, "select of", 3),
                wrong(t -> new WrongArithmetic.SelectTakesAAtNaN(), 35, "condition [NaN", 3),
                wrong(t -> new WrongOptional.SigmoidBackwardForgetsAFactor(), 36, "sigmoidBackward of", 5),
                wrong(t -> new WrongOptional.TanhFromTheSigmoid(), 36, "tanh of", 5),
                wrong(t -> new WrongOptional.AffineReluAddsTheBiasLast(), 36, "affineRelu", 3),
                wrong(t -> new WrongOptional.CrossEntropyTakesRowsForDistributions(), 36, "CrossEntropyBackward", 5),
                wrong(t -> new WrongOptional.CrossEntropyLeavesNegativeLabelsOut(), 36, "softmaxCrossEntropy ", 5),
                wrong(t -> new WrongOptional.GathersTheNextRow(), 37, "gatherRows [0]", 5),
                wrong(t -> new WrongOptional.GreysTimesReciprocal(), 61, "gatherGreys of the first 5", 5),
                wrong(t -> new WrongOptional.AxpyIgnoresAlpha(), 38, "alpha = -1", 5),
                wrong(t -> new WrongOptional.SoftmaxOverflows(), 39, "softmax of huge scores", 3),
                wrong(t -> new WrongOptional.CrossEntropyWithEpsilon(), 40, "1000", 5),
                wrong(t -> new WrongOptional.AffineReluMakesNaNZero(), 41, "NaN stays NaN", 1),
                wrong(t -> new WrongOptional.TanhOverflows(), 41, "tanh of NaN", 5),
                wrong(t -> new WrongOptional.ReluBackwardMultiplies(), 41, "reluBackward of y = NaN", 3),
                wrong(t -> new WrongOptional.SqrtOfNegativesIsZero(), 56, "sqrt of -1", 3),
                wrong(t -> new WrongOptional.ClampMakesNaNALimit(), 57, "of NaN", 3),
                wrong(t -> new WrongOptional.AxpbyMultipliesByZero(), 58, "beta = 0.0: element 0 is NaN", 5),
                wrong(t -> new WrongOptional.AdamStepTakesNaNForZero(), 59, "expected NaN", 3),
                wrong(t -> new WrongOptional.RmsStepAddsEpsilonInsideTheRoot(), 36, "rmsStep of", 3),
                wrong(t -> new WrongOptional.IsLessExactOncePrepared(), 60, "after prepare", 3),
                wrong(t -> new WrongMemory.ShoutsItsName(), 49, "\"My Backend\"", 3),
                wrong(t -> new WrongMemory.SupportsNothing(), 50, "supports neither float32 nor float64", 3),
                wrong(WrongProvider.throwing(), 51, "availability() threw", 4),
                wrong(WrongProvider.withoutReason(), 51, "reason and remedy", 4),
                wrong(WrongProvider.misnamed(), 52, "the provider's name", 3),
                wrong(WrongProvider.unlisted(), 52, "META-INF/services", 3),
                wrong(t -> new WrongMemory.ClosesOnce(), 53, "double free", 3),
                wrong(t -> new WrongMemory.KeepsOperands(), 12, "again after other numbers were written", 3),
                wrong(t -> new WrongOptional.AffineTakesOneStorageForTwo(), 11, "affine 9x9x9 with one storage", 3),
                wrong(t -> new WrongMemory.LeaksLargeStorages(), 4, "70001 elements", 3),
                wrong(t -> new WrongEnds.ExpGivesUpEarly(), 28, "EXP of 88.", 3),
                wrong(t -> new WrongEnds.LogIsRoughBesideOne(), 28, "LOG of ", 3),
                wrong(t -> new WrongEnds.SquareOverflows(), 28, "SQUARE of ", 3),
                wrong(t -> new WrongEnds.NegatesBySubtracting(), 29, "NEGATE of 0, -0", 3),
                wrong(t -> new WrongEnds.DivideOverflows(), 31, "DIVIDE of ", 3),
                wrong(t -> new WrongEnds.FlushesOperands(), 55, "ADD of ", 3),
                wrong(t -> new WrongEnds.LogOfSubnormalsIsInfinite(), 55, "LOG of ", 3),
                wrong(t -> new WrongEnds.TransposeFlushes(), 55, "transpose 5x7, subnormal numbers", 3));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void isCaughtByTheRuleThatNamesIt(Wrong wrong) {
        Predicate<String> rules = KitRun.QUICK.or(("r" + wrong.rule())::equals);
        Map<Integer, String> failures = KitRun.failures(wrong.backend(), wrong.provider(), rules);
        String message = failures.get(wrong.rule());
        assertTrue(message != null, "R" + wrong.rule() + " passed, these failed: " + failures);
        assertTrue(message.contains(wrong.says()), message);
        assertTrue(failures.size() <= wrong.most(), failures.size() + " rules failed: " + failures);
    }

    @Test
    void aRightBackendBreaksNoRule() {
        assertEquals(Map.of(), KitRun.failures(JavaBackend::new, new JavaBackend.Provider(), KitRun.QUICK));
    }
}
