package gradj.peers.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.peers.Gradient;
import gradj.peers.Problem;
import gradj.peers.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgreementTest {
    private static final String LINE = new Result("some engine", "1", 2, 3, 4, 5, 6, 7, 8, 9).line();

    private final Problem problem = Problem.make(784, 50, 10, 100);
    private final Agreement agreement = new Agreement(problem);

    @TempDir
    private static Path folder;

    private Gradient right;

    /** gradj's own gradient, by the way that every engine takes: a file with the problem, a file with the gradient. */
    @BeforeAll
    void measureGradj() throws IOException {
        Path problemFile = folder.resolve("problem.bin");
        Path gradientFile = folder.resolve("right.bin");
        problem.write(problemFile);
        GradjGradient.main(new String[] {"java", problemFile.toString(), gradientFile.toString(), "0", "0"});
        right = Gradient.read(gradientFile, problem);
    }

    private Outcome judged(Gradient gradient) throws IOException {
        Path file = folder.resolve("judged.bin");
        gradient.write(file);
        return EngineProcess.judge(LINE, file, problem, agreement);
    }

    private static float[] each(float[] values, UnaryOperator<Float> change) {
        float[] changed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            changed[i] = change.apply(values[i]);
        }
        return changed;
    }

    private void assertRefused(Gradient gradient, String words) throws IOException {
        Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, judged(gradient));
        assertTrue(refused.reason().contains(words), refused.reason());
    }

    @Test
    void acceptsGradj() throws IOException {
        Outcome.Measured measured = assertInstanceOf(Outcome.Measured.class, judged(right));
        assertEquals(Result.parse(LINE), measured.result());
        assertTrue(measured.difference() < 1e-6, "difference " + measured.difference());
        assertTrue(measured.difference() > 0, "float32 and float64 are the same");
    }

    @Test
    void refusesASumInPlaceOfAMean() throws IOException {
        UnaryOperator<Float> sum = value -> value * problem.samples();
        assertRefused(
                new Gradient(
                        each(right.w1(), sum), each(right.b1(), sum), each(right.w2(), sum), each(right.b2(), sum)),
                "its dW1 differs from gradj's float64 gradient by 9.9e+01 of its norm");
    }

    @Test
    void refusesHalfPrecision() throws IOException {
        // Eleven bits of the mantissa are left, as a product with TF32 has them.
        UnaryOperator<Float> rounded = value -> Float.intBitsToFloat((Float.floatToIntBits(value) + 0x1000) & ~0x1fff);
        assertRefused(new Gradient(each(right.w1(), rounded), right.b1(), right.w2(), right.b2()), "its dW1 differs");
    }

    @Test
    void refusesAMatrixOfTheRightNormTheWrongWayAround() throws IOException {
        float[] w2 = Gradient.transposed(right.w2(), problem.hidden(), problem.classes());
        assertRefused(new Gradient(right.w1(), right.b1(), w2, right.b2()), "its dW2 differs");
    }

    @Test
    void refusesZerosAndNaN() throws IOException {
        assertRefused(
                new Gradient(right.w1(), right.b1(), right.w2(), each(right.b2(), value -> 0f)), "its db2 differs");
        assertRefused(
                new Gradient(right.w1(), each(right.b1(), value -> Float.NaN), right.w2(), right.b2()),
                "its db1 differs");
    }

    @Test
    void refusesAGradientThatIsNotThere() throws IOException {
        Outcome outcome = EngineProcess.judge(LINE, folder.resolve("nothing.bin"), problem, agreement);
        assertEquals(new Outcome.Refused("it wrote no gradient"), outcome);
    }

    @Test
    void refusesALineThatIsNoResult() throws IOException {
        Outcome outcome = EngineProcess.judge("engine=x", folder.resolve("nothing.bin"), problem, agreement);
        Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, outcome);
        assertEquals("it printed no result: no version= in the result \"engine=x\"", refused.reason());
    }

    @Test
    void skipsWhatSaysThatItIsNotThere() throws IOException {
        Outcome outcome = EngineProcess.judge("skipped=no such module", folder, problem, agreement);
        assertEquals(new Outcome.Skipped("no such module"), outcome);
    }

    @Test
    void noReluStandsOnItsKink() {
        int inputs = problem.inputs();
        int hidden = problem.hidden();
        boolean foundPositive = false;
        for (int i = 0; i < problem.samples(); i++) {
            for (int j = 0; j < hidden; j++) {
                float forwards = problem.b1()[j];
                float backwards = 0;
                for (int k = 0; k < inputs; k++) {
                    int other = inputs - 1 - k;
                    forwards += problem.x()[i * inputs + k] * problem.w1()[k * hidden + j];
                    backwards += problem.x()[i * inputs + other] * problem.w1()[other * hidden + j];
                }
                backwards += problem.b1()[j];
                assertEquals(forwards, backwards, "the order of the sum matters");
                assertFalse(forwards == 0, "sample " + i + ", unit " + j);
                foundPositive |= forwards > 0;
            }
        }
        assertTrue(foundPositive);
    }
}
