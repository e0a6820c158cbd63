package gradj.op;

import gradj.tensor.Tensor;
import java.util.OptionalInt;

/** What makes one number of all elements, or of those along an axis, which disappears or stays with length 1. */
abstract class AxisReduction extends UnaryOperation {
    final OptionalInt axis;
    final boolean keepsAxis;

    AxisReduction() {
        axis = OptionalInt.empty();
        keepsAxis = false;
    }

    AxisReduction(int axis, boolean keepsAxis) {
        this.axis = OptionalInt.of(axis);
        this.keepsAxis = keepsAxis;
    }

    /** The axis that it goes along, as it was given; none for all elements. */
    public final OptionalInt axis() {
        return axis;
    }

    /** Whether the axis stays, with length 1. */
    public final boolean keepsAxis() {
        return keepsAxis;
    }

    /** How many elements of x one of the output's is made of. */
    final int terms(Tensor x) {
        return axis.isPresent() ? x.shape().length(axis.getAsInt()) : x.size();
    }

    /** An output, or a gradient in its shape, so that it broadcasts to x: the axis is there, with length 1. */
    final Tensor beside(Tensor x, Tensor reduced) {
        return axis.isPresent() ? reduced.reshape(x.shape().with(axis.getAsInt(), 1)) : reduced;
    }
}
