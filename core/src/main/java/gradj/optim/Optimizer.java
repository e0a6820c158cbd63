package gradj.optim;

import gradj.nn.Parameter;
import java.util.List;

/** Changes parameters by the gradients of the last backward. */
public interface Optimizer {
    /** One step: every parameter's value is changed in place. */
    void step(List<Parameter> parameters);
}
