package gradj.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.opentest4j.AssertionFailedError;

/** Large sizes: the catalogue of large calls, the bits of large sums, and more elements than a float counts. */
final class LargeRules {
    /** The first integer that float32 does not hold is 2^24 + 1: an index kept in one goes wrong there. */
    private static final int COUNTED_BY_FLOAT = 1 << 24;

    /** A multiple of 3, for rows and columns. */
    private static final int BEYOND = COUNTED_BY_FLOAT + 47;

    /** A multiple of the period of {@link #value}, so that one piece is like the other. */
    private static final int PIECE = 1021 * 256;

    private static final int[] THREADS = {2, 3, 16};

    private LargeRules() {}

    static void areRight(Subject subject) {
        MemoryRules.largePiecesGoWhereTheyBelong(subject);
        LargeCalls.all(subject.dtype()).forEach(call -> call.assertRight(subject));
    }

    /** Again, and on new backends of several threads, if there are any. */
    static void giveTheSameBits(Subject subject, IntFunction<Optional<TensorBackend>> newBackend) {
        List<BackendCall> calls = sums(subject.dtype());
        List<double[][]> expected = ThreadRules.outputs(subject, calls);
        for (int i = 0; i < calls.size(); i++) {
            CallRules.sameBits(subject, calls.get(i), expected.get(i), "the second time");
        }
        for (int threads : THREADS) {
            newBackend.apply(threads).ifPresent(other -> {
                try (other) {
                    ThreadRules.sameBitsAs(subject, calls, expected, other, threads);
                }
            });
        }
    }

    /** Sums of numbers that are rounded, so that another order of the additions gives other bits. */
    private static List<BackendCall> sums(DType dtype) {
        Calls numbers = new Calls(dtype, 15);
        List<BackendCall> calls = new ArrayList<>();
        for (int form = 0; form < 4; form++) {
            calls.add(numbers.product((form & 1) != 0, (form & 2) != 0, 257, 259, 331, 1, 0));
        }
        calls.add(numbers.product(false, false, 3, 2, LargeCalls.LONG, 1, 0));
        calls.add(numbers.reduction(Reduction.SUM, 3, LargeCalls.LONG, 1));
        calls.add(numbers.reduction(Reduction.SUM, 1, LargeCalls.MANY, 1));
        calls.add(numbers.reduction(Reduction.SUM, 1, LargeCalls.LONG, 3));
        calls.addAll(OptionalCalls.sums(dtype, LargeCalls.LONG, 2, 3));
        calls.addAll(OptionalCalls.sums(dtype, 3, 2, LargeCalls.LONG));
        return calls;
    }

    /**
     * Write and read, and one operation of each kind, on elements that a float does not count. Only the first piece and
     * the last are looked at: what goes wrong there goes wrong behind 2^24.
     */
    static void goBeyondWhatAFloatCounts(Subject subject) {
        TensorBackend b = subject.backend();
        Storage x = allocate(subject);
        Storage y = allocate(subject);
        Storage seven = subject.storage(7);
        float[] piece = new float[PIECE];
        for (int i = 0; i < PIECE; i++) {
            piece[i] = value(i);
        }
        for (int from = 0; from < BEYOND; from += PIECE) {
            b.write(piece, 0, x, from, Math.min(PIECE, BEYOND - from));
        }
        assertElements(subject, x, LargeRules::value, "write and read");
        b.unary(UnaryOp.NEGATE, BEYOND, x, y);
        assertElements(subject, y, i -> -value(i), "NEGATE");
        b.binary(BinaryOp.ADD, 1, BEYOND, 1, x, x, y);
        assertElements(subject, y, i -> 2 * value(i), "ADD");
        b.binary(BinaryOp.SUBTRACT, 1, 1, BEYOND, x, seven, y);
        assertElements(subject, y, i -> value(i) - 7, "SUBTRACT, B repeated");
        b.select(BEYOND, x, x, seven, y);
        assertElements(subject, y, i -> value(i) > 0 ? value(i) : 7, "select, B repeated");
        b.transpose(3, BEYOND / 3, x, y);
        assertElements(subject, y, i -> value(i % 3 * (BEYOND / 3) + i / 3), "transpose of 3 rows");
        b.copy(x, 1, y, 0, BEYOND - 1);
        b.copy(seven, 0, y, BEYOND - 1, 1);
        assertElements(subject, y, i -> i < BEYOND - 1 ? value(i + 1) : 7, "copy of all elements but the first");
        b.write(new float[] {1000}, 0, x, BEYOND - 1, 1);
        b.reduce(Reduction.MAX, 1, BEYOND, 1, x, seven);
        Close.assertSame(
                new double[] {1000}, subject.read(seven), subject + ": MAX of " + BEYOND + " elements, the last");
        subject.release(x, y, seven);
    }

    private static int value(int i) {
        return i % 1021 - 500;
    }

    private static Storage allocate(Subject subject) {
        try {
            return subject.backend().allocate(subject.dtype(), BEYOND);
        } catch (RuntimeException | OutOfMemoryError tooLittle) {
            return abort(subject + ": no memory for " + BEYOND + " elements: " + tooLittle);
        }
    }

    private static void assertElements(Subject subject, Storage y, IntUnaryOperator expected, String what) {
        float[] piece = new float[PIECE];
        for (int from : new int[] {0, BEYOND - PIECE}) {
            subject.backend().read(y, from, piece, 0, PIECE);
            for (int i = 0; i < PIECE; i++) {
                if (piece[i] != expected.applyAsInt(from + i)) {
                    throw new AssertionFailedError(subject + ": " + what + ", " + BEYOND + " elements: "
                            + Close.difference(from + i, expected.applyAsInt(from + i), 0, piece[i]));
                }
            }
        }
    }
}
