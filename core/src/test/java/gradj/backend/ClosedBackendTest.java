package gradj.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedBackendTest {
    @Test
    void computesOnWithTensorsMadeBefore() {
        for (TensorBackend backend : List.of(new JavaBackend(3), new JavaBackend(1))) {
            Tensor x = new Tensors(backend, DType.FLOAT32).vector(1, 2, 3);
            try (TensorScope scope = TensorScope.open()) {
                x.times(x);
                backend.close();
            }
            backend.close();
            assertArrayEquals(new double[] {1, 2, 3}, x.toDoubleArray());
            assertArrayEquals(new double[] {1, 4, 9}, x.times(x).toDoubleArray());
        }
    }

    @Test
    void closingAllMakesRoomForNewOnes() {
        TensorBackend before = Backends.get("java");
        TensorBackend reference = Backends.get("reference");
        Backends.close();
        TensorBackend after = Backends.get("java");
        assertNotSame(before, after);
        assertNotSame(reference, Backends.get("reference"));
        assertSame(after, Backends.get("java"));
        assertArrayEquals(
                new double[] {4},
                new Tensors(after, DType.FLOAT64).vector(2).times(2).toDoubleArray());
    }
}
