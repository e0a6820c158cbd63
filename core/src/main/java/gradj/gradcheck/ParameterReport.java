package gradj.gradcheck;

import gradj.tensor.Shape;

/**
 * What the gradient check found for one parameter.
 *
 * @param name the parameter's name, such as {@code W1}
 * @param shape its shape
 * @param checked number of elements compared; those at a kink are not among them
 * @param kinks number of elements left out because f(x + h) and f(x - h) lie on different sides of a kink
 * @param failures number of elements whose difference exceeds the tolerance
 * @param meanAbsoluteDifference mean of |analytic - numeric|: the number that the book prints
 * @param largestRelativeError the largest |analytic - numeric| / max(|analytic|, |numeric|) among the elements whose
 *     gradient exceeds the tolerance; smaller ones have too few digits to compare
 * @param worst position of the element of the largest difference, in row-major order; -1 when none was checked
 * @param analytic its analytic gradient
 * @param numeric its numerical gradient
 */
public record ParameterReport(
        String name,
        Shape shape,
        int checked,
        int kinks,
        int failures,
        double meanAbsoluteDifference,
        double largestRelativeError,
        int worst,
        double analytic,
        double numeric) {
    public boolean passed() {
        return failures == 0;
    }

    /** Name and index of the element of the largest difference, such as {@code W1[12, 3]}. */
    public String worstElement() {
        if (worst < 0) {
            return name;
        }
        int[] index = new int[shape.rank()];
        int rest = worst;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.length(axis);
            rest /= shape.length(axis);
        }
        return name + java.util.Arrays.toString(index);
    }
}
