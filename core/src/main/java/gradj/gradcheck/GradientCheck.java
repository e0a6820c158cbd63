package gradj.gradcheck;

import gradj.gradcheck.Comparison.StepRule;
import gradj.op.Operation;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;

/**
 * Holds an analytic gradient (backpropagation) against the numerical one, in float64, and says what is wrong. Book
 * section 5.7.3.
 *
 * <pre>{@code
 * GradientCheck.everyElement().check(net.lossOf(x, t)).assertPassed();
 * GradientCheck.everyElement().check(new Multiply(), a, b).assertPassed();
 * GradientCheck.everyElement().check(LayerFunction.of(new MyLayer(), x)).assertPassed();
 * }</pre>
 *
 * <p><b>What passes.</b> A central difference D(h) = (f(x + h) - f(x - h)) / 2h has two errors (Nocedal and Wright,
 * Numerical Optimization, chapter 8.1; Press et al., Numerical Recipes, section 5.7), and an element passes when they
 * explain its difference:
 * <ul>
 * <li><b>Rounding.</b> If f's values have errors of standard deviation s, those of D(h) have s / (sqrt(2) h). s is
 *     measured ({@link RoundingNoise}), and taken as no less than u = 2^-53 times the size of what is added up, at the
 *     point or within h of it. The bound is 12 deviations: 6 for as many elements as there may be, twice because s is an
 *     estimate; and for the analytic gradient's own rounding 64 u of its largest element.
 * <li><b>Truncation.</b> D(h) = f' + h^2 f'''/6 + ... Where rounding does not explain the difference, D(h/2), D(h/4) ...
 *     are computed too, until rounding is what is left: by Richardson's extrapolation they give a value without the first
 *     error, and an estimate of the rest; see {@link Ladder}.
 * </ul>
 *
 * <p><b>The step</b> is 1e-4, or what the scale of the inputs wants in its place: a few elements of each parameter tell
 * ({@link StepChoice}). An element of which rounding hides more than half a millionth is looked at with a larger one.
 * Only where D comes nearer from step to step anything is said: else the step is too large here, or the function has a
 * corner, and the element is not checked. {@link #withStep} takes the step that is asked for, and says the same of it.
 *
 * <p><b>Kinks.</b> Where ReLU's input lies within h of 0, f(x + h) and f(x - h) use different slopes: their quotient is
 * no derivative, and no proof of an error. Such an element is recognised by the branches taken, and compared again with h /
 * 100; if it lies at the kink even then it is counted, and left out. Of random directions that cross one, others are
 * drawn.
 *
 * <p><b>What proves nothing has not passed:</b> a parameter of which nothing is left but kinks, of which one step was too
 * large, whose gradient rounding hides (half a millionth of its largest element), or all of whose gradient is 0 on both sides.
 * Where rounding leaves a thousandth at least, the function's {@link Differentiable#parts} may prove the rest: each passes
 * alone.
 *
 * <p><b>Before anything is compared</b> the function is evaluated twice at the same point, and backward called twice:
 * both must give the same again. Its {@link Differentiable#copy} must be the same function, and share nothing.
 * <b>Afterwards</b> all is compared once more, along one direction of each parameter, at a point nearby: a layer that
 * keeps something of its first forward is right only there. Parameters are restored whatever happens.
 */
public final class GradientCheck {
    /** Of a parameter or step that failed, this many elements are enough to see a pattern. */
    private static final int SAMPLE_OF_A_FAILURE = 1000;

    private enum Mode {
        ELEMENTS,
        DIRECTIONS
    }

    private final Mode mode;
    private final int count;
    private final long seed;
    private final double h;
    private final StepRule rule;

    private GradientCheck(Mode mode, int count, long seed, double h, StepRule rule) {
        this.mode = mode;
        this.count = count;
        this.seed = seed;
        this.h = h;
        this.rule = rule;
    }

    /** Checks every element of every parameter. */
    public static GradientCheck everyElement() {
        return new GradientCheck(Mode.ELEMENTS, Integer.MAX_VALUE, 0, NumericalGradient.STEP, StepRule.CHOSEN);
    }

    /** Checks at most {@code count} >= 1 elements of each parameter, drawn without repetition. */
    public static GradientCheck sample(int count, long seed) {
        return new GradientCheck(
                Mode.ELEMENTS, atLeastOne("sample", "element", count), seed, NumericalGradient.STEP, StepRule.CHOSEN);
    }

    /**
     * Checks each parameter along {@code count} >= 1 random directions, two evaluations each, for nets too large for
     * more. Where one shows a difference, a sample of the parameter's elements is checked to say what is wrong.
     */
    public static GradientCheck directions(int count, long seed) {
        return new GradientCheck(
                Mode.DIRECTIONS,
                atLeastOne("directions", "direction", count),
                seed,
                NumericalGradient.STEP,
                StepRule.CHOSEN);
    }

    private static int atLeastOne(String mode, String what, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(mode + ": expected 1 " + what + " or more, got " + count);
        }
        return count;
    }

    /**
     * The same check with steps of this h, a finite number above 0, in place of those that fit the inputs' scale. Where it
     * is too large to prove a gradient to 1e-6 of its largest element, the report says so, and it has not passed.
     */
    public GradientCheck withStep(double step) {
        if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("step: expected a finite number above 0, got " + step);
        }
        return new GradientCheck(mode, count, seed, step, new StepRule(true, rule.extrapolates(), false));
    }

    /**
     * The same check with Richardson's extrapolation of steps h and h/2 everywhere: four evaluations an element, and an
     * error of h^4 where it was h^2. Its estimate is the report's tolerance.
     */
    public GradientCheck withExtrapolation() {
        return new GradientCheck(mode, count, seed, h, new StepRule(rule.isFixed(), true, false));
    }

    /** Checks the backward of an operation at these inputs, in float64, through a random upstream gradient. */
    public GradientReport check(Operation operation, Tensor... inputs) {
        return check(TensorFunction.of(operation, inputs));
    }

    /** Checks the backward of a layer or any function of tensors, through a random upstream gradient. */
    public GradientReport check(TensorFunction function) {
        return check(Projection.of(function, seed));
    }

    /**
     * Compares the two gradients of a function at its present parameters, which are the same afterwards.
     *
     * @throws IllegalArgumentException if there is no parameter, one is not float64, or a gradient is missing
     */
    public GradientReport check(Differentiable f) {
        if (f.parameters().isEmpty()) {
            throw new IllegalArgumentException("gradient check: the function has no parameters");
        }
        if (f.faults().isEmpty()) {
            f.parameters().keySet().forEach(name -> ParallelDifferences.parameter(f, name));
        }
        try (TensorScope scope = TensorScope.open()) {
            return new CheckRun(f, this).report();
        }
    }

    // What a run asks.

    double step() {
        return h;
    }

    StepRule rule() {
        return rule;
    }

    boolean isAlongDirections() {
        return mode == Mode.DIRECTIONS;
    }

    /** Directions a parameter, or elements at most. */
    int count() {
        return count;
    }

    SeededRandom random(int parameter) {
        return new SeededRandom(seed).fork(parameter);
    }

    /** The check of elements that looks for the pattern where this one found a difference. */
    GradientCheck closer() {
        int fewer = mode == Mode.ELEMENTS ? Math.min(count, SAMPLE_OF_A_FAILURE) : SAMPLE_OF_A_FAILURE;
        return new GradientCheck(Mode.ELEMENTS, fewer, seed, h, rule);
    }
}
