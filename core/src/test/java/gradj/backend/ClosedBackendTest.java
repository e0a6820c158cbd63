package gradj.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedBackendTest {
    @Test
    void makesNothingNewAndItsTensorsCanBeRead() {
        for (TensorBackend backend : List.of(new JavaBackend(3), new JavaBackend(1))) {
            Tensor x = new Tensors(backend, DType.FLOAT32).vector(1, 2, 3);
            try (TensorScope scope = TensorScope.open()) {
                x.times(x);
                backend.close();
            }
            backend.close();
            assertArrayEquals(new double[] {1, 2, 3}, x.toDoubleArray());
            IllegalStateException closed = assertThrows(IllegalStateException.class, () -> x.times(x));
            assertEquals("backend java is closed: make a new one, and new tensors on it", closed.getMessage());
        }
    }
}
