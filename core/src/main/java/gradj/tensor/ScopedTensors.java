package gradj.tensor;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that a scope has made, in the order of their making. Behind them lie those of the round before, closed.
 * What is made next opens the one at its place again, object and memory, if it is of the same backend, dtype and shape:
 * then a steady loop makes nothing new. If not, it replaces it.
 */
final class ScopedTensors {
    private final List<Tensor> tensors = new ArrayList<>();

    /** The storage that the tensor at this place owns; null if it looks at another's (a reshaped one). */
    private final List<@Nullable Storage> own = new ArrayList<>();

    private int made;

    /** A tensor with storage of its own and unspecified content. */
    Tensor make(TensorBackend backend, DType dtype, Shape shape) {
        Storage storage = fits(backend, shape) ? own.get(made) : null;
        if (storage != null && storage.dtype() == dtype) {
            return reopen(storage);
        }
        Storage allocated = backend.allocate(dtype, shape.size());
        return add(new Tensor(backend, shape, allocated), allocated);
    }

    /** A tensor that looks at another's storage. */
    Tensor makeView(TensorBackend backend, Shape shape, Storage storage) {
        if (fits(backend, shape) && own.get(made) == null) {
            return reopen(storage);
        }
        return add(new Tensor(backend, shape, storage), null);
    }

    private boolean fits(TensorBackend backend, Shape shape) {
        return made < tensors.size()
                && tensors.get(made).backend() == backend
                && tensors.get(made).shape().equals(shape);
    }

    private Tensor reopen(Storage storage) {
        Tensor tensor = tensors.get(made++);
        tensor.open(storage);
        return tensor;
    }

    private Tensor add(Tensor tensor, @Nullable Storage storage) {
        if (made < tensors.size()) {
            release(made);
            tensors.set(made, tensor);
            own.set(made, storage);
        } else {
            tensors.add(tensor);
            own.add(storage);
        }
        made++;
        return tensor;
    }

    /** Moves those in this storage to another scope's; to nobody's when that is null. */
    void handOver(Storage kept, @Nullable ScopedTensors outer) {
        for (int i = made - 1; i >= 0; i--) {
            if (tensors.get(i).storage() == kept) {
                Tensor tensor = tensors.remove(i);
                Storage storage = own.remove(i);
                made--;
                if (outer != null) {
                    outer.add(tensor, storage);
                }
            }
        }
    }

    /** Closes what was made; the memory stays here, for the next round. */
    void close() {
        for (int i = 0; i < made; i++) {
            tensors.get(i).close();
        }
        made = 0;
    }

    /** Tensors that are made and those that are closed behind them. */
    int length() {
        return tensors.size();
    }

    /** Gives all memory back, that of closed tensors. */
    void release() {
        for (int i = 0; i < tensors.size(); i++) {
            release(i);
        }
        tensors.clear();
        own.clear();
    }

    private void release(int place) {
        Storage storage = own.get(place);
        if (storage != null) {
            tensors.get(place).backend().release(storage);
        }
    }
}
