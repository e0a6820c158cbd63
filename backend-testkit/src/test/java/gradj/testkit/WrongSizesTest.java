package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.testkit.WrongSizes.EndsAt;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;

/** The rule about large sizes catches backends that are right on small ones, and says which call was wrong. */
@Tag("once")
class WrongSizesTest {
    private static Subject subject(TensorBackend backend) {
        return new Subject(backend, DType.FLOAT32);
    }

    private static void assertCaught(RuleTests.Rule rule, TensorBackend backend, String says) {
        String message = assertThrowsExactly(AssertionFailedError.class, () -> rule.check(subject(backend)))
                .getMessage();
        assertTrue(message.contains(says), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    dot            | 2 | 4096    | dot 3x2, k = 70001: element 5
                    transpose      | 0 | 1024    | transpose 70001x3: element 210002
                    reduce         | 0 | 65535   | SUM of [70001, 3, 2] along the middle axis: element 140001
                    unary          | 0 | 1048576 | NEGATE of 1048583 elements: element 1048582
                    binary         | 2 | 1000    | ADD of [3, 2, 70001]: element 420005
                    softmax        | 0 | 65535   | softmax 70001x3: element 210002
                    """)
    void catchesALimit(String operation, int axis, int limit, String says) {
        assertCaught(LargeRules::areRight, new EndsAt(operation, axis, limit), says);
    }

    @Test
    void catchesRowNumbersOf15Bits() {
        assertCaught(LargeRules::areRight, new WrongSizes.GathersWithShorts(), "gatherRows 70003x17, rows up to 70000");
    }

    @Test
    void catchesLongSumsOf11Bits() {
        assertCaught(LargeRules::areRight, new WrongSizes.RoundsLongSums(), "SUM of [2, 70001, 3]");
    }

    @Test
    void catchesElementsCountedInFloat() {
        assertCaught(
                LargeRules::goBeyondWhatAFloatCounts,
                new WrongSizes.CountsInFloat(),
                "NEGATE, 16777263 elements: element 16777217");
    }

    @Test
    void catchesLargeProductsSplitOverThreads() {
        assertCaught(
                subject -> LargeRules.giveTheSameBits(
                        subject, threads -> Optional.of(new WrongSizes.SplitsLargeProducts(threads))),
                new WrongSizes.SplitsLargeProducts(1),
                "dot 257x259, k = 331 with 2 threads: element 0");
    }
}
