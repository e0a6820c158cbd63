package gradj.nn;

import gradj.tensor.Tensor;
import java.util.List;

/**
 * The buffers of a layer as they were at some moment. A forward in {@link Mode#TRAINING} changes them; put back before each,
 * they make it a function of the parameters and the input alone: dropout drops the same elements again.
 */
record KeptBuffers(List<Buffer> buffers, List<Tensor> contents) {
    static KeptBuffers of(Layer layer) {
        List<Buffer> buffers = layer.buffers();
        return new KeptBuffers(
                buffers,
                buffers.stream().map(buffer -> buffer.value().persistentCopy()).toList());
    }

    void restore() {
        for (int i = 0; i < buffers.size(); i++) {
            buffers.get(i).assign(contents.get(i));
        }
    }
}
