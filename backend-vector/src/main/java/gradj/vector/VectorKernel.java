package gradj.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A loop written in vectors, and whether the compiler C2 has made SIMD instructions of it yet.
 *
 * <p>Before that, each vector is an object on the heap and each operation a call: 50 to 5000 times as slow. Left alone, Java
 * compiles such a loop while it runs, which costs C2 three to six times as much as compiling it between two calls, and with it
 * a hundred methods that only slow vectors call: it was half the time of a short training. So each kernel has a <b>scalar
 * twin</b> of the same bits, often the loop that takes what is left over behind the last whole vector. Whoever has work for a
 * kernel asks {@link #isReady}, and gives it to the twin while the answer is no; on a thread of its own, {@link WarmUp} meanwhile
 * calls the kernel often with nothing to do, and now and then with a little, until it is fast. When that is changes no result:
 * see {@code docs/adr/0008-scalar-twins-until-vectors-are-compiled.md}.
 */
final class VectorKernel {
    /** Steps of the loop in a full call: one left over from unrolling by two, four or eight. */
    static final int STEPS = 17;

    /** A full call takes 0.05 to 0.7 us in SIMD instructions: what takes longer than this need not be looked at closer. */
    private static final long MOST_NANOS = 5_000;

    /*
     * C2 compiles a method that was called 5000 times after C1 had compiled it, for which 200 calls are enough. Full calls are
     * dear, and make C2 compile the slow way as well, so they are few and short; but C2 looks how often the loop was reached:
     * with one full call among 400, it took it for a seldom one, and the tile 6x4 then for five times as long to compile and
     * reached 118 GFLOP/s instead of 200.
     */

    /** Before each full one. */
    private static final int EMPTY_CALLS = 100;

    /** Full calls of the first round, for C1. */
    private static final int FIRST_CALLS = 3;

    /** Of each round behind it, for C2: where it has much else to do, it asks for ten times as many calls. */
    private static final int FULL_CALLS = 20;

    /** After so many rounds, which takes more than a minute, a kernel stays scalar. */
    private static final int MOST_ROUNDS = 2_000;

    /** Warming up is asked for at the first call of most kernels, and again in case there was no thread to be had. */
    private static final int ANSWERS_UNTIL_ASKED_AGAIN = 1_000;

    private static final int NEVER_TOLD = -1;

    /** Kept apart from the kernels: to ask for these loads the classes of no others. */
    private static final Set<VectorKernel> SCALAR = ConcurrentHashMap.newKeySet();

    private final String name;
    private final IntConsumer loop;

    /** Which answer is the first to ask for it. */
    private final int asking;

    private volatile boolean ready;
    private int rounds;

    /** Answers given before it was ready; a test can say with which the vectors begin. */
    private int answers;

    private int firstInVectors = NEVER_TOLD;

    /**
     * @param name for people to read
     * @param loop the vectors, going so many steps through their loop; with 0 it does nothing, not even make a vector
     */
    VectorKernel(String name, IntConsumer loop) {
        this(name, loop, 0);
    }

    private VectorKernel(String name, IntConsumer loop, int asking) {
        this.name = name;
        this.loop = loop;
        this.asking = asking;
    }

    /** One whose twin is not much slower: only a long run gains more by it than its warming up takes from the others'. */
    static VectorKernel ofLongRuns(String name, IntConsumer loop) {
        return new VectorKernel(name, loop, ANSWERS_UNTIL_ASKED_AGAIN - 1);
    }

    /** For tests: those of both dtypes. */
    static List<VectorKernel> all() {
        Stream<VectorKernel> ofEither =
                Stream.concat(FloatVectorKernels.ALL.stream(), DoubleVectorKernels.ALL.stream());
        return (GreyVectors.FITS ? Stream.concat(ofEither, Stream.of(GreyVectors.KERNEL)) : ofEither).toList();
    }

    /** The names of those that C2 did not make fast, so that their twins do the work for good. */
    static List<String> thatStayScalar() {
        return SCALAR.stream().map(VectorKernel::toString).sorted().toList();
    }

    /** Whether to take the vectors now, or their scalar twin. */
    boolean isReady() {
        return ready || becomesReady();
    }

    private boolean becomesReady() {
        int answer = answers++;
        if (firstInVectors != NEVER_TOLD) {
            ready = answer >= firstInVectors;
        } else if (answer % ANSWERS_UNTIL_ASKED_AGAIN == asking) {
            WarmUp.now(this);
        }
        return ready;
    }

    /** Calls it for a while, a millisecond at most, and looks whether it is fast now, or will never be. */
    void warmUp() {
        rounds++;
        int calls = rounds == 1 ? FIRST_CALLS : FULL_CALLS;
        long best = Long.MAX_VALUE;
        for (int i = 0; i < calls; i++) {
            for (int j = 0; j < EMPTY_CALLS; j++) {
                loop.accept(0);
            }
            long start = System.nanoTime();
            loop.accept(STEPS);
            best = Math.min(best, System.nanoTime() - start);
        }
        ready = best <= MOST_NANOS && makesNoObjects();
        if (!ready && rounds == MOST_ROUNDS) {
            SCALAR.add(this);
        }
    }

    /**
     * Whether its vectors stay in registers. The time alone does not tell: where the processor has no instruction for an
     * operation, such as for masks of two lanes, a compiled loop is ten times as slow as its twin, and not slower than others are.
     */
    private boolean makesNoObjects() {
        long before = Allocation.ofThisThread();
        loop.accept(STEPS);
        return Allocation.ofThisThread() == before;
    }

    /** Loaded, which takes some 10 ms, when the first kernel looks fast. */
    private static final class Allocation {
        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        /** Bytes so far; exact. */
        static long ofThisThread() {
            return THREADS.getCurrentThreadAllocatedBytes();
        }
    }

    /** How often {@link #warmUp} was called. */
    int rounds() {
        return rounds;
    }

    /** Whether {@link #warmUp} need not be called any more. */
    boolean isSettled() {
        return ready || staysScalar();
    }

    /** Whether it is one of those {@linkplain #thatStayScalar that stay scalar}. */
    boolean staysScalar() {
        return SCALAR.contains(this);
    }

    /** For tests: from now on the twin gives so many answers, then the vectors do, whatever is compiled. */
    void beginInVectorsAfter(int twinsAnswers) {
        firstInVectors = twinsAnswers;
        answers = 0;
        ready = twinsAnswers == 0;
    }

    /** For tests: undoes that. */
    void beginInVectorsWhenCompiled() {
        firstInVectors = NEVER_TOLD;
        ready = false;
        answers = 0;
    }

    /** For tests: how often it was asked before it was ready. */
    int answersOfTheTwin() {
        return answers;
    }

    @Override
    public String toString() {
        return name;
    }
}
