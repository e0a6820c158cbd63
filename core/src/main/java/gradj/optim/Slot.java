package gradj.optim;

import gradj.nn.Parameter;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** What an optimizer keeps of one parameter. */
final class Slot {
    final Parameter parameter;

    /** Times the optimizer's learning rate. */
    final double rateFactor;

    final double weightDecay;

    /** As the optimizer names them, in the parameter's shape, dtype and backend. */
    final Tensor[] state;

    /** Steps of this parameter so far, the one at hand included. */
    long steps;

    private @Nullable Tensor decayed;

    Slot(Parameter parameter, double rateFactor, double weightDecay, Tensor[] state) {
        this.parameter = parameter;
        this.rateFactor = rateFactor;
        this.weightDecay = weightDecay;
        this.state = state;
    }

    /** A tensor beside this one that holds the same number everywhere and belongs to no scope. */
    static Tensor fullLike(Tensor tensor, Shape shape, double value) {
        return new Tensors(tensor.backend(), tensor.dtype()).full(shape, value).persistentCopy();
    }

    /** The gradient plus weightDecay times the value, in memory that is used again; without decay the gradient itself. */
    Tensor decayedGradient() {
        Tensor gradient = parameter.gradient();
        if (weightDecay == 0) {
            return gradient;
        }
        if (decayed == null) {
            decayed = gradient.persistentCopy();
        } else {
            backend().copy(gradient.storage(), 0, decayed.storage(), 0, size());
        }
        backend().axpy(size(), weightDecay, value(), decayed.storage());
        return decayed;
    }

    TensorBackend backend() {
        return parameter.value().backend();
    }

    int size() {
        return parameter.value().size();
    }

    Storage value() {
        return parameter.value().storage();
    }

    Storage state(int i) {
        return state[i].storage();
    }
}
