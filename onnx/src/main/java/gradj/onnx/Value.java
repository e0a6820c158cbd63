package gradj.onnx;

import gradj.tensor.Shape;

/**
 * What flows from one node of the model to the next.
 *
 * @param name in the model
 * @param sample the shape without the N in front
 */
record Value(String name, Shape sample) {
    /** This value as another node gives it, in the same shape. */
    Value named(String other) {
        return new Value(other, sample);
    }
}
