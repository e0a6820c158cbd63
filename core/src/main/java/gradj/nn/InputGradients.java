package gradj.nn;

import gradj.tensor.Tensor;

/** The gradients of the two inputs x and y of an {@link AddLayer} or a {@link MulLayer}. */
public record InputGradients(Tensor dx, Tensor dy) {}
