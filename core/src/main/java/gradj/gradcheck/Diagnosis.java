package gradj.gradcheck;

/**
 * What is most likely wrong with a gradient, and the evidence. Nothing is said without a pattern that the numbers show.
 *
 * @param pattern what the numbers look like
 * @param evidence the pattern's number: the ratio, the factor, how many elements; 0 where there is none
 * @param text the finding and the usual cause, for a reader
 */
public record Diagnosis(Pattern pattern, double evidence, String text) {
    /** The patterns, in the order in which they are asked: what is certain first, then the most specific. */
    public enum Pattern {
        /** Two evaluations at the same point differ: nothing can be compared. */
        NONDETERMINISTIC,
        /** The function's copy is another function, or shares something with it: nothing can be compared. */
        COPY_DIFFERS,
        /**
         * A layer's infer spoils what its backward needs, or its backwardToParameters gives another gradient than its
         * backward: nothing is compared.
         */
        TWO_WAYS_DIFFER,
        /** A gradient or the function is NaN or infinite. */
        NOT_A_NUMBER,
        /** The gradient has another shape than its parameter. */
        WRONG_SHAPE,
        /** A second backward at the same point gives another gradient. */
        STATE_LEAKS,
        /** Right at the first point, and wrong after the parameters moved: something of the first forward is kept. */
        STALE_STATE,
        /** Right at the first point, and wrong at another nearby. */
        WRONG_NEARBY,
        /** The function does not depend on the parameter. */
        NO_EFFECT,
        /** All of the analytic gradient is 0. */
        ALL_ZERO,
        /** The upstream gradient changes nothing. */
        UPSTREAM_IGNORED,
        /**
         * The analytic gradient is right with a much smaller step. No longer found: smaller steps are taken where they are
         * needed.
         */
        CORNER_NEARBY,
        /** A row of the batch depends on another one: a maximum or a sum over the whole batch, where each row has its own. */
        ROWS_MIXED,
        /** Twice the upstream gradient does not give twice the gradient, and nothing added to it says why. */
        NOT_LINEAR,
        /** Minus the gradient. */
        OPPOSITE_SIGN,
        /** Twice the gradient. */
        ACCUMULATED_TWICE,
        /** A constant multiple of the gradient. */
        CONSTANT_RATIO,
        /** The right numbers in transposed order. */
        TRANSPOSED,
        /** The right numbers, each at another place. */
        PERMUTED,
        /** The gradient of another parameter. */
        GRADIENT_OF_ANOTHER,
        /** The gradient and a multiple of the parameter itself. */
        PARAMETER_ADDED,
        /** The gradient and a constant. */
        CONSTANT_ADDED,
        /** Function or gradient carry the noise of 24 bits. */
        FLOAT32_ROUNDING,
        /** All differences are small parts of the gradient, and no rounding: two slightly different functions. */
        EPSILON,
        /** The same number along an axis along which the true gradient changes. */
        SPREAD_ALONG_AXIS,
        /** Not 0 where the function does not depend on the element. */
        MASK_FORGOTTEN,
        /** Some elements are 0 that should not be, and some not 0 that should be. */
        OTHER_MASK,
        /** 0 at some elements where it should not be; the others are right. */
        ZERO_IN_PART,
        /** All wrong elements lie in one row, or column, or other slice. */
        ONE_SLICE,
        /** A constant multiple of the gradient where it is wrong. */
        RATIO_IN_PART,
        /** A few elements are wrong, the rest is right. */
        FEW_ELEMENTS,
        /** The analytic gradient equals a formula, and the true one is another. */
        OTHER_FORMULA
    }
}
