package gradj.cases;

import gradj.backend.JavaBackend;
import gradj.backend.ReferenceBackend;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import java.util.List;

/** The backends and dtypes that every case runs on. The reference overrides nothing optional: it tests the defaults. */
public final class Target {
    /** With two threads, whatever the machine has, so that operations are split. */
    public static final TensorBackend JAVA = new JavaBackend(2);

    public static final TensorBackend REFERENCE = new ReferenceBackend();

    public static final Tensors FLOAT32 = new Tensors(JAVA, DType.FLOAT32);
    public static final Tensors FLOAT64 = new Tensors(JAVA, DType.FLOAT64);
    public static final Tensors REFERENCE_FLOAT32 = new Tensors(REFERENCE, DType.FLOAT32);
    public static final Tensors REFERENCE_FLOAT64 = new Tensors(REFERENCE, DType.FLOAT64);

    private Target() {}

    public static List<Tensors> all() {
        return List.of(FLOAT32, FLOAT64, REFERENCE_FLOAT32, REFERENCE_FLOAT64);
    }

    /** As in {@code java float32}. */
    public static String name(Tensors tensors) {
        return tensors.backend().name() + " " + tensors.dtype();
    }
}
